// Scopes: what is documented about each, and which ones a request asks for.

import { SPACES, trim, whole } from "./characters.js";
import { requireItems, requireText, typeFault } from "./checks.js";
import { fault, type OAuthError } from "./errors.js";
import {
  INVALID_SCOPE_TOKEN_ARGUMENT,
  INVALID_SCOPE_TOKEN_SEPARATOR,
  NOT_NAMES,
  ONE_NAME,
  SCOPES_EMPTY,
  UNKNOWN_SCOPE_NEAR,
  UNKNOWN_SCOPE_SEVERAL,
  UNKNOWN_SCOPE_UNKNOWN,
} from "./messages.js";
import { SCOPE_TOKEN_PATTERN } from "./protocol.js";

/** What is documented about a scope. */
export interface ScopeFacts {
  /** What it is for, in a short sentence. */
  readonly summary: string;
  /** What it permits: each item is a verb and a resource. */
  readonly permits: readonly string[];
  /** Which of these resources it applies to. */
  readonly reach: string;
  /** What an application can do with it. */
  readonly story: string;
}

const SCOPE_TOKEN = /* @__PURE__ */ whole(SCOPE_TOKEN_PATTERN);
const SEPARATORS = `${SPACES},`;
const SEPARATOR = /* @__PURE__ */ new RegExp(`[${SEPARATORS}]`);

/**
 * Returns each scope once: the documented ones in their order, then the others. The separator is
 * the one between two scopes of a request.
 *
 * @throws OAuthError - `unknown_scope` for an item of scopes that is not documented,
 * `invalid_scope_token` for an undocumented one that RFC 6749 §3.3 does not allow, or that
 * contains the separator.
 */
export function selectScopes(
  scopes: Iterable<string>,
  undocumented: Iterable<string>,
  documented: readonly string[],
  separator = " ",
): readonly string[] {
  const known = new Set(documented);
  const chosen = namesOf(scopes, "scopes");
  const unknown = chosen.findIndex((name) => !known.has(name));
  if (unknown !== -1) {
    throw unknownScope(unknown, chosen[unknown] ?? "", documented);
  }
  const others = scopeTokens(undocumented, "undocumentedScopes", separator);
  const requested = new Set([...chosen, ...others]);
  return Object.freeze([
    ...documented.filter((name) => requested.has(name)),
    ...[...requested].filter((name) => !known.has(name)),
  ]);
}

/**
 * Returns each scope once, in the order given, for a provider without a list of scopes.
 *
 * @throws OAuthError - `invalid_scope_token` for one that RFC 6749 §3.3 does not allow, or that
 * contains the separator between two scopes of a request.
 */
export function freeScopes(
  scopes: Iterable<string>,
  separator = " ",
): readonly string[] {
  return Object.freeze([...new Set(scopeTokens(scopes, "scopes", separator))]);
}

/** Returns the scopes of a request, or the default ones if it names none. */
export function orDefault(
  scopes: readonly string[],
  defaults: readonly string[],
): readonly string[] {
  return scopes.length === 0 ? Object.freeze([...defaults]) : scopes;
}

/**
 * Returns the scopes of a request to a provider that requires one.
 *
 * @throws OAuthError - `scopes_empty`.
 */
export function requireScopes(scopes: readonly string[]): readonly string[] {
  if (scopes.length === 0) {
    throw fault(SCOPES_EMPTY, "scopes");
  }
  return scopes;
}

/** Returns whether text is a scope-token of RFC 6749 §3.3. */
export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}

/** Returns names that a request can join. No name that RFC 6749 §3.3 allows has a space. */
function scopeTokens(
  values: unknown,
  argument: string,
  separator: string,
): string[] {
  const names = namesOf(values, argument);
  for (const [index, name] of names.entries()) {
    if (!isScopeToken(name)) {
      throw fault(INVALID_SCOPE_TOKEN_ARGUMENT, item(argument, index));
    }
    if (name.includes(separator)) {
      throw fault(INVALID_SCOPE_TOKEN_SEPARATOR, item(argument, index), {
        separator,
      });
    }
  }
  return names;
}

function namesOf(values: unknown, argument: string): string[] {
  if (typeof values === "string") {
    throw typeFault(ONE_NAME, argument);
  }
  return [...requireItems(values, argument, NOT_NAMES)].map((value, index) =>
    requireText(value, item(argument, index)),
  );
}

function unknownScope(
  index: number,
  name: string,
  documented: readonly string[],
): OAuthError {
  const argument = item("scopes", index);
  if (SEPARATOR.test(trim(name, SEPARATORS))) {
    return fault(UNKNOWN_SCOPE_SEVERAL, argument);
  }
  const letters = lettersOf(name);
  const near = documented.find((scope) => isNear(letters, lettersOf(scope)));
  return near === undefined
    ? fault(UNKNOWN_SCOPE_UNKNOWN, argument, {
        documented: documented.join(", "),
      })
    : fault(UNKNOWN_SCOPE_NEAR, argument, { suggestion: near });
}

function item(argument: string, index: number): string {
  return `${argument}[${String(index)}]`;
}

/** Returns whether two texts differ in at most two letters. */
function isNear(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 2 && distance(one, other) <= 2;
}

/** Returns a name in lowercase, without punctuation. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Returns the Levenshtein distance. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [i, a] of Array.from(one).entries()) {
    let left = i + 1;
    let diagonal = i;
    row = row.map((above, column) => {
      if (column > 0) {
        const replaced = diagonal + (a === other[column - 1] ? 0 : 1);
        left = Math.min(above + 1, left + 1, replaced);
      }
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? 0;
}
