// The values of a form as a request, with everything that is wrong with them at once.

import {
  AuthorizationRequest,
  type AuthorizationRequestOptions,
  OAuthError,
  Scope,
} from "../../typescript/src/index.js";

/** The options of a request, by name; the spec decides which ones there are. */
export type Options = Readonly<Record<string, unknown>>;

/** The result of trying to build the URL. */
export interface Attempt {
  /** The request; if there are problems, it has other values for the rejected ones. */
  readonly request: AuthorizationRequest | undefined;
  /** The errors by option, or by "" for an error of the whole request. */
  readonly problems: ReadonlyMap<string, OAuthError>;
}

const HOST = "localhost";
const VALID_VALUES: Options = {
  clientId: "0",
  redirectUri: "https://localhost/",
  state: "0",
  scopes: Object.values(Scope),
  undocumentedScopes: [],
  extraParameters: [],
  scheme: "https",
};

/** Returns the request that options form, and each problem with them. */
export function attempt(options: Options): Attempt {
  const problems = new Map<string, OAuthError>();
  let current = options;
  for (;;) {
    try {
      return { request: requestOf(current), problems };
    } catch (error) {
      if (!(error instanceof OAuthError)) {
        throw error;
      }
      const option = optionOf(error.argument);
      problems.set(option, error);
      if (option === "" || current[option] !== options[option]) {
        return { request: undefined, problems };
      }
      current = { ...current, [option]: VALID_VALUES[option] ?? HOST };
    }
  }
}

/** Returns the option of an argument, which may be an item of a list: `scopes[2]`. */
export function optionOf(argument = ""): string {
  return argument.replace(/\[.*/, "");
}

function requestOf(options: Options): AuthorizationRequest {
  // The fields of the page and the options of the request come from the same spec.
  return new AuthorizationRequest(
    options as unknown as AuthorizationRequestOptions,
  );
}
