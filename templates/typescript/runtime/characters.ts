// Sets of characters: removing them from a text, and matching a whole text.

import { BLANKS, BREAKS } from "./protocol.js";

/** Blanks, breaks, and the information separators, which are neither. */
export const SPACES = `${BLANKS}${BREAKS}\u001c\u001d\u001e\u001f`;

/** Returns an expression that matches a text if the whole text matches pattern. */
export function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

/** Returns text without those characters at its ends. */
export function trim(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) {
    start += 1;
  }
  return trimEnd(text.slice(start), characters);
}

/**
 * Returns text without those characters at its end.
 *
 * A regular expression would also search each such run within the text, starting at
 * each of its characters.
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}

/** Returns the number of code points; a surrogate pair is one. */
export function countCodePoints(text: string): number {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g) ?? [];
  return text.length - pairs.length;
}
