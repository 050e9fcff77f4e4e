// Generated from tests/cases/two-variables/spec.yaml; edit that and run `make generate`.
// The authorization request: the URL that a user opens, and the readers of the response.
//
// The documented URL, in its documented order:
//
//     https://{domain}/{site}/auth
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
  "site",
  "clientId",
  "scopes",
  "state",
  "undocumentedScopes",
  "extraParameters",
  "scheme",
];
const RESERVED = ["response_type", "client_id", "state", "scope"];
const SCOPES = Object.values(Scope);

/** The options of an authorization request. */
export interface AuthorizationRequestOptions {
  /** The host. */
  readonly domain: string;

  /** The site that the gateway serves, by its host. */
  readonly site: string;

  /** Who asks. */
  readonly clientId: string;

  /** What for. Values of `Scope`, in any order; none unless given. */
  readonly scopes?: Iterable<Scope> | undefined;

  /** Comes back. Random unless given. */
  readonly state?: string | undefined;

  /** Names that `Scope` does not list; they follow the other scopes. */
  readonly undocumentedScopes?: Iterable<string> | undefined;

  /** Names and values for the end of the URL. */
  readonly extraParameters?: ExtraParameters | undefined;

  /** `https` by default, or `http` for a server on this machine. */
  readonly scheme?: "https" | "http" | undefined;
}

/**
 * A request for a bearer token with the implicit grant (RFC 6749 §4.2).
 *
 * Open its `url` in a browser. Then read the response with `parseRedirect` or
 * `parsePasted` of the same request, which contains the expected state and scopes.
 */
export class AuthorizationRequest extends RequestBase<AccessToken> {
  readonly #domain: string;
  readonly #site: string;
  readonly #state: string;

  /**
   * Checks the values and builds the URL.
   *
   * @throws OAuthError - A value is not valid; `hint` says what to write instead.
   * @throws TypeError - A value does not have the declared type.
   */
  constructor(options: AuthorizationRequestOptions) {
    checkOptions(options, OPTIONS);
    const scheme = checkScheme(options.scheme ?? "https");
    const domain = checkDomain(options.domain, scheme);
    const site = checkDomain(options.site, scheme, "site");
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
      `${scheme}://${domain}/${site}/auth`,
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
    this.#site = site;
    this.#state = state;
    Object.freeze(this);
  }

  /** The `host[:port]` in lower case, without a default port. */
  get domain(): string {
    return this.#domain;
  }

  /** The `host[:port]` in lower case, without a default port. */
  get site(): string {
    return this.#site;
  }

  /** The value that the response must repeat. */
  get state(): string {
    return this.#state;
  }
}
