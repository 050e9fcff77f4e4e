// Generated from tests/cases/two-variables/spec.yaml; edit that and run `make generate`.
// Compiling this file is the test; nothing here runs.

import {
  type AccessToken,
  AuthorizationRequest,
  type AuthorizationRequestOptions,
  Scope,
} from "../src/index.js";

export const one: Scope = Scope.NOTES_READ;
export const named: Scope = "notes:read";
// @ts-expect-error No scope has this name.
export const misspelt: Scope = "notes:readx";

export function scopes(options: AuthorizationRequestOptions): unknown[] {
  return [
    new AuthorizationRequest({ ...options, scopes: new Set([one, named]) }),
    // @ts-expect-error An undocumented scope belongs in undocumentedScopes.
    new AuthorizationRequest({ ...options, scopes: ["notes:readx"] }),
    new AuthorizationRequest({ ...options, undocumentedScopes: ["other"] }),
    // @ts-expect-error There is no such option.
    new AuthorizationRequest({ ...options, scope: [one] }),
    // @ts-expect-error The scheme is https or http.
    new AuthorizationRequest({ ...options, scheme: "ftp" }),
  ];
}

export function token(granted: AccessToken): unknown[] {
  // @ts-expect-error A token is read-only.
  granted.tokenType = "mac";
  // @ts-expect-error The expiry is unknown if the response does not contain it.
  const expiresAt: number = granted.expiresAt;
  // @ts-expect-error It is not always known whether the token has expired.
  const expired: boolean = granted.isExpired();
  return [expiresAt, expired];
}
