// A bearer token that is never shown by printing, logging or storing it.

import { Answer, checkAccessToken } from "./response.js";
import { SPACES } from "./characters.js";
import {
  checkClientId,
  checkDomain,
  checkScheme,
  requireText,
} from "./checks.js";
import type { Scheme } from "./hosts.js";
import { checkOptions } from "./options.js";
import { Redacted } from "./redacted.js";
import { checkLifetime, expiry, finite, unixSeconds } from "./times.js";

const TOKEN_TYPE = "Bearer";
const VALUE_OPTIONS = [
  "domain",
  "clientId",
  "receivedAt",
  "expiresIn",
  "scheme",
];
const EXPIRY_OPTIONS = ["at", "leeway"];
const SPACE = new RegExp(`[${SPACES}]`);

/** Whom a token is for. */
export interface TokenOptions {
  /** The `host[:port]` that issued it. */
  readonly domain: string;
  /** The client id of the application that it was issued to. */
  readonly clientId: string;
  /** When it arrived, in Unix seconds from 0 to 253402300799; defaults to now. */
  readonly receivedAt?: number | undefined;
  /** Defaults to `https`; `http` is only for a server on this machine. */
  readonly scheme?: Scheme | undefined;
}

/** What is known of a bare token. */
export interface ValueOptions extends TokenOptions {
  /** The seconds that are left at receivedAt; not known unless given. */
  readonly expiresIn?: number | undefined;
}

/** The time at which a token is asked whether it has expired. */
export interface ExpiryOptions {
  /** In Unix seconds; defaults to now. */
  readonly at?: number | undefined;
  /** How many seconds before its expiry it counts as expired; 60 unless given. */
  readonly leeway?: number | undefined;
}

/** A class of tokens that an answer can be made into. */
export type TokenClass<Token extends BearerToken> = new (
  answer: Answer,
  options: TokenOptions,
) => Token;

/**
 * A bearer token (RFC 6750), frozen; nothing shows its secret by itself.
 *
 * Printing it and `JSON.stringify` give a summary, `structuredClone` an empty object. To
 * hand it on, pass on what `reveal` gives, and make the token anew with `fromValue`.
 */
export abstract class BearerToken extends Redacted {
  readonly #answer: Answer;
  readonly #domain: string;
  readonly #clientId: string;
  readonly #expiresAt: number | undefined;
  readonly #scheme: Scheme;

  /**
   * Makes the token of a checked answer to a request for domain and clientId.
   *
   * Only `parseRedirect`, `parsePasted` and `fromValue` have such an answer.
   */
  constructor(answer: Answer, options: TokenOptions) {
    super();
    // Without types, anything may be passed.
    if (!((answer as unknown) instanceof Answer)) {
      throw new TypeError(
        `${new.target.name} is made by parseRedirect, parsePasted or fromValue`,
      );
    }
    const receivedAt = unixSeconds(options.receivedAt, "receivedAt");
    const { expiresIn } = answer.facts;
    this.#answer = answer;
    this.#domain = options.domain;
    this.#clientId = options.clientId;
    this.#expiresAt =
      expiresIn === undefined ? undefined : expiry(receivedAt, expiresIn);
    this.#scheme = options.scheme ?? "https";
    Object.freeze(this);
  }

  /**
   * Returns a token from its bare value, knowingly without any verification.
   *
   * Its scopes are not known, nor is its expiry unless expiresIn gives it.
   *
   * @throws OAuthError - `invalid_access_token` (RFC 6750 §2.1), `invalid_expires_in`,
   * `invalid_time`, and what a request throws for scheme, domain, and clientId.
   * @throws TypeError - A value is of another type than declared, or an option unknown.
   */
  static fromValue<Token extends BearerToken>(
    this: TokenClass<Token>,
    value: string,
    options: ValueOptions,
  ): Token {
    checkOptions(options, VALUE_OPTIONS);
    const answer = bareAnswer(value, options.expiresIn);
    const scheme = checkScheme(options.scheme ?? "https");
    return new this(answer, {
      domain: checkDomain(options.domain, scheme),
      clientId: checkClientId(options.clientId),
      receivedAt: options.receivedAt,
      scheme,
    });
  }

  /** Returns the secret value. Send it to the server, and write it nowhere. */
  reveal(): string {
    return this.#answer.reveal();
  }

  /** Returns the headers of a call; they hold the secret. */
  abstract headers(): Record<string, string>;

  /** Always `"Bearer"`, whatever case the server wrote it in. */
  get tokenType(): string {
    return TOKEN_TYPE;
  }

  /**
   * The scopes granted; those asked for, where the answer named none.
   *
   * undefined where neither the request nor the answer named any: not known.
   */
  get scopes(): readonly string[] | undefined {
    return this.#answer.facts.scopes;
  }

  /** The scopes asked for and not granted. */
  get missingScopes(): readonly string[] {
    return this.#answer.facts.missingScopes;
  }

  /** The scopes granted and not asked for. */
  get extraScopes(): readonly string[] {
    return this.#answer.facts.extraScopes;
  }

  /** Whether the answer carried the state of the request. */
  get stateVerified(): boolean {
    return this.#answer.facts.stateVerified;
  }

  /** The lifetime in seconds when the answer came, or undefined: not known. */
  get expiresIn(): number | undefined {
    return this.#answer.facts.expiresIn;
  }

  /** The expiry in Unix seconds, or undefined: not known. */
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

  /** The client id of the application that the token was issued to. */
  get clientId(): string {
    return this.#clientId;
  }

  /**
   * Returns whether the token expires within leeway seconds of a time.
   *
   * undefined: the expiry is unknown.
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
    return `<${this.constructor.name} for ${this.#domain}, value not shown>`;
  }
}

function bareAnswer(value: string, expiresIn: number | undefined): Answer {
  requireText(value, "value");
  checkAccessToken(value, "value", valueHint(value));
  return new Answer(value, {
    expiresIn: checkLifetime(expiresIn),
    scopes: undefined,
    missingScopes: Object.freeze([]),
    extraScopes: Object.freeze([]),
    stateVerified: false,
  });
}

function valueHint(value: string): string {
  if (/^bearer /i.test(value)) {
    return "leave out the word Bearer; headers() writes it";
  }
  if (/=[^=]/.test(value)) {
    return "use parsePasted for an answer with more than the token";
  }
  if (SPACE.test(value)) {
    return "leave out blanks and line breaks, also at the ends";
  }
  return "copy the token again, without quotes";
}
