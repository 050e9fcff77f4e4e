// The parts of every authorization request: a URL, built once, and the readers of its response.

import type { Allowed, RequestContext, TokenResponse } from "./response.js";
import { percentEncode } from "./encoding.js";
import { fault } from "./errors.js";
import type { Scheme } from "./hosts.js";
import { URL_TOO_LONG } from "./messages.js";
import { checkOptions } from "./options.js";
import { readPasted } from "./pasted.js";
import { MAX_URL_CHARACTERS } from "./protocol.js";
import { readRedirect } from "./redirect.js";
import { Redacted } from "./redacted.js";
import { unixSeconds } from "./times.js";
import type { BearerToken, TokenClass } from "./token.js";

const READING_OPTIONS = [
  "receivedAt",
  "allowMissingState",
  "allowMissingTokenType",
  "anyCharacters",
];

/** How a response is read. */
export interface ReadingOptions extends Allowed {
  /** When it arrived, in Unix seconds from 0 to 253402300799; defaults to now. */
  readonly receivedAt?: number | undefined;
}

/** The checked values of a request, and what is needed to read its response. */
export interface RequestValues<Token extends BearerToken> {
  readonly scheme: Scheme;
  /** The `host[:port]` that a token comes from. */
  readonly issuer: string;
  readonly clientId: string;
  readonly extraParameters: readonly (readonly [string, string])[];
  /** The values that a response is compared with. */
  readonly expected: RequestContext;
  /** The class of the token. */
  readonly token: TokenClass<Token>;
}

/** An authorization request (RFC 6749 §4.2.1); printing it shows no query. */
export abstract class RequestBase<Token extends BearerToken> extends Redacted {
  readonly #url: string;
  readonly #values: RequestValues<Token>;

  /**
   * Builds the URL; a parameter with an empty value is omitted (§3.1).
   *
   * @throws OAuthError - `url_too_long` for more than 8,000 characters.
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
    if (this.#url.length > MAX_URL_CHARACTERS) {
      throw fault(URL_TOO_LONG);
    }
    this.#values = values;
  }

  /** The URL to open in the user's browser; it contains the state. */
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

  /** The names of the requested scopes, in the order of the URL. */
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
   * The URI must be exact; use `parsePasted` for text that a user copied.
   *
   * @param uri - The whole URI that the server redirected the browser to.
   * @throws AuthorizationError - The server denied the request.
   * @throws OAuthError - There is no token, or none that can be trusted.
   */
  parseRedirect(uri: string, options: ReadingOptions = {}): Token {
    checkOptions(options, READING_OPTIONS);
    const receivedAt = unixSeconds(options.receivedAt, "receivedAt");
    const { expected } = this.#values;
    const response = readRedirect(uri, expected, options);
    return this.#token(response, receivedAt);
  }

  /**
   * Returns the token of the one response in text that a user copied.
   *
   * The text is a URL, a part of one, a JSON object, or the title of a window, possibly
   * with spaces, quotes, and words around it. Options and errors are those of
   * `parseRedirect`.
   */
  parsePasted(text: string, options: ReadingOptions = {}): Token {
    checkOptions(options, READING_OPTIONS);
    const receivedAt = unixSeconds(options.receivedAt, "receivedAt");
    const { expected } = this.#values;
    const response = readPasted(text, expected, options);
    return this.#token(response, receivedAt);
  }

  // The query is kept out of logs, because it contains the client ID and the state.
  override toString(): string {
    const [endpoint = ""] = this.#url.split("?", 1);
    return `<${this.constructor.name} ${endpoint}?...>`;
  }

  #token(response: TokenResponse, receivedAt: number): Token {
    const { scheme, issuer, clientId, token: TokenOf } = this.#values;
    return new TokenOf(response, {
      domain: issuer,
      clientId,
      receivedAt,
      scheme,
    });
  }
}
