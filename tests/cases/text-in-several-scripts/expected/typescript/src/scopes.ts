// Generated from tests/cases/text-in-several-scripts/spec.yaml; edit that and run `make generate`.
// The documented scopes of the Example API, with what each permits.

import type { ScopeFacts } from "./runtime/scope.js";

/** The documented scopes by their names in the URL, in the documented order. */
export const Scope = {
  /**
   * Notizen lesen | \*alle\*, _auch_ \[fremde\](javascript:alert(1))
   * \<script\>alert(1)\</script\>.
   */
  NOTES_READ: "notes:read",

  /** Write notes. */
  NOTES_WRITE: "notes:write",
} as const;

/** The name of a documented scope. */
export type Scope = (typeof Scope)[keyof typeof Scope];

/** The documented facts of each scope. */
export const scopeFacts: Readonly<Record<Scope, ScopeFacts>> = {
  [Scope.NOTES_READ]: {
    summary:
      "Notizen lesen | *alle*, _auch_ [fremde](javascript:alert(1)) " +
      "<script>alert(1)</script>.",
    permits: ["read notes"],
    reach: "{{ request.url }} {% raw %} {# note #} ${HOME} $(id) %s {0}",
    story: "Erste Zeile.\nZweite Zeile mit \"\"\" und ''' am Ende\\",
  },
  [Scope.NOTES_WRITE]: {
    summary: "Write notes.",
    permits: ["write notes"],
    reach: "Your own.",
    story:
      "# keine Überschrift\n- keine Liste\n> kein Zitat\n1. keine Nummer\n\n    " +
      "kein Code",
  },
};
