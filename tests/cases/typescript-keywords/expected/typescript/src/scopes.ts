// Generated from tests/cases/typescript-keywords/spec.yaml; edit that and run `make generate`.
// The documented scopes of the Example API, with what each permits.

import type { ScopeFacts } from "./runtime/scope.js";

/** The documented scopes by their names in the URL, in the documented order. */
export const Scope = {
  /** Use it. */
  CLASS: "class",

  /** Use it. */
  UNDEFINED: "undefined",

  /** Use it. */
  IMPORT: "import",

  /** Use it. */
  CONSTRUCTOR: "constructor",

  /** Use it. */
  NAME: "name",

  /** Use it. */
  VALUE: "value",
} as const;

/** The name of a documented scope. */
export type Scope = (typeof Scope)[keyof typeof Scope];

/** The documented facts of each scope. */
export const scopeFacts: Readonly<Record<Scope, ScopeFacts>> = {
  [Scope.CLASS]: {
    summary: "Use it.",
    permits: ["use notes"],
    reach: "All of them.",
    story: "It can be used.",
  },
  [Scope.UNDEFINED]: {
    summary: "Use it.",
    permits: ["use notes"],
    reach: "All of them.",
    story: "It can be used.",
  },
  [Scope.IMPORT]: {
    summary: "Use it.",
    permits: ["use notes"],
    reach: "All of them.",
    story: "It can be used.",
  },
  [Scope.CONSTRUCTOR]: {
    summary: "Use it.",
    permits: ["use notes"],
    reach: "All of them.",
    story: "It can be used.",
  },
  [Scope.NAME]: {
    summary: "Use it.",
    permits: ["use notes"],
    reach: "All of them.",
    story: "It can be used.",
  },
  [Scope.VALUE]: {
    summary: "Use it.",
    permits: ["use notes"],
    reach: "All of them.",
    story: "It can be used.",
  },
};
