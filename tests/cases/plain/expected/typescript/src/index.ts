// Generated from spec.yaml; edit that and run `make generate`.

/**
 * Get a bearer token for the Example API: build the authorization URL, and
 * read the response.
 *
 * @packageDocumentation
 */

export { AccessToken } from "./access-token.js";
export {
  AuthorizationRequest,
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
