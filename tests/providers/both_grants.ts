// What the compiler accepts and rejects of a package with two grants: compiling it is the test.

import {
  type AccessToken,
  type AuthorizationRequest,
  ImplicitAuthorizationRequest,
  type ImplicitAuthorizationRequestOptions,
  type OAuthClient,
} from "./acacia/typescript/src/index.js";

export async function code(client: OAuthClient): Promise<unknown[]> {
  const request: AuthorizationRequest = await client.authorizationRequest({
    theme: "dark",
    codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  });
  const verifier: string = request.codeVerifier;
  // @ts-expect-error The response to this request has no token.
  const token: unknown = request.parseRedirect("");
  // @ts-expect-error The request of a code is asynchronous.
  const url: string = client.authorizationRequest().url;
  return [verifier, token, url];
}

export function implicit(
  client: OAuthClient,
  options: ImplicitAuthorizationRequestOptions,
): unknown[] {
  const request: ImplicitAuthorizationRequest =
    client.implicitAuthorizationRequest({ theme: "light", scopes: ["read"] });
  const token: AccessToken = request.parseRedirect("https://app.example.com/");
  // @ts-expect-error Only a code has a verifier.
  client.implicitAuthorizationRequest({ codeVerifier: "v" });
  // @ts-expect-error The theme is light or dark.
  client.implicitAuthorizationRequest({ theme: "blue" });
  // @ts-expect-error A request without a client needs its options.
  const other = new ImplicitAuthorizationRequest({ theme: "dark" });
  // @ts-expect-error Only the request of a code has a verifier.
  const verifier: unknown = request.codeVerifier;
  return [token, other, verifier, new ImplicitAuthorizationRequest(options)];
}
