// Generated from spec/imagen.yaml; edit that and run `make generate`.
// The authorization request: the URL that a user opens, and the readers of its response.
//
// The documented URL, in its documented order:
//
//     https://{domain}/oauth/authorize
//         ?response_type=token
//         &client_id=YOUR_API_KEY
//         &redirect_uri=urn:ietf:wg:oauth:2.0:oob
//         &state=1
//         &scope=readUsersData%20modifyUsersData

import { AccessToken } from "./access-token.js";
import {
  checkClientId,
  checkDomain,
  checkExtraParameters,
  checkRedirectUri,
  checkScheme,
  checkState,
  type ExtraParameters,
} from "./runtime/checks.js";
import { checkOptions } from "./runtime/options.js";
import { RequestBase } from "./runtime/request.js";
import { selectScopes } from "./runtime/scope.js";
import { Scope } from "./scopes.js";
import { REMEDIES } from "./server-errors.js";

/** The default redirect URI of a request. */
export const OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

const OPTIONS = [
  "domain",
  "clientId",
  "scopes",
  "redirectUri",
  "state",
  "undocumentedScopes",
  "extraParameters",
  "scheme",
];
const RESERVED = [
  "response_type",
  "client_id",
  "redirect_uri",
  "state",
  "scope",
];
const SCOPES = Object.values(Scope);

/** The values of an authorization request. */
export interface AuthorizationRequestOptions {
  /**
   * Fully qualified name of your Imagen domain, with a port if it is not the
   * default port.
   */
  readonly domain: string;

  /** The API key of your application. */
  readonly clientId: string;

  /**
   * Only the scopes that the application needs. Values of `Scope`, in any
   * order; defaults to none.
   */
  readonly scopes?: Iterable<Scope> | undefined;

  /**
   * Where the response goes. The default is the documented one for an
   * 'Installed Application'. It is not an address, so the response stays in the
   * user's browser.
   */
  readonly redirectUri?: string | undefined;

  /**
   * Ties the response to the request, because the response repeats it. The
   * documented example sends 1, but a random value is safer. Defaults to a
   * random one.
   */
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
  readonly #redirectUri: string;
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
    const redirectUri = checkRedirectUri(options.redirectUri ?? OUT_OF_BAND);
    const state = checkState(options.state);
    const extraParameters = checkExtraParameters(
      options.extraParameters ?? [],
      RESERVED,
    );
    super(
      `${scheme}://${domain}/oauth/authorize`,
      [
        ["response_type", "token"],
        ["client_id", clientId],
        ["redirect_uri", redirectUri],
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
    this.#redirectUri = redirectUri;
    this.#state = state;
    Object.freeze(this);
  }

  /** The `host[:port]` in lowercase, without a default port. */
  get domain(): string {
    return this.#domain;
  }

  /** Where the server sends the response. */
  get redirectUri(): string {
    return this.#redirectUri;
  }

  /** The value that the response must repeat. */
  get state(): string {
    return this.#state;
  }
}
