// Generated from spec/imagen.yaml; edit that and run `make generate`.

/**
 * Get a bearer token for the Imagen API: build the authorization URL, and
 * read the response.
 *
 * @packageDocumentation
 */

export { AccessToken } from "./access-token.js";
export {
  AuthorizationRequest,
  OUT_OF_BAND,
  OAuthClient,
  type AuthorizationRequestOptions,
  type OAuthClientOptions,
  type RequestOptions,
} from "./client.js";
export {
  AuthorizationError,
  OAuthError,
  type ErrorCode,
} from "./runtime/errors.js";
export type { ReadingOptions } from "./runtime/implicit.js";
export type { ScopeFacts } from "./runtime/scope.js";
export type { ExpiryOptions, ValueOptions } from "./runtime/token.js";
export { Scope, scopeFacts } from "./scopes.js";
