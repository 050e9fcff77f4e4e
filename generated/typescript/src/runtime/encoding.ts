// Percent-encoding of text as UTF-8, and its strict reverse (RFC 3986 §2).

import { OAuthError } from "./errors.js";

// Most names and values; of these nothing is encoded.
const PLAIN = /^[A-Za-z0-9\-._~:]*$/;
const BARE_TOO_MUCH = /[!'()*]/g;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
// Where a pair is read as one code point, only lone surrogates are left.
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Returns text with all but unreserved characters and `:` as `%XX`.
 *
 * The text must hold no lone surrogate; the checks of values see to that.
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
 * Returns text with every `%XX` decoded; place names it in an error.
 *
 * @throws OAuthError - `bad_percent_encoding` where two hexadecimal digits do not
 * follow a `%`, `bad_encoding` where the bytes are not UTF-8 (RFC 3629).
 */
export function percentDecode(text: string, place: string): string {
  if (BAD_ESCAPE.test(text)) {
    throw new OAuthError(
      "bad_percent_encoding",
      `${place} has a % that no two hexadecimal digits follow`,
      "copy the whole answer again; its end may be missing",
    );
  }
  const decoded = tryPercentDecode(text);
  if (decoded === undefined) {
    throw new OAuthError(
      "bad_encoding",
      `${place} is not UTF-8`,
      "copy the answer again from where it was first shown",
    );
  }
  return decoded;
}

/** Returns text with every `%XX` decoded, or undefined where it is malformed. */
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

/** Returns whether text can be written as UTF-8: it has no lone surrogate. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

function escapeAscii(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
