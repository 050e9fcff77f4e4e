// Generated from spec/imagen.yaml; edit that and run `make generate`.
// The client, and the authorization requests that it builds.
//
// The documented URL, in its documented order:
//
//     https://media.example.com/oauth/authorize
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
import { ClientBase } from "./runtime/client.js";
import { ImplicitRequest } from "./runtime/implicit.js";
import { checkOptions } from "./runtime/options.js";
import { selectScopes } from "./runtime/scope.js";
import { Scope } from "./scopes.js";
import { REMEDIES } from "./server-errors.js";

/** The default redirect URI of a request. */
export const OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

const CLIENT_OPTIONS = ["domain", "clientId", "redirectUri", "scheme"];
const REQUEST_OPTIONS = [
  "scopes",
  "state",
  "undocumentedScopes",
  "extraParameters",
];
const RESERVED = [
  "response_type",
  "client_id",
  "redirect_uri",
  "state",
  "scope",
];
const SCOPES = Object.values(Scope);

/** What all requests of a client share. */
export interface OAuthClientOptions {
  /**
   * Fully qualified name of your Imagen domain, with a port if it is not the
   * default port.
   */
  readonly domain: string;

  /** The API key of your application. */
  readonly clientId: string;

  /**
   * Where the response goes. The default is the documented one for an
   * 'Installed Application'. It is not an address, so the response stays in the
   * user's browser.
   */
  readonly redirectUri?: string | undefined;

  /** Defaults to `https`; `http` is only for a server on this machine. */
  readonly scheme?: "https" | "http" | undefined;
}

/** What one request asks for. */
export interface RequestOptions {
  /**
   * Only the scopes that the application needs. Values of `Scope`, in any
   * order; defaults to none.
   */
  readonly scopes?: Iterable<Scope> | undefined;

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
}

/** The values of an authorization request that is built without a client. */
export interface AuthorizationRequestOptions
  extends OAuthClientOptions, RequestOptions {}

/** An application, where its users log in, and where they return to. */
export class OAuthClient extends ClientBase {
  readonly #domain: string;
  readonly #redirectUri: string;

  /**
   * Checks the values.
   *
   * @throws OAuthError - A value is rejected; `hint` says what to write instead.
   * @throws TypeError - A value does not have the declared type.
   */
  constructor(options: OAuthClientOptions) {
    checkOptions(options, CLIENT_OPTIONS);
    const scheme = checkScheme(options.scheme ?? "https");
    const domain = checkDomain(options.domain, scheme);
    const clientId = checkClientId(options.clientId);
    const redirectUri = checkRedirectUri(options.redirectUri ?? OUT_OF_BAND);
    super({
      endpoint: `${scheme}://${domain}/oauth/authorize`,
      issuer: domain,
      scheme,
      clientId,
    });
    this.#domain = domain;
    this.#redirectUri = redirectUri;
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

  /**
   * Returns a request with the values of this client.
   *
   * @throws OAuthError - A value is rejected; `hint` says what to write instead.
   * @throws TypeError - A value does not have the declared type.
   */
  authorizationRequest(options: RequestOptions = {}): AuthorizationRequest {
    return new AuthorizationRequest(options, this);
  }
}

/**
 * A request for a bearer token with the implicit grant (RFC 6749 §4.2).
 *
 * Open its `url` in a browser, then read the response with `parseRedirect` or
 * `parsePasted` of the same request, which compares it with its own values.
 */
export class AuthorizationRequest extends ImplicitRequest<AccessToken> {
  readonly #client: OAuthClient;
  readonly #state: string;

  /**
   * Checks the values and builds the URL.
   *
   * @throws OAuthError - A value is rejected; `hint` says what to write instead.
   * @throws TypeError - A value does not have the declared type.
   */
  constructor(options: AuthorizationRequestOptions);
  /** Does the same for a client that exists already. */
  constructor(options: RequestOptions, client: OAuthClient);
  constructor(options: RequestOptions, client?: OAuthClient) {
    const owner = clientOf(options, client);
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
    super(owner, {
      parameters: [
        ["response_type", "token"],
        ["client_id", owner.clientId],
        ["redirect_uri", owner.redirectUri],
        ["state", state],
        ["scope", scopes.join(" ")],
      ],
      extraParameters,
      scopes,
      expected: {
        state,
        scopes,
        scopeSeparator: " ",
        remedies: REMEDIES,
      },
      token: AccessToken,
    });
    this.#client = owner;
    this.#state = state;
    Object.freeze(this);
  }

  /** The `host[:port]` in lowercase, without a default port. */
  get domain(): string {
    return this.#client.domain;
  }

  /** Where the server sends the response. */
  get redirectUri(): string {
    return this.#client.redirectUri;
  }

  /** The value that the response must repeat. */
  get state(): string {
    return this.#state;
  }
}

/** Returns the client of a request, which the options describe unless it exists already. */
function clientOf(options: RequestOptions, client?: OAuthClient): OAuthClient {
  if (client !== undefined) {
    checkOptions(options, REQUEST_OPTIONS);
    return client;
  }
  checkOptions(options, [...CLIENT_OPTIONS, ...REQUEST_OPTIONS]);
  const given = options as AuthorizationRequestOptions;
  return new OAuthClient({
    domain: given.domain,
    clientId: given.clientId,
    redirectUri: given.redirectUri,
    scheme: given.scheme,
  });
}
