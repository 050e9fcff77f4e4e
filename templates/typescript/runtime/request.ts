// What every authorization request has: a URL, built once, and the readers of its answer.

import type { Allowed, Answer, Expected } from "./response.js";
import { percentEncode } from "./encoding.js";
import { OAuthError } from "./errors.js";
import type { Scheme } from "./hosts.js";
import { checkOptions } from "./options.js";
import { readPasted } from "./pasted.js";
import { readRedirect } from "./redirect.js";
import { Redacted } from "./redacted.js";
import { unixSeconds } from "./times.js";
import type { BearerToken, TokenClass } from "./token.js";

const MAX_URL = 8_000;
const READING_OPTIONS = [
  "receivedAt",
  "allowMissingState",
  "allowMissingTokenType",
];

/** How an answer is read. */
export interface ReadingOptions extends Allowed {
  /** When it arrived, in Unix seconds from 0 to 253402300799; defaults to now. */
  readonly receivedAt?: number | undefined;
}

/** The checked values of a request, and what reads its answer. */
export interface RequestValues<Token extends BearerToken> {
  readonly scheme: Scheme;
  /** The `host[:port]` that a token comes from. */
  readonly issuer: string;
  readonly clientId: string;
  readonly extraParameters: readonly (readonly [string, string])[];
  /** What an answer is held against. */
  readonly expected: Expected;
  /** The class of the token. */
  readonly token: TokenClass<Token>;
}

/** An authorization request (RFC 6749 §4.2.1); printing it shows no query. */
export abstract class RequestBase<Token extends BearerToken> extends Redacted {
  readonly #url: string;
  readonly #values: RequestValues<Token>;

  /**
   * Builds the URL; a parameter with an empty value is left out (§3.1).
   *
   * @throws OAuthError - `url_too_long` over 8,000 characters.
   */
  constructor(
    endpoint: string,
    parameters: readonly (readonly [name: string, value: string])[],
    values: RequestValues<Token>,
  ) {
    super();
    const query = parameters
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
      .join("&");
    this.#url = `${endpoint}?${query}`;
    if (this.#url.length > MAX_URL) {
      throw new OAuthError(
        "url_too_long",
        `the URL has more than ${MAX_URL.toLocaleString("en")} characters`,
        "shorten the state, the redirect URI or the extra parameters",
      );
    }
    this.#values = values;
  }

  /** The URL to open in the person's browser; it holds the state. */
  get url(): string {
    return this.#url;
  }

  /** `https`, or `http` for a server on this machine. */
  get scheme(): Scheme {
    return this.#values.scheme;
  }

  /** The `host[:port]` that a token comes from. */
  get issuer(): string {
    return this.#values.issuer;
  }

  /** The client identifier. */
  get clientId(): string {
    return this.#values.clientId;
  }

  /** The names of the scopes that are asked for, in the order of the URL. */
  get scopes(): readonly string[] {
    return this.#values.expected.scopes;
  }

  /** The names and values at the end of the URL. */
  get extraParameters(): readonly (readonly [string, string])[] {
    return this.#values.extraParameters;
  }

  /**
   * Returns the token in the fragment of a redirect (RFC 6749 §4.2.2).
   *
   * Nothing around the URI is forgiven; `parsePasted` is for what was copied.
   *
   * @param uri - Where the browser was sent, whole.
   * @throws AuthorizationError - The server refused.
   * @throws OAuthError - There is no token, or none that can be trusted.
   */
  parseRedirect(uri: string, options: ReadingOptions = {}): Token {
    checkOptions(options, READING_OPTIONS);
    const receivedAt = unixSeconds(options.receivedAt, "receivedAt");
    const { expected } = this.#values;
    const answer = readRedirect(uri, expected, options);
    return this.#granted(answer, receivedAt);
  }

  /**
   * Returns the token of the one answer in what a person copied.
   *
   * That is an address, a part of it, a JSON object or the title of a window, with the
   * blanks, quotes and words that come along. Options and errors are those of
   * `parseRedirect`.
   */
  parsePasted(text: string, options: ReadingOptions = {}): Token {
    checkOptions(options, READING_OPTIONS);
    const receivedAt = unixSeconds(options.receivedAt, "receivedAt");
    const { expected } = this.#values;
    const answer = readPasted(text, expected, options);
    return this.#granted(answer, receivedAt);
  }

  // The query stays out of logs: it holds the client id and the state.
  override toString(): string {
    const [endpoint = ""] = this.#url.split("?", 1);
    return `<${this.constructor.name} ${endpoint}?...>`;
  }

  #granted(answer: Answer, receivedAt: number): Token {
    const { scheme, issuer, clientId, token: TokenOf } = this.#values;
    return new TokenOf(answer, {
      domain: issuer,
      clientId,
      receivedAt,
      scheme,
    });
  }
}
