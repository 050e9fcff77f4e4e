// Values of a form to a request, with everything that is wrong with them at once.

import {
  AuthorizationRequest,
  type AuthorizationRequestOptions,
  OAuthError,
} from "../../typescript/src/index.js";

/** The options of a request, by their names; which there are, the spec decides. */
export type Options = Readonly<Record<string, unknown>>;

/** What comes of a try to build the URL. */
export interface Attempt {
  /** The request; with a problem, one in which something stands for what was refused. */
  readonly request: AuthorizationRequest | undefined;
  /** What was refused, by option; by "" where it is none of them. */
  readonly problems: ReadonlyMap<string, OAuthError>;
}

const HOST = "localhost";
const STAND_INS: Options = {
  clientId: "0",
  redirectUri: "https://localhost/",
  state: "0",
  undocumentedScopes: [],
  extraParameters: [],
  scheme: "https",
};

/** Returns the request that options give, and each problem with them. */
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
      const option = placeOf(error, options);
      problems.set(option, error);
      if (option === "" || current[option] !== options[option]) {
        return { request: undefined, problems };
      }
      current = { ...current, [option]: STAND_INS[option] ?? HOST };
    }
  }
}

function requestOf(options: Options): AuthorizationRequest {
  // The fields of the page and the options of the request come from the same spec.
  return new AuthorizationRequest(
    options as unknown as AuthorizationRequestOptions,
  );
}

/** Returns the option that a message names first, or "". */
function placeOf(error: OAuthError, options: Options): string {
  const words = error.message.match(/[A-Za-z]+/g) ?? [];
  return words.find((word) => Object.hasOwn(options, word)) ?? "";
}
