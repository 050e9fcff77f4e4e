// A bearer token that is not shown if it is printed, logged, or stored.

import { isAccessToken, TokenResponse } from "./response.js";
import { SPACES } from "./characters.js";
import {
  checkClientId,
  checkDomain,
  checkScheme,
  requireText,
  typeFault,
} from "./checks.js";
import { isUtf16 } from "./encoding.js";
import { fault, filled } from "./errors.js";
import type { Scheme } from "./hosts.js";
import {
  BAD_ENCODING_UTF16,
  INVALID_ACCESS_TOKEN_CHARACTERS,
  INVALID_ACCESS_TOKEN_EMPTY,
  INVALID_ACCESS_TOKEN_VISIBLE,
  INVALID_ACCESS_TOKEN_WITH_PARAMETERS,
  INVALID_ACCESS_TOKEN_WITH_SCHEME,
  INVALID_ACCESS_TOKEN_WITH_SPACES,
  NOT_CONSTRUCTIBLE,
  TOKEN_SHOWN,
} from "./messages.js";
import { checkOptions } from "./options.js";
import { QUOTES, READ_NAMES } from "./protocol.js";
import { Redacted } from "./redacted.js";
import { checkLifetime, expiry, finite, unixSeconds } from "./times.js";

const TOKEN_TYPE = "Bearer";
const VALUE_OPTIONS = [
  "domain",
  "clientId",
  "receivedAt",
  "expiresIn",
  "scheme",
  "anyCharacters",
];
const EXPIRY_OPTIONS = ["at", "leeway"];
const SPACE = /* @__PURE__ */ new RegExp(`[${SPACES}]`);
const SCHEME_WORD = /* @__PURE__ */ new RegExp(
  `(?:^|[ :${QUOTES}])bearer[ \\t]`,
  "i",
);
const PARAMETER = /* @__PURE__ */ new RegExp(
  `(?:${READ_NAMES.join("|")})["']?[=:]|[?&#][A-Za-z0-9_.\\-]+=`,
);
const QUOTED = /* @__PURE__ */ new RegExp(`^[${QUOTES}]|[${QUOTES}]$`);

/** The request that a token belongs to. */
export interface TokenOptions {
  /** The `host[:port]` that issued it. */
  readonly domain: string;
  /** The client ID of the application that it was issued to. */
  readonly clientId: string;
  /** When it arrived, in Unix seconds from 0 to 253402300799; defaults to now. */
  readonly receivedAt?: number | undefined;
  /** Defaults to `https`; `http` is only for a server on this machine. */
  readonly scheme?: Scheme | undefined;
}

/** What is known about a bare token. */
export interface ValueOptions extends TokenOptions {
  /** The remaining seconds at receivedAt; unknown by default. */
  readonly expiresIn?: number | undefined;
  /** Accept any visible ASCII characters, not only those of RFC 6750 §2.1. */
  readonly anyCharacters?: boolean | undefined;
}

/** The time for which to check whether a token has expired. */
export interface ExpiryOptions {
  /** In Unix seconds; defaults to now. */
  readonly at?: number | undefined;
  /** How many seconds before its expiry it counts as expired; defaults to 60. */
  readonly leeway?: number | undefined;
}

/** A class of tokens that can be created from a response. */
export type TokenClass<Token extends BearerToken> = new (
  response: TokenResponse,
  options: TokenOptions,
) => Token;

/**
 * A frozen bearer token (RFC 6750) that does not show its secret by itself.
 *
 * Printing it and `JSON.stringify` show a summary, and `structuredClone` returns an empty
 * object. To pass it on, send the value of `reveal`, and create a token from it with
 * `fromValue`.
 */
export abstract class BearerToken extends Redacted {
  readonly #response: TokenResponse;
  readonly #domain: string;
  readonly #clientId: string;
  readonly #expiresAt: number | undefined;
  readonly #scheme: Scheme;

  /**
   * Creates the token of a checked response to a request for domain and clientId.
   *
   * Only `parseRedirect`, `parsePasted`, and `fromValue` have such a response.
   */
  constructor(response: TokenResponse, options: TokenOptions) {
    super();
    // Without types, anything may be passed.
    if (!((response as unknown) instanceof TokenResponse)) {
      throw typeFault(NOT_CONSTRUCTIBLE, "", response, new.target.name);
    }
    const receivedAt = unixSeconds(options.receivedAt, "receivedAt");
    const { expiresIn } = response.facts;
    this.#response = response;
    this.#domain = options.domain;
    this.#clientId = options.clientId;
    this.#expiresAt =
      expiresIn === undefined ? undefined : expiry(receivedAt, expiresIn);
    this.#scheme = options.scheme ?? "https";
    Object.freeze(this);
  }

