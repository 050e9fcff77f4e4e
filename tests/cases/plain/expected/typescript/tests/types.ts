// Generated from spec.yaml; edit that and run `make generate`.
// What the compiler rejects and accepts: compiling this file is the test, and nothing runs.

import {
  type AccessToken,
  AuthorizationRequest,
  type AuthorizationRequestOptions,
  Scope,
} from "../src/index.js";
import { fault, type OAuthError } from "../src/runtime/errors.js";
import {
  CLIENT_ID_EMPTY,
  RESERVED_PARAM,
  URL_TOO_LONG,
} from "../src/runtime/messages.js";

export const one: Scope = Scope.NOTES_READ;
export const named: Scope = "notes:read";
// @ts-expect-error No scope has this name.
export const misspelled: Scope = "notes:readx";

export function scopes(options: AuthorizationRequestOptions): unknown[] {
  return [
    new AuthorizationRequest({ ...options, scopes: new Set([one, named]) }),
    // @ts-expect-error A scope that is not documented belongs in undocumentedScopes.
    new AuthorizationRequest({ ...options, scopes: ["notes:readx"] }),
    new AuthorizationRequest({ ...options, undocumentedScopes: ["other"] }),
    // @ts-expect-error There is no such option.
    new AuthorizationRequest({ ...options, scope: [one] }),
    // @ts-expect-error Only https and http are schemes here.
    new AuthorizationRequest({ ...options, scheme: "ftp" }),
  ];
}

export function token(granted: AccessToken): unknown[] {
  // @ts-expect-error The properties of a token are read-only.
  granted.tokenType = "mac";
  // @ts-expect-error The expiry is unknown if the response does not contain it.
  const expiresAt: number = granted.expiresAt;
  // @ts-expect-error It is not always known whether a token has expired.
  const expired: boolean = granted.isExpired();
  return [expiresAt, expired];
}

export function errors(): OAuthError[] {
  return [
    fault(URL_TOO_LONG),
    fault(CLIENT_ID_EMPTY, "clientId"),
    fault(RESERVED_PARAM, "extraParameters", { name: "state" }),
    // @ts-expect-error The message names the argument.
    fault(CLIENT_ID_EMPTY),
    // @ts-expect-error The message has a placeholder that is not filled.
    fault(RESERVED_PARAM, "extraParameters"),
    // @ts-expect-error The message has no such placeholder.
    fault(RESERVED_PARAM, "extraParameters", { name: "state", value: "1" }),
  ];
}
