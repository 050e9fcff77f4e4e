// Generated from spec.yaml; edit that and run `make generate`.
// What the compiler refuses and takes: compiling this file is the test, nothing here runs.

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
    // @ts-expect-error A scope that is not documented goes elsewhere.
    new AuthorizationRequest({ ...options, scopes: ["notes:readx"] }),
    new AuthorizationRequest({ ...options, undocumentedScopes: ["other"] }),
    // @ts-expect-error There is no such option.
    new AuthorizationRequest({ ...options, scope: [one] }),
    // @ts-expect-error Nothing but https and http is a scheme here.
    new AuthorizationRequest({ ...options, scheme: "ftp" }),
  ];
}

export function token(granted: AccessToken): unknown[] {
  // @ts-expect-error Nothing of a token can be replaced.
  granted.tokenType = "mac";
  // @ts-expect-error The expiry is not known where the answer did not name it.
  const expiresAt: number = granted.expiresAt;
  // @ts-expect-error Whether it has expired is not always known.
  const expired: boolean = granted.isExpired();
  return [expiresAt, expired];
}
