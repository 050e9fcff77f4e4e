// Generated from spec/imagen.yaml; edit that and run `make generate`.

/** What to do about each error code that the server can return. */
export const REMEDIES: Readonly<Record<string, string>> = {
  invalid_request:
    "build the URL again and open it unchanged; check the extra parameters",
  unauthorized_client:
    "check the API key; check that the application is registered as an " +
    "installed application",
  access_denied: "if that was a mistake, log in again",
  unsupported_response_type:
    "ask the operator of the domain which grant the application can use",
  invalid_scope:
    "assign the scope to the application in the Media Control Centre first, " +
    "or omit it",
  server_error:
    "try again later with a new request; if the error persists, tell the " +
    "operator of the domain",
  temporarily_unavailable: "wait, and then try again with a new request",
};
