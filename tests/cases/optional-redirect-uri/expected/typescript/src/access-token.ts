// Generated from tests/cases/optional-redirect-uri/spec.yaml; edit that and run `make generate`.
// The bearer token, and the headers that it adds to a call of the Example API.

import { BearerToken } from "./runtime/token.js";

/** A bearer token. Only `reveal` and `headers` show its secret. */
export class AccessToken extends BearerToken {
  /**
   * Returns the headers of a call, including the secret.
   *
   * Send them only over https, only to hosts that you name, and never along a
   * redirect.
   */
  override headers(): Record<string, string> {
    return {
      // The token.
      Authorization: `Bearer ${this.reveal()}`,
    };
  }
}