  /**
   * Returns a token from its bare value, which is not verified.
   *
   * Its scopes are unknown, and so is its expiry without expiresIn.
   *
   * @throws OAuthError - `invalid_access_token` (RFC 6750 §2.1), `bad_encoding` for
   * UTF-16, `invalid_expires_in`, `invalid_time`, and what a request throws for scheme,
   * domain, and clientId.
   * @throws TypeError - A value does not have the declared type, or an option is unknown.
   */
  static fromValue<Token extends BearerToken>(
    this: TokenClass<Token>,
    value: string,
    options: ValueOptions,
  ): Token {
    checkOptions(options, VALUE_OPTIONS);
    const response = bareResponse(value, options);
    const scheme = checkScheme(options.scheme ?? "https");
    return new this(response, {
      domain: checkDomain(options.domain, scheme),
      clientId: checkClientId(options.clientId),
      receivedAt: options.receivedAt,
      scheme,
    });
  }

  /** Returns the secret value. Send it only over https, and only to hosts that you name. */
  reveal(): string {
    return this.#response.reveal();
  }

  /** Returns the headers of a call; they contain the secret. */
  abstract headers(): Record<string, string>;

  /** Always `"Bearer"`, whatever letter case the server used. */
  get tokenType(): string {
    return TOKEN_TYPE;
  }

  /**
   * The granted scopes; those of the request if the response has none.
   *
   * undefined if neither the request nor the response has any.
   */
  get scopes(): readonly string[] | undefined {
    return this.#response.facts.scopes;
  }

  /** The scopes that were requested and not granted. */
  get missingScopes(): readonly string[] {
    return this.#response.facts.missingScopes;
  }

  /** The scopes that were granted and not requested. */
  get extraScopes(): readonly string[] {
    return this.#response.facts.extraScopes;
  }

  /** Whether the response contained the state of the request. */
  get stateVerified(): boolean {
    return this.#response.facts.stateVerified;
  }

  /** The lifetime in seconds at the time of the response; undefined if unknown. */
  get expiresIn(): number | undefined {
    return this.#response.facts.expiresIn;
  }

  /** The expiry in Unix seconds; undefined if unknown. */
  get expiresAt(): number | undefined {
    return this.#expiresAt;
  }

  /** The `host[:port]` that issued the token. */
  get domain(): string {
    return this.#domain;
  }

  /** `https`, or `http` for a server on this machine. */
  get scheme(): Scheme {
    return this.#scheme;
  }

  /** The client ID of the application that the token was issued to. */
  get clientId(): string {
    return this.#clientId;
  }

  /**
   * Returns whether the token expires within leeway seconds of a time.
   *
   * The result is undefined if the expiry is unknown.
   *
   * @throws OAuthError - `invalid_time`.
   */
  isExpired(options: ExpiryOptions = {}): boolean | undefined {
    checkOptions(options, EXPIRY_OPTIONS);
    const { at, leeway = 60 } = options;
    const now = unixSeconds(at, "at") + finite(leeway, "leeway");
    return this.#expiresAt === undefined ? undefined : now >= this.#expiresAt;
  }

  override toString(): string {
    const found = this.constructor.name;
    return filled(TOKEN_SHOWN, { found, host: this.#domain });
  }
}

function bareResponse(
  value: string,
  { expiresIn, anyCharacters }: ValueOptions,
): TokenResponse {
  const argument = "value";
  requireText(value, argument);
  if (!isAccessToken(value, anyCharacters)) {
    throw fault(invalidToken(value), argument);
  }
  return new TokenResponse(value, {
    expiresIn: checkLifetime(expiresIn),
    scopes: undefined,
    missingScopes: Object.freeze([]),
    extraScopes: Object.freeze([]),
    stateVerified: false,
  });
}

/** Returns the message for a value that is not a token. */
function invalidToken(value: string) {
  if (value === "") {
    return INVALID_ACCESS_TOKEN_EMPTY;
  }
  if (isUtf16(value)) {
    return BAD_ENCODING_UTF16;
  }
  if (SCHEME_WORD.test(value)) {
    return INVALID_ACCESS_TOKEN_WITH_SCHEME;
  }
  if (PARAMETER.test(value)) {
    return INVALID_ACCESS_TOKEN_WITH_PARAMETERS;
  }
  if (SPACE.test(value)) {
    return INVALID_ACCESS_TOKEN_WITH_SPACES;
  }
  return QUOTED.test(value) || !isAccessToken(value, true)
    ? INVALID_ACCESS_TOKEN_CHARACTERS
    : INVALID_ACCESS_TOKEN_VISIBLE;
}
