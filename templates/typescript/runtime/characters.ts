// The sets of characters that are pasted along with a response.

/** What separates words within a line. */
export const BLANKS =
  "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006" +
  "\u2007\u2008\u2009\u200a\u202f\u205f\u3000";

/** What ends a line. */
export const BREAKS = "\n\v\f\r\u0085\u2028\u2029";

/** Blanks, breaks and the information separators, which are neither. */
export const SPACES = BLANKS + BREAKS + "\u001c\u001d\u001e\u001f";

/**
 * What no URI contains (RFC 3986 §2) and ends a value, as part of a character class.
 *
 * Spaces, line breaks, and non-ASCII characters are not in it.
 */
export const STOPS = '"<>`\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f';

/** What a terminal adds around pasted text in bracketed paste mode. */
export const PASTE_MARKS: readonly string[] = [
  "\u001b[200~",
  "\u001b[201~",
  "\u009b200~",
  "\u009b201~",
];

/** Soft hyphen, zero-width characters, word joiner, bidi marks, byte order mark. */
export const INVISIBLE =
  "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e" +
  "\u2060\u2066\u2067\u2068\u2069\ufeff";

/** Quotation marks: straight, typographic, CJK. */
export const QUOTES =
  "\"'`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f" +
  "\u2039\u203a\u300c\u300d\u300e\u300f\u301d\u301e\u301f\uff02\uff07";

/** What a program writes in place of text that it omits. */
export const CUT_MARKS: readonly string[] = [
  "\u2026",
  "\u22ef",
  "\u2025",
  "...",
];

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
