// Generated from tests/cases/state-in-query/spec.yaml; edit that and run `make generate`.
// The bearer token, and the headers that it adds to a call of the Example API.

import { BearerToken } from "./runtime/token.js";

/** A bearer token; nothing shows its secret but `reveal` and `headers`. */
export class AccessToken extends BearerToken {
  /**
   * Returns the headers of a call; they hold the secret.
   *
   * Send them over https, to hosts that you name, and never along with a
   * redirect.
   */
  override headers(): Record<string, string> {
    return {
      // The token.
      Authorization: `Bearer ${this.reveal()}`,
    };
  }
}
