// Requests for an authorization code with PKCE (RFC 6749 §4.1, RFC 7636).

import type { ClientBase } from "./client.js";
import { RequestBase, type RequestValues } from "./request.js";

/**
 * An authorization request whose response contains a code.
 *
 * It has a secret, the code verifier, which printing it does not show.
 */
export abstract class CodeRequest extends RequestBase {
  readonly #codeVerifier: string;

  /**
   * Builds the URL, and stores the code verifier.
   *
   * @throws OAuthError - `url_too_long` for more than 8,000 characters.
   */
  constructor(client: ClientBase, values: RequestValues, codeVerifier: string) {
    super(client, values);
    this.#codeVerifier = codeVerifier;
  }

  /** The secret that proves to the token endpoint who made the request (RFC 7636 §4.5). */
  get codeVerifier(): string {
    return this.#codeVerifier;
  }
}
