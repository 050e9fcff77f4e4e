// The JSON objects in a text, and their members in order, including those with the same name.

import { MAX_JSON_DEPTH } from "./protocol.js";

/** A name and its value. */
export type Member = readonly [name: string, value: unknown];

const STRING_OR_MARK = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;
const STRING_OR_BRACKET = /"[^"\\]*(?:\\[^][^"\\]*)*"?|[[\]{}]/g;

/**
 * Yields each part of text from a `{` to its `}`, in time linear to its length.
 *
 * A part may still be malformed. The search ends at a `{` that is never closed, and at
 * brackets that nest more than 64 deep.
 */
export function* objects(text: string): Generator<string, void, undefined> {
  let start = text.indexOf("{");
  while (start >= 0) {
    const end = endOfObject(text, start);
    if (end === undefined) {
      return;
    }
    yield text.slice(start, end);
    start = text.indexOf("{", end);
  }
}

/** Returns the members, or undefined if text is not an object or nests over 64 deep. */
export function readMembers(text: string): Member[] | undefined {
  if (
    !text.startsWith("{") ||
    endOfObject(text, 0) !== text.length ||
    !isJson(text)
  ) {
    return undefined;
  }
  // JSON.parse keeps the last of two members with one name, so each is read separately.
  return splitMembers(text).flatMap((member) =>
    Object.entries(JSON.parse(`{${member}}`) as Record<string, unknown>),
  );
}

function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text
    .slice(start)
    .matchAll(STRING_OR_BRACKET)) {
    if (token === "{" || token === "[") {
      depth += 1;
    } else if (token === "}" || token === "]") {
      depth -= 1;
    }
    if (depth > MAX_JSON_DEPTH) {
      return undefined;
    }
    if (depth === 0) {
      return start + index + token.length;
    }
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns the texts between the commas of a well-formed object. */
function splitMembers(text: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  for (const { 0: token, index } of text.matchAll(STRING_OR_MARK)) {
    if (depth === 1 && (token === "," || token === "}")) {
      members.push(text.slice(start, index));
      start = index + 1;
    }
    if (token === "{" || token === "[") {
      depth += 1;
    } else if (token === "}" || token === "]") {
      depth -= 1;
    }
  }
  return members;
}
