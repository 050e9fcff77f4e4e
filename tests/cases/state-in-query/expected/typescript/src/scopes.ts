// Generated from tests/cases/state-in-query/spec.yaml; edit that and run `make generate`.
// The documented scopes of the Example API, with what each permits.

import type { ScopeFacts } from "./runtime/scope.js";

/** The documented scopes by their names in the URL, in the documented order. */
export const Scope = {
  /** Read notes. */
  NOTES_READ: "notes:read",

  /** Write notes. */
  NOTES_WRITE: "notes:write",
} as const;

/** The name of a documented scope. */
export type Scope = (typeof Scope)[keyof typeof Scope];

/** The documented facts of each scope. */
export const scopeFacts: Readonly<Record<Scope, ScopeFacts>> = {
  [Scope.NOTES_READ]: {
    summary: "Read notes.",
    permits: ["read notes"],
    reach: "All of them.",
    story: "The application can read notes.",
  },
  [Scope.NOTES_WRITE]: {
    summary: "Write notes.",
    permits: ["write notes"],
    reach: "Your own.",
    story: "The application can write notes.",
  },
};
