# Generated from spec/protocol/; edit that and run `make generate`.
"""The limits, characters, and names that every binding of this package shares."""

MAX_URL_CHARACTERS = 8_000
"""The longest authorization URL."""

MAX_RESPONSE_CHARACTERS = 65_536
"""The longest text that is read as a response, in code points."""

MAX_RESPONSE_PARAMETERS = 64
"""The most parameters that a response can have."""

MAX_DESCRIPTION_CHARACTERS = 1_000
"""The length to which a server's text is truncated."""

MAX_EXPIRES_IN = 2_147_483_647
"""The longest lifetime in seconds. A longer one is capped."""

LAST_SECOND = 253_402_300_799
"""The end of the year 9999 in Unix seconds, the last time that a date can show."""

MAX_JSON_OBJECTS = 1_000
"""The most JSON objects that are looked for in a text."""

MAX_JSON_DEPTH = 64
"""The deepest nesting of brackets in JSON."""

LINUX_LINE_BYTES = 4_095
"""The longest line, without its line break, that a terminal passes on under Linux."""

MACOS_LINE_BYTES = 1_023
"""The longest line, without its line break, that a terminal passes on under macOS."""

MAX_TOKEN_FILE_BYTES = 65_536
"""The longest file that can contain a token."""

MAX_FAILURE_BYTES = 65_536
"""The longest body that is read to find out why the API rejected a call."""

ACCESS_TOKEN_PATTERN = "[A-Za-z0-9\\-._~+/]+=*"
"""A b64token (RFC 6750 §2.1)."""

VISIBLE_TOKEN_PATTERN = "[\\x21-\\x7E]+"
"""The visible ASCII characters, all of which a header can contain (RFC 9110 §5.5)."""

SCOPE_TOKEN_PATTERN = "[\\x21\\x23-\\x5B\\x5D-\\x7E]+"
"""A scope-token (RFC 6749 §3.3)."""

ERROR_CODE_PATTERN = "[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+"
"""An error code (RFC 6749 App. A.7)."""

WEB_URI_PATTERN = "[Hh][Tt][Tt][Pp][Ss]?://(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
"""The address of a web page (RFC 3986 §2)."""

UNMAPPED_LABEL_PATTERN = (
    "(?!xn--)[\\x00-\\u058F\\u3041-\\u30FF\\u4E00-\\u9FA5\\uAC00-\\uD7A3]+"
)
"""A label in left-to-right scripts in which UTS #46 maps no lowercase letter to
another."""

BARE_CHARACTERS = "A-Za-z0-9\\-._~:"
"""What a URL contains as it is, as part of a character class (RFC 3986 §2.3, and a
colon)."""

BLANKS = "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What separates words within a line."""

BREAKS = "\n\u000b\f\r\u0085\u2028\u2029"
"""What ends a line."""

STOPS = '"<>`\u0000-\b\u000e-\u001f\u007f-\u0084\u0086-\u009f'
"""What no URI contains (RFC 3986 §2) and ends a value, as part of a character class.
Spaces, line breaks, and non-ASCII characters are not in it."""

PASTE_MARKS = ("\u001b[200~", "\u001b[201~", "\u009b200~", "\u009b201~")
"""What a terminal puts around a paste in bracketed paste mode."""

INVISIBLE = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""A soft hyphen, zero-width characters, a word joiner, bidi marks, and a byte order
mark."""

QUOTES = "\"'`´«»‘’‚‛“”„‟‹›「」『』〝〞〟＂＇"
"""Quotation marks: straight, typographic, and CJK."""

CUT_MARKS = ("…", "⋯", "‥", "...")
"""What a program writes in the place of text that it removes."""

READ_NAMES = (
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "state",
    "error",
    "error_description",
    "error_uri",
    "code",
)
"""The names that have a meaning in a response. Others are ignored (RFC 6749 §4.2.2)."""

REQUEST_NAMES = ("client_id", "redirect_uri", "response_type")
"""The names that only an authorization request has (RFC 6749 §4.2.1)."""

RESPONSE_NAMES = ("access_token", "error", "code")
"""The names that make parameters a response (RFC 6749 §4.1.2, §4.2.2)."""

ABSOLUTE_URI_PATTERN = "[A-Za-z][A-Za-z0-9+.\\-]*:(?=.)[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()*+,;=]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\\-._~:/?\\[\\]@!$&'()*+,;=]*)*"
"""An absolute URI without a fragment (RFC 3986 §4.3)."""

WEB_HOST_PATTERN = "[Hh][Tt][Tt][Pp][Ss]?://([^/?@]+)(?:[/?].*)?"
"""The URL of a web page. The first group is its authority, without user information."""

HOST_AND_PORT_PATTERN = "[A-Za-z0-9.\\-]+:[0-9]+(?:[/?].*)?"
"""A host with a port and no scheme, which would be read as a scheme."""

BROWSER_SCHEMES = ("about", "blob", "data", "file", "javascript", "vbscript")
"""The schemes of addresses that a browser opens without a server."""
