// Prints what each of two requests of one client does with a redirect, one line of JSON.

const { AccessToken, ImplicitAuthorizationRequest, OAuthClient } = await import(
  process.argv[2]
);
const client = new OAuthClient({ clientId: "k" });
const request = client.implicitAuthorizationRequest({
  scopes: ["read"],
  state: "s",
});
const redirect = (state) =>
  `https://app.example.com/#access_token=abc&token_type=bearer&state=${state}`;

function said(attempt) {
  try {
    return attempt();
  } catch (error) {
    return [error.name, error.code ?? error.message];
  }
}

const token = request.parseRedirect(redirect("s"));
const code = await client.authorizationRequest({ state: "s" });
console.log(
  JSON.stringify([
    [token instanceof AccessToken, token.reveal(), [...token.scopes]],
    said(() => request.parseRedirect(redirect("other"))),
    said(() => client.implicitAuthorizationRequest({ codeVerifier: "v" })),
    said(() => new ImplicitAuthorizationRequest({ client_id: "k" })),
    [code instanceof ImplicitAuthorizationRequest, "parseRedirect" in code],
    String(request),
    String(code),
  ]),
);
