// `node oidc_provider.mjs REDIRECT_URI…` runs oidc-provider on a free port of this machine, and prints the port.
//
// PKCE is required, refresh tokens rotate, and a code or a refresh token that is used twice revokes its grant.
import { createServer } from "node:http";

import { Provider } from "oidc-provider";

const REDIRECT_URIS = process.argv.slice(2);
const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

function application(id, method, further = {}) {
  const secret = method === "none" ? {} : { client_secret: "p+q:r/s=% x" };
  const own = method === "none" ? [] : ["client_credentials"];
  return {
    client_id: id,
    ...secret,
    token_endpoint_auth_method: method,
    grant_types: ["authorization_code", "refresh_token", DEVICE, ...own],
    redirect_uris: REDIRECT_URIS,
    response_types: ["code"],
    ...further,
  };
}

const provider = new Provider("https://idp.example", {
  clients: [
    application("app/1 x", "client_secret_basic"),
    application("app-post", "client_secret_post"),
    application("app-public", "none", { application_type: "native" }),
  ],
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true },
    revocation: { enabled: true },
  },
  issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  scopes: ["openid", "offline_access", "read"],
  ttl: { AccessToken: 600, ClientCredentials: 600, DeviceCode: 60 },
});

const server = createServer(provider.callback());
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
