// Generated from spec/imagen.yaml; edit that and run `make generate`.

/** What to do about each error code that the server can return. */
export const REMEDIES: Readonly<Record<string, string>> = {
  invalid_request:
    "Build the URL again and open it unchanged. Check the extra parameters.",
  unauthorized_client:
    "Check the API key. Check that the application is registered as an " +
    "installed application.",
  access_denied: "If that was a mistake, log in again.",
  unsupported_response_type:
    "Ask the operator of the domain which grant the application can use.",
  invalid_scope:
    "Assign the scope to the application in the Media Control Centre first, " +
    "or omit it.",
  server_error:
    "Try again later with a new request. If the error persists, tell the " +
    "operator of the domain.",
  temporarily_unavailable: "Wait, and then try again with a new request.",
};
