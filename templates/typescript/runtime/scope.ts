// Scopes: what is documented of one, and which of them a request asks for.

import { SPACES, trim } from "./characters.js";
import { requireItems, requireText } from "./checks.js";
import { OAuthError } from "./errors.js";

/** What is documented of a scope. */
export interface ScopeFacts {
  /** What it is for, in a short sentence. */
  readonly summary: string;
  /** What it permits, each a verb with a resource. */
  readonly permits: readonly string[];
  /** Which of these resources it reaches. */
  readonly reach: string;
  /** What an application can do with it. */
  readonly story: string;
}

const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const SPACE = new RegExp(`[${SPACES}]`);

/**
 * Returns each scope once: documented ones in that order, then the others.
 *
 * @throws OAuthError - `unknown_scope` for one of scopes that is not documented,
 * `invalid_scope_token` for an undocumented one that RFC 6749 §3.3 rules out.
 */
export function selectScopes(
  scopes: Iterable<string>,
  undocumented: Iterable<string>,
  documented: readonly string[],
): readonly string[] {
  const known = new Set(documented);
  const chosen = namesOf(scopes, "scopes");
  const unknown = chosen.findIndex((name) => !known.has(name));
  if (unknown !== -1) {
    throw unknownScope(unknown, chosen[unknown] ?? "", documented);
  }
  const others = namesOf(undocumented, "undocumentedScopes");
  const malformed = others.findIndex((name) => !isScopeToken(name));
  if (malformed !== -1) {
    throw new OAuthError(
      "invalid_scope_token",
      `undocumentedScopes[${String(malformed)}] cannot be a scope`,
      "write one name an item: ASCII without blanks, quotes and backslashes",
    );
  }
  const asked = new Set([...chosen, ...others]);
  return Object.freeze([
    ...documented.filter((name) => asked.has(name)),
    ...[...asked].filter((name) => !known.has(name)),
  ]);
}

/** Returns whether text is a scope-token of RFC 6749 §3.3. */
export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}

function namesOf(values: unknown, argument: string): string[] {
  if (typeof values === "string") {
    throw new TypeError(
      `${argument} must be a list: write ${argument}: ["..."]`,
    );
  }
  const items = requireItems(values, argument, "a list of names");
  return [...items].map((value, index) =>
    requireText(value, `${argument}[${String(index)}]`),
  );
}

function unknownScope(
  index: number,
  name: string,
  documented: readonly string[],
): OAuthError {
  const letters = lettersOf(name);
  const near = documented.find((scope) => isNear(letters, lettersOf(scope)));
  let hint =
    `choose from ${documented.join(", ")}; one that is not documented goes ` +
    "into undocumentedScopes";
  if (SPACE.test(trim(name, SPACES))) {
    hint = "write each scope as an item of its own";
  } else if (near !== undefined) {
    hint = `did you mean '${near}'?`;
  }
  const message = `scopes[${String(index)}] is not documented`;
  return new OAuthError("unknown_scope", message, hint);
}

/** Returns whether two texts differ in two letters at most. */
function isNear(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 2 && distance(one, other) <= 2;
}

/** Returns a name without its case and punctuation. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Returns Levenshtein's distance. */
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
