// The members of a JSON object in their order, each of those with the same name too.

/** A name and its value. */
export type Member = readonly [name: string, value: unknown];

const MAX_DEPTH = 64;
const STRING_OR_MARK = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;

/** Returns the members, or undefined for what is no object or nests over 64 deep. */
export function readMembers(text: string): Member[] | undefined {
  if (!text.startsWith("{") || !isJson(text)) {
    return undefined;
  }
  // JSON.parse keeps the last of two members with one name, so each is read by itself.
  return splitMembers(text)?.flatMap((member) =>
    Object.entries(JSON.parse(`{${member}}`) as Record<string, unknown>),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns what stands between the commas of a well-formed object. */
function splitMembers(text: string): string[] | undefined {
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
    if (depth > MAX_DEPTH) {
      return undefined;
    }
  }
  return members;
}
