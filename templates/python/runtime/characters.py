"""The characters that people paste with an answer, spelled out as sets."""

BLANKS = (
    "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""What separates words within a line."""

BREAKS = "\n\v\f\r\x85\u2028\u2029"
"""What ends a line."""

STOPS = '"<>`\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f'
"""What no URI contains (RFC 3986 §2) and ends a value, as part of a character class.

Spaces, line breaks, and non-ASCII characters are not in it.
"""

PASTE_MARKS = ("\x1b[200~", "\x1b[201~", "\x9b200~", "\x9b201~")
"""What a terminal puts around a paste in bracketed paste mode."""

INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Soft hyphen, zero-width characters, word joiner, bidi marks, byte order mark."""

QUOTES = (
    "\"'`\u00b4\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"
    "\u2039\u203a\u300c\u300d\u300e\u300f\u301d\u301e\u301f\uff02\uff07"
)
"""Quotation marks: straight, typographic, CJK."""

CUT_MARKS = ("\u2026", "\u22ef", "\u2025", "...")
"""What a program writes for what it leaves out."""
