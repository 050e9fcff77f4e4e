// Percent-encoding of text as UTF-8, and its strict reverse (RFC 3986 §2).

import { fault } from "./errors.js";
import { BAD_ENCODING_NOT_UTF8, BAD_PERCENT_ENCODING } from "./messages.js";
import { BARE_CHARACTERS, READ_NAMES } from "./protocol.js";

// Most names and values, which stay as they are.
const PLAIN = /* @__PURE__ */ new RegExp(`^[${BARE_CHARACTERS}]*$`);
const BARE_TOO_MUCH = /[!'()*]/g;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
// With the flag u, a pair is one code point, so only lone surrogates match.
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Returns text with all but unreserved characters and `:` as `%XX`.
 *
 * The text must not contain a lone surrogate, which the checks of values ensure.
 */
export function percentEncode(text: string): string {
  if (PLAIN.test(text)) {
    return text;
  }
  return encodeURIComponent(text)
    .replace(BARE_TOO_MUCH, escapeAscii)
    .replaceAll("%3A", ":");
}

/**
 * Returns text with every `%XX` decoded; parameter names it in an error.
 *
 * @throws OAuthError - `bad_percent_encoding` if a `%` is not followed by two hex
 * digits, `bad_encoding` if the bytes are not UTF-8 (RFC 3629).
 */
export function percentDecode(text: string, parameter: string): string {
  if (BAD_ESCAPE.test(text)) {
    throw fault(BAD_PERCENT_ENCODING, undefined, { parameter });
  }
  const decoded = tryPercentDecode(text);
  if (decoded === undefined) {
    throw fault(BAD_ENCODING_NOT_UTF8, undefined, { parameter });
  }
  return decoded;
}

/** Returns text with every `%XX` decoded, or undefined if it is malformed. */
export function tryPercentDecode(text: string): string | undefined {
  if (!isWellFormed(text)) {
    return undefined;
  }
  if (!text.includes("%")) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Returns whether text can be encoded as UTF-8: it has no lone surrogate. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

function escapeAscii(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * Returns whether text looks like UTF-16 that was decoded as UTF-8 or ASCII.
 *
 * Each ASCII character then has a NUL next to it, so no name is whole.
 */
export function isUtf16(text: string): boolean {
  return text.includes("\0") && !READ_NAMES.some((name) => text.includes(name));
}
