// Generated from tests/cases/state-in-query/spec.yaml; edit that and run `make generate`.

/** What to do about each error code that the server can report. */
export const REMEDIES: Readonly<Record<string, string>> = {
  access_denied: "Ask them.",
};
