// Generated from spec/protocol/; edit that and run `make generate`.
// The limits, characters, and names that every binding of this package shares.

/** The longest authorization URL. */
export const MAX_URL_CHARACTERS = 8_000;

/** The longest text that is read as a response, in code points. */
export const MAX_RESPONSE_CHARACTERS = 65_536;

/** The most parameters that a response can have. */
export const MAX_RESPONSE_PARAMETERS = 64;

/** The length to which a server's text is truncated. */
export const MAX_DESCRIPTION_CHARACTERS = 1_000;

/** The longest lifetime in seconds. A longer one is capped. */
export const MAX_EXPIRES_IN = 2_147_483_647;

/**
 * The end of the year 9999 in Unix seconds, the last time that a date can show.
 */
export const LAST_SECOND = 253_402_300_799;

/** The most JSON objects that are looked for in a text. */
export const MAX_JSON_OBJECTS = 1_000;

/** The deepest nesting of brackets in JSON. */
export const MAX_JSON_DEPTH = 64;

/**
 * The longest line, without its line break, that a terminal passes on under
 * Linux.
 */
export const LINUX_LINE_BYTES = 4_095;

/**
 * The longest line, without its line break, that a terminal passes on under
 * macOS.
 */
export const MACOS_LINE_BYTES = 1_023;

/** A b64token (RFC 6750 §2.1). */
export const ACCESS_TOKEN_PATTERN = "[A-Za-z0-9\\-._~+/]+=*";

/**
 * The visible ASCII characters, all of which a header can contain (RFC 9110
 * §5.5).
 */
export const VISIBLE_TOKEN_PATTERN = "[\\x21-\\x7E]+";

/** A scope-token (RFC 6749 §3.3). */
export const SCOPE_TOKEN_PATTERN = "[\\x21\\x23-\\x5B\\x5D-\\x7E]+";

/** An error code (RFC 6749 App. A.7). */
export const ERROR_CODE_PATTERN = "[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+";

/** The address of a web page (RFC 3986 §2). */
export const WEB_URI_PATTERN =
  "[Hh][Tt][Tt][Pp][Ss]?://(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+";

/**
 * A label in left-to-right scripts in which UTS #46 maps no lowercase letter to
 * another.
 */
export const UNMAPPED_LABEL_PATTERN =
  "(?!xn--)[\\x00-\\u058F\\u3041-\\u30FF\\u4E00-\\u9FA5\\uAC00-\\uD7A3]+";

/**
 * What a URL contains as it is, as part of a character class (RFC 3986 §2.3,
 * and a colon).
 */
export const BARE_CHARACTERS = "A-Za-z0-9\\-._~:";

/** What separates words within a line. */
export const BLANKS =
  "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000";

/** What ends a line. */
export const BREAKS = "\n\u000b\f\r\u0085\u2028\u2029";

/**
 * What no URI contains (RFC 3986 §2) and ends a value, as part of a character
 * class. Spaces, line breaks, and non-ASCII characters are not in it.
 */
export const STOPS = '"<>`\u0000-\b\u000e-\u001f\u007f-\u0084\u0086-\u009f';

/** What a terminal puts around a paste in bracketed paste mode. */
export const PASTE_MARKS = [
  "\u001b[200~",
  "\u001b[201~",
  "\u009b200~",
  "\u009b201~",
] as const;

/**
 * A soft hyphen, zero-width characters, a word joiner, bidi marks, and a byte
 * order mark.
 */
export const INVISIBLE =
  "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff";

/** Quotation marks: straight, typographic, and CJK. */
export const QUOTES = "\"'`´«»‘’‚‛“”„‟‹›「」『』〝〞〟＂＇";

/** What a program writes in the place of text that it removes. */
export const CUT_MARKS = ["…", "⋯", "‥", "..."] as const;

/**
 * The names that have a meaning in a response. Others are ignored (RFC 6749
 * §4.2.2).
 */
export const READ_NAMES = [
  "access_token",
  "token_type",
  "expires_in",
  "scope",
  "state",
  "error",
  "error_description",
  "error_uri",
  "code",
] as const;

/** The names that only an authorization request has (RFC 6749 §4.2.1). */
export const REQUEST_NAMES = [
  "client_id",
  "redirect_uri",
  "response_type",
] as const;

/** The names that make parameters a response (RFC 6749 §4.1.2, §4.2.2). */
export const RESPONSE_NAMES = ["access_token", "error", "code"] as const;

/** An absolute URI without a fragment (RFC 3986 §4.3). */
export const ABSOLUTE_URI_PATTERN =
  "[A-Za-z][A-Za-z0-9+.\\-]*:(?=.)[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()*+,;=]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()*+,;=]*)*";

/**
 * The URL of a web page. The first group is its authority, without user
 * information.
 */
export const WEB_HOST_PATTERN = "[Hh][Tt][Tt][Pp][Ss]?://([^/?@]+)(?:[/?].*)?";

/** A host with a port and no scheme, which would be read as a scheme. */
export const HOST_AND_PORT_PATTERN = "[A-Za-z0-9.\\-]+:[0-9]+(?:[/?].*)?";

/** The schemes of addresses that a browser opens without a server. */
export const BROWSER_SCHEMES = [
  "about",
  "blob",
  "data",
  "file",
  "javascript",
  "vbscript",
] as const;
