// Generated from spec/imagen.yaml; edit that and run `make generate`.
// The documented scopes of the Imagen API, with what each one permits.

import type { ScopeFacts } from "./runtime/scope.js";

/** The documented scopes by their names in the URL, in the documented order. */
export const Scope = {
  /** See records, media, and collections. */
  READ_USERS_DATA: "readUsersData",

  /** See and change records, media, and collections. */
  MODIFY_USERS_DATA: "modifyUsersData",

  /** See and manage jobs and workflows. */
  MANAGE_JOBS: "manageJobs",

  /** Look up users and groups. */
  ROLES: "roles",

  /** Create and manage workflow jobs. */
  CREATE_JOBS: "createJobs",

  /** Change users and send them email. */
  MODIFY_ROLES: "modifyRoles",
} as const;

/** The name of a documented scope. */
export type Scope = (typeof Scope)[keyof typeof Scope];

/** What is documented about each scope. */
export const scopeFacts: Readonly<Record<Scope, ScopeFacts>> = {
  [Scope.READ_USERS_DATA]: {
    summary: "See records, media, and collections.",
    permits: ["view records", "view media", "view collections"],
    reach: "Data that the application's creator can see.",
    story:
      "The application can read all data that the user who created it has " +
      "access to.",
  },
  [Scope.MODIFY_USERS_DATA]: {
    summary: "See and change records, media, and collections.",
    permits: [
      "view records",
      "view media",
      "view collections",
      "modify records",
      "modify media",
      "modify collections",
    ],
    reach: "Data that the application's creator can change.",
    story:
      "The application can change all data that the user who created it has " +
      "access to.",
  },
  [Scope.MANAGE_JOBS]: {
    summary: "See and manage jobs and workflows.",
    permits: ["view jobs", "view workflows", "manage jobs", "manage workflows"],
    reach: "Jobs that the application's creator can see.",
    story:
      "The application can read every job that the user who created it can " +
      "see.",
  },
  [Scope.ROLES]: {
    summary: "Look up users and groups.",
    permits: ["search for users", "search for groups"],
    reach: "Users and groups that the application's creator can see.",
    story:
      "The application can view every user and group that the user who " +
      "created it can see.",
  },
  [Scope.CREATE_JOBS]: {
    summary: "Create and manage workflow jobs.",
    permits: ["create workflow jobs", "manage workflow jobs"],
    reach: "Jobs that the application's creator owns.",
    story:
      "The application can create jobs and manage those that the user who " +
      "created it owns.",
  },
  [Scope.MODIFY_ROLES]: {
    summary: "Change users and send them email.",
    permits: ["modify users", "email users"],
    reach: "Users whom the application's creator has permission to modify.",
    story:
      "The application can change every user whom the user who created it has " +
      "permission to modify.",
  },
};
