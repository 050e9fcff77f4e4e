"""Percent-encoding of text as UTF-8, and its strict reverse (RFC 3986 §2)."""

from __future__ import annotations

import re

from . import messages
from .errors import OAuthError
from .protocol import BARE_CHARACTERS

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

    The text must hold no lone surrogate; the checks of values see to that.
    """
    if _BARE.fullmatch(text):
        return text
    return _NOT_BARE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return "".join([_ESCAPES[byte] for byte in found[0].encode()])


def percent_decode(text: str, parameter: str) -> str:
    """Return text with every ``%XX`` decoded; an error names the parameter.

    Raises OAuthError: ``bad_percent_encoding`` where two hexadecimal digits do
    not follow a ``%``, ``bad_encoding`` where the bytes are not UTF-8 (RFC 3629).
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
    """Return whether text can be written as UTF-8: it has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# The errors of the codecs hold the text, so they end here and become no context.
def _decode(text: str) -> str | None:
    try:
        head, *escaped = text.encode().split(b"%")
        tail = [_DECODED[part[:2]] + part[2:] for part in escaped]
        return (head + b"".join(tail)).decode()
    except UnicodeError:
        return None
