/**
 * Uses each grant with the clients of npm, and prints the outcome of each as JSON: "ok" or the error.
 *
 * The argument is JSON with the URLs of the mock server, and an application with a secret and one without.
 */
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";

const { url, resource, confidential, isPublic } = JSON.parse(process.argv[2]);
const REDIRECT = "http://127.0.0.1:4321/callback";
const INSECURE = { [oauth.allowInsecureRequests]: true };

/** Changes the mock server, and returns what it returned. */
async function control(action, members) {
  const response = await fetch(`${url}/_mock/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(members),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(error);
  return result;
}

/** Checks that the resource accepts a token, or that it does not. */
async function call(token, status = 200) {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(resource, { headers });
  if (response.status !== status)
    throw new Error(`the API responded with ${response.status}`);
}

/** Returns the grants of oauth4webapi for a client with this way to authenticate. */
async function oauth4webapi(client, authentication) {
  const issuer = new URL(url);
  const read = async () =>
    oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, {
        ...INSECURE,
        algorithm: "oauth2",
      }),
    );
  const server = await read();
  const code = async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const begun = new URL(server.authorization_endpoint);
    begun.search = new URLSearchParams({
      client_id: client.client_id,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: "read",
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }).toString();
    const redirect = new URL(await control("approve", { url: begun.href }));
    const parameters = oauth.validateAuthResponse(
      server,
      client,
      redirect,
      state,
    );
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      REDIRECT,
      verifier,
      INSECURE,
    );
    const token = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      response,
    );
    await call(token.access_token);
    return token;
  };
  const refresh = async (token) => {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication,
      token.refresh_token,
      INSECURE,
    );
    const renewed = await oauth.processRefreshTokenResponse(
      server,
      client,
      response,
    );
    await call(renewed.access_token);
    return renewed;
  };
  const own = async () => {
    const parameters = new URLSearchParams({ scope: "write" });
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      authentication,
      parameters,
      INSECURE,
    );
    const token = await oauth.processClientCredentialsResponse(
      server,
      client,
      response,
    );
    await call(token.access_token);
  };
  const device = async () => {
    const parameters = new URLSearchParams({ scope: "read" });
    const began = await oauth.processDeviceAuthorizationResponse(
      server,
      client,
      await oauth.deviceAuthorizationRequest(
        server,
        client,
        authentication,
        parameters,
        INSECURE,
      ),
    );
    const poll = async () =>
      oauth.processDeviceCodeResponse(
        server,
        client,
        await oauth.deviceCodeGrantRequest(
          server,
          client,
          authentication,
          began.device_code,
          INSECURE,
        ),
      );
    await expectError(poll(), "authorization_pending");
    await control("approve_device", { user_code: began.user_code });
    await control("advance", { seconds: began.interval });
    await call((await poll()).access_token);
  };
  const revoke = async (token) => {
    const response = await oauth.revocationRequest(
      server,
      client,
      authentication,
      token.refresh_token,
      INSECURE,
    );
    await oauth.processRevocationResponse(response);
    await call(token.access_token, 401);
  };
  return {
    metadata: read,
    code,
    refresh,
    client_credentials: own,
    device,
    revocation: revoke,
  };
}

/** Checks that a promise is rejected with an OAuth error. */
async function expectError(promise, code) {
  const error = await promise.then(
    () => undefined,
    (reason) => reason.error,
  );
  if (error !== code) throw new Error(`expected ${code}, got ${error}`);
}

/** Returns the grants of openid-client for a client with this way to authenticate. */
async function openidClient(client, authentication) {
  const read = () =>
    openid.discovery(
      new URL(url),
      client.client_id,
      undefined,
      authentication,
      {
        algorithm: "oauth2",
        execute: [openid.allowInsecureRequests],
      },
    );
  const server = await read();
  const code = async () => {
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const begun = openid.buildAuthorizationUrl(server, {
      redirect_uri: REDIRECT,
      scope: "read",
      state,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const redirect = new URL(await control("approve", { url: begun.href }));
    const token = await openid.authorizationCodeGrant(server, redirect, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    await call(token.access_token);
    return token;
  };
  const refresh = async (token) => {
    const renewed = await openid.refreshTokenGrant(server, token.refresh_token);
    await call(renewed.access_token);
    return renewed;
  };
  const own = async () => {
    const token = await openid.clientCredentialsGrant(server, {
      scope: "write",
    });
    await call(token.access_token);
  };
  const device = async () => {
    await control("configure", { interval: 1 });
    const began = await openid.initiateDeviceAuthorization(server, {
      scope: "read",
    });
    const polled = openid.pollDeviceAuthorizationGrant(server, began);
    await control("approve_device", { user_code: began.user_code });
    await call((await polled).access_token);
  };
  const revoke = async (token) => {
    await openid.tokenRevocation(server, token.refresh_token);
    await call(token.access_token, 401);
  };
  return {
    metadata: read,
    code,
    refresh,
    client_credentials: own,
    device,
    revocation: revoke,
  };
}

/** Returns the outcome of each grant, in the order in which they depend on each other. */
async function outcomes(make, client, authentication) {
  const found = {};
  let grants;
  let token;
  for (const name of [
    "metadata",
    "code",
    "refresh",
    "client_credentials",
    "device",
    "revocation",
  ]) {
    try {
      grants ??= await make(client, authentication);
      token = (await grants[name](token)) ?? token;
      found[name] = "ok";
    } catch (error) {
      found[name] =
        `${error.error ?? error.code ?? ""} ${error.message}`.trim();
    }
  }
  return found;
}

const { id, secret } = confidential;
const withSecret = { client_id: id };
const without = { client_id: isPublic };
console.log(
  JSON.stringify({
    "oauth4webapi, basic": await outcomes(
      oauth4webapi,
      withSecret,
      oauth.ClientSecretBasic(secret),
    ),
    "oauth4webapi, post": await outcomes(
      oauth4webapi,
      withSecret,
      oauth.ClientSecretPost(secret),
    ),
    "oauth4webapi, none": await outcomes(oauth4webapi, without, oauth.None()),
    "openid-client, basic": await outcomes(
      openidClient,
      withSecret,
      openid.ClientSecretBasic(secret),
    ),
    "openid-client, post": await outcomes(
      openidClient,
      withSecret,
      openid.ClientSecretPost(secret),
    ),
    "openid-client, none": await outcomes(openidClient, without, openid.None()),
  }),
);
