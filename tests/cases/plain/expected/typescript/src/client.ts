// Generated from spec.yaml; edit that and run `make generate`.
// The client, and the authorization requests that it builds.
//
// The documented URL, in its documented order:
//
//     https://login.example.org/auth
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
import { ClientBase } from "./runtime/client.js";
import { ImplicitRequest } from "./runtime/implicit.js";
import { checkOptions } from "./runtime/options.js";
import { selectScopes } from "./runtime/scope.js";
import { Scope } from "./scopes.js";
import { REMEDIES } from "./server-errors.js";

const CLIENT_OPTIONS = ["domain", "clientId", "scheme"];
const REQUEST_OPTIONS = [
  "scopes",
  "state",
  "undocumentedScopes",
  "extraParameters",
];
const RESERVED = ["response_type", "client_id", "state", "scope"];
const SCOPES = Object.values(Scope);

/** What all requests of a client share. */
export interface OAuthClientOptions {
  /** The host. */
  readonly domain: string;

  /** Who asks. */
  readonly clientId: string;

  /** Defaults to `https`; `http` is only for a server on this machine. */
  readonly scheme?: "https" | "http" | undefined;
}

/** What one request asks for. */
export interface RequestOptions {
  /** What for. Values of `Scope`, in any order; defaults to none. */
  readonly scopes?: Iterable<Scope> | undefined;

  /** Comes back. Defaults to a random one. */
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
    super({
      endpoint: `${scheme}://${domain}/auth`,
      issuer: domain,
      scheme,
      clientId,
    });
    this.#domain = domain;
    Object.freeze(this);
  }

  /** The `host[:port]` in lowercase, without a default port. */
  get domain(): string {
    return this.#domain;
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
    scheme: given.scheme,
  });
}
