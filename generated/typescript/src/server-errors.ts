// Generated from spec/imagen.yaml; edit that and run `make generate`.

/** What to do about each error code that the server can return. */
export const REMEDIES: Readonly<Record<string, string>> = {
  invalid_request:
    "Build the URL anew and open it as it is; check what was added as an " +
    "extra parameter.",
  unauthorized_client:
    "Check the API key, and that the application is registered as an " +
    "installed application.",
  access_denied:
    "Ask the person; where it was a mistake, start again with a new request.",
  unsupported_response_type:
    "Ask the operator of the domain which grant the application is set up for.",
  invalid_scope:
    "Assign the scope to the application in the Media Control Centre first, " +
    "or leave it out.",
  server_error:
    "Try again later with a new request; tell the operator of the domain if " +
    "it goes on.",
  temporarily_unavailable: "Wait, then try again with a new request.",
};
