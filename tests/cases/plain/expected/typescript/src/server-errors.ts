// Generated from spec.yaml; edit that and run `make generate`.

/** What to do about each error code that the server can return. */
export const REMEDIES: Readonly<Record<string, string>> = {
  access_denied: "ask them",
};
