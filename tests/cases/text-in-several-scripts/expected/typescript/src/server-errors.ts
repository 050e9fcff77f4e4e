// Generated from tests/cases/text-in-several-scripts/spec.yaml; edit that and run `make generate`.

/** What to do about each error code that the server can report. */
export const REMEDIES: Readonly<Record<string, string>> = {
  access_denied:
    "Frag sie: a\\tb ist kein Tabulator; \\N{BULLET} ist ein Name.",
};
