// Generated from spec.yaml; edit that and run `make generate`.
// The bearer token, and the headers that it adds to a call of the Example API.

import { BearerToken } from "./runtime/token.js";

/** A bearer token; only `reveal` and `headers` show its secret. */
export class AccessToken extends BearerToken {
  /**
   * Returns the headers of a call; they contain the secret.
   *
   * Send them only over https and only to hosts that you name, even after a redirect.
   */
  override headers(): Record<string, string> {
    return {
      // The token.
      Authorization: `Bearer ${this.reveal()}`,
    };
  }
}
