// Generated from spec.yaml; edit that and run `make generate`.
// The authorization request: the URL that a user opens, and the readers of its response.
//
// The documented URL, in its documented order:
//
//     https://{domain}/auth
//         ?response_type=token
//         &client_id=KEY
//         &state=1
//         &scope=notes:read

import { AccessToken } from "./access-token.js";
import {
  checkClientId,
  checkDomain,
  checkExtraParameters,
  checkScheme,
  checkState,
  type ExtraParameters,
} from "./runtime/checks.js";
import { checkOptions } from "./runtime/options.js";
import { RequestBase } from "./runtime/request.js";
import { selectScopes } from "./runtime/scope.js";
import { Scope } from "./scopes.js";
import { REMEDIES } from "./server-errors.js";

const OPTIONS = [
  "domain",
  "clientId",
  "scopes",
  "state",
  "undocumentedScopes",
  "extraParameters",
  "scheme",
];
const RESERVED = ["response_type", "client_id", "state", "scope"];
const SCOPES = Object.values(Scope);

/** The values of an authorization request. */
export interface AuthorizationRequestOptions {
  /** The host. */
  readonly domain: string;

  /** Who asks. */
  readonly clientId: string;

  /** What for. Values of `Scope`, in any order; defaults to none. */
  readonly scopes?: Iterable<Scope> | undefined;

  /** Comes back. Defaults to a random one. */
  readonly state?: string | undefined;

  /** Names that are not in `Scope`; they follow the others. */
  readonly undocumentedScopes?: Iterable<string> | undefined;

  /** Names and values for the end of the URL. */
  readonly extraParameters?: ExtraParameters | undefined;

  /** Defaults to `https`; `http` is only for a server on this machine. */
  readonly scheme?: "https" | "http" | undefined;
}

/**
 * A request for a bearer token with the implicit grant (RFC 6749 §4.2).
 *
 * Open its `url` in a browser, then read the response with `parseRedirect` or
 * `parsePasted` of the same request, which compares it with its own values.
 */
export class AuthorizationRequest extends RequestBase<AccessToken> {
  readonly #domain: string;
  readonly #state: string;

  /**
   * Checks the values and builds the URL.
   *
   * @throws OAuthError - A value is rejected; `hint` says what to write instead.
   * @throws TypeError - A value does not have the declared type.
   */
  constructor(options: AuthorizationRequestOptions) {
    checkOptions(options, OPTIONS);
    const scheme = checkScheme(options.scheme ?? "https");
    const domain = checkDomain(options.domain, scheme);
    const clientId = checkClientId(options.clientId);
    const scopes = selectScopes(
      options.scopes ?? [],
      options.undocumentedScopes ?? [],
      SCOPES,
    );
    const state = checkState(options.state);
    const extraParameters = checkExtraParameters(
      options.extraParameters ?? [],
      RESERVED,
    );
    super(
      `${scheme}://${domain}/auth`,
      [
        ["response_type", "token"],
        ["client_id", clientId],
        ["state", state],
        ["scope", scopes.join(" ")],
        ...extraParameters,
      ],
      {
        scheme,
        issuer: domain,
        clientId,
        extraParameters,
        expected: {
          state,
          scopes,
          scopeSeparator: " ",
          remedies: REMEDIES,
        },
        token: AccessToken,
      },
    );
    this.#domain = domain;
    this.#state = state;
    Object.freeze(this);
  }

  /** The `host[:port]` in lowercase, without a default port. */
  get domain(): string {
    return this.#domain;
  }

  /** The value that the response must repeat. */
  get state(): string {
    return this.#state;
  }
}
