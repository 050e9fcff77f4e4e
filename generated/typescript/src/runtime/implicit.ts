// Requests with the implicit grant: the readers of their responses (RFC 6749 §4.2).

import type { ClientBase } from "./client.js";
import { checkOptions } from "./options.js";
import { readPasted } from "./pasted.js";
import { readRedirect } from "./redirect.js";
import { RequestBase, type RequestValues } from "./request.js";
import type { Allowed, RequestContext, TokenResponse } from "./response.js";
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
export interface ImplicitValues<
  Token extends BearerToken,
> extends RequestValues {
  /** The values that a response is compared with. */
  readonly expected: RequestContext;
  /** The class of the token. */
  readonly token: TokenClass<Token>;
}

/** An authorization request whose response contains a token. */
export abstract class ImplicitRequest<
  Token extends BearerToken,
> extends RequestBase {
  readonly #expected: RequestContext;
  readonly #token: TokenClass<Token>;

  /**
   * Builds the URL, and stores what is needed to read the response.
   *
   * @throws OAuthError - `url_too_long` for more than 8,000 characters.
   */
  constructor(client: ClientBase, values: ImplicitValues<Token>) {
    super(client, values);
    this.#expected = values.expected;
    this.#token = values.token;
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
    const response = readRedirect(uri, this.#expected, options);
    return this.#granted(response, receivedAt);
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
    const response = readPasted(text, this.#expected, options);
    return this.#granted(response, receivedAt);
  }

  #granted(response: TokenResponse, receivedAt: number): Token {
    return new this.#token(response, {
      domain: this.issuer,
      clientId: this.clientId,
      receivedAt,
      scheme: this.scheme,
    });
  }
}
