"""Percent-encoding of text as UTF-8, and its strict reverse (RFC 3986 §2)."""

from __future__ import annotations

import re

from . import messages
from .errors import OAuthError
from .protocol import BARE_CHARACTERS, READ_NAMES

_BARE = re.compile(f"[{BARE_CHARACTERS}]*")
_NOT_BARE = re.compile(f"[^{BARE_CHARACTERS}]+")
_ESCAPES = tuple([f"%{byte:02X}" for byte in range(256)])
_HEX_DIGITS = "0123456789abcdefABCDEF"
_DECODED = {
    (high + low).encode(): bytes((int(high + low, 16),))
    for high in _HEX_DIGITS
    for low in _HEX_DIGITS
}
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def percent_encode(text: str) -> str:
    """Return text with all but unreserved characters and ``:`` as ``%XX``.

    The text must not contain a lone surrogate, which the checks of values ensure.
    """
    if _BARE.fullmatch(text):
        return text
    return _NOT_BARE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return "".join([_ESCAPES[byte] for byte in found[0].encode()])


def percent_decode(text: str, parameter: str) -> str:
    """Return text with every ``%XX`` decoded; parameter names it in an error.

    Raises OAuthError: ``bad_percent_encoding`` if a ``%`` is not followed by two hex
    digits, ``bad_encoding`` if the bytes are not UTF-8 (RFC 3629).
    """
    if text.isascii() and "%" not in text:
        return text
    if _BAD_ESCAPE.search(text):
        raise OAuthError(messages.BAD_PERCENT_ENCODING, values={"parameter": parameter})
    decoded = _decode(text)
    if decoded is None:
        raise OAuthError(
            messages.BAD_ENCODING_NOT_UTF8, values={"parameter": parameter}
        )
    return decoded


def is_utf8(text: str) -> bool:
    """Return whether text can be encoded as UTF-8: it has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_utf16(text: str) -> bool:
    """Return whether text looks like UTF-16 that was decoded as UTF-8 or ASCII.

    Each ASCII character then has a NUL next to it, so no name is whole. If a program
    dropped the NULs, only the byte order mark shows it.
    """
    if text.startswith(("\udcff\udcfe", "\udcfe\udcff")):
        return True
    return "\0" in text and not any(name in text for name in READ_NAMES)


# The errors of the codecs contain the text, so they must not become the context of others.
def _decode(text: str) -> str | None:
    try:
        head, *escaped = text.encode().split(b"%")
        tail = [_DECODED[part[:2]] + part[2:] for part in escaped]
        return (head + b"".join(tail)).decode()
    except UnicodeError:
        return None
