// `node bench/calls/node.mjs ROW SIDE PACKAGE VALUES` prints the time of one call or one import.
// PACKAGE is the URL of our compiled package, and VALUES contains those of values.py as JSON.

const [row, side, own, text] = process.argv.slice(2);
const values = JSON.parse(text);
const BATCH_MILLISECONDS = 40;
const BATCHES = 5;
const MODULES = {
  "imagen-oauth": own,
  "openid-client": "openid-client",
  oauth4webapi: "oauth4webapi",
  "client-oauth2": "client-oauth2",
  "empty module": "data:text/javascript,",
};
const server = {
  issuer: `https://${values.domain}`,
  authorization_endpoint: values.endpoint,
};
// An object that serves all requests is created before the call.
const CALLS = {
  url: {
    "imagen-oauth": ({ AuthorizationRequest }) => {
      const { domain, clientId, scopes, state } = values;
      return () =>
        new AuthorizationRequest({ domain, clientId, scopes, state }).url;
    },
    "openid-client": ({ Configuration, buildAuthorizationUrl }) => {
      const config = new Configuration(server, values.clientId);
      return () =>
        buildAuthorizationUrl(config, {
          response_type: "token",
          redirect_uri: values.redirectUri,
          state: values.state,
          scope: values.scopes.join(" "),
        }).href;
    },
    "client-oauth2": ({ default: Client }) => {
      const client = new Client({
        clientId: values.clientId,
        authorizationUri: values.endpoint,
        redirectUri: values.redirectUri,
        scopes: values.scopes,
      });
      return () => client.token.getUri({ state: values.state });
    },
    URLSearchParams: () => () =>
      `${values.endpoint}?${new URLSearchParams({
        response_type: "token",
        client_id: values.clientId,
        redirect_uri: values.redirectUri,
        state: values.state,
        scope: values.scopes.join(" "),
      }).toString()}`,
  },
  read: {
    "imagen-oauth": ({ AuthorizationRequest }) => {
      const { domain, clientId, scopes, state } = values;
      const request = new AuthorizationRequest({
        domain,
        clientId,
        scopes,
        state,
      });
      return () => request.parseRedirect(values.answer).reveal();
    },
    // It is for codes; in a response with a token, it checks only the state and the error.
    oauth4webapi: ({ validateAuthResponse }) => {
      const client = { client_id: values.clientId };
      return () =>
        validateAuthResponse(
          server,
          client,
          new URLSearchParams(new URL(values.answer).hash.slice(1)),
          values.state,
        ).get("access_token");
    },
    "client-oauth2": ({ default: Client }) => {
      const client = new Client({
        clientId: values.clientId,
        redirectUri: values.answer.split("#")[0],
        state: values.state,
      });
      return async () => (await client.token.getToken(values.answer)).accessToken;
    },
    URLSearchParams: () => () =>
      new URLSearchParams(new URL(values.answer).hash.slice(1)).get(
        "access_token",
      ),
  },
};

const start = performance.now();
const module = side === "URLSearchParams" ? {} : await import(MODULES[side]);
const imported = performance.now() - start;
console.log(row === "import" ? imported : await microseconds());

async function microseconds() {
  const call = CALLS[row][side](module);
  const wanted = row === "read" ? values.token : values.state;
  if (!(await call()).includes(wanted)) {
    throw new Error(`${side} did not do what it is measured for`);
  }
  let count = 1;
  while ((await batch(call, count)) < BATCH_MILLISECONDS) {
    count *= 2;
  }
  let least = Infinity;
  for (let n = 0; n < BATCHES; n += 1) {
    least = Math.min(least, await batch(call, count));
  }
  return (least / count) * 1000;
}

async function batch(call, count) {
  const begin = performance.now();
  for (let n = 0; n < count; n += 1) {
    const result = call();
    if (result instanceof Promise) {
      await result;
    }
  }
  return performance.now() - begin;
}
