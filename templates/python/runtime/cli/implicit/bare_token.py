"""Reads a bare token as people keep it: as it is, or in the form of a header."""

from __future__ import annotations

import re

from ...encoding import is_utf16
from ...errors import Message, OAuthError
from ...pasted_text import without_invisible
from ...protocol import QUOTES
from ...response import is_access_token
from .. import messages

# RFC 9110 §5.1, §11.1: a header's name and a scheme are in any letter case.
_HEADER = re.compile(
    r"(?:authorization:[ \t]*)?bearer(?:[ \t]+|$)", re.IGNORECASE | re.ASCII
)
_MORE = re.compile(rf"[{QUOTES}].*[{QUOTES}]|.*access_token[\"']?[=:].*")


def read_bare_token(text: str) -> str:
    """Return the token in text, which may not be one.

    A byte order mark, other invisible characters, spaces around it, and one
    `Authorization: Bearer` or `Bearer` before it are removed.
    """
    text = without_invisible(text).strip()
    return _HEADER.sub("", text, count=1) if _HEADER.match(text) else text


def may_have_any_characters(token: str, consent: bool) -> bool:
    """Return whether the consent to any visible characters applies to a token.

    It never applies to a token in quotes, or to a whole response.
    """
    return consent and not _MORE.fullmatch(token)


def read_token_at(text: str, place: str, *, any_characters: bool) -> str:
    """Return the token of a variable or a file, which place names in errors.

    Raises OAuthError: ``bad_encoding`` for UTF-16, ``invalid_access_token``.
    """
    token = read_bare_token(text)
    allowed = may_have_any_characters(token, any_characters)
    if is_access_token(token, any_characters=allowed):
        return token
    raise OAuthError(_refused(text, token), values={"place": place})


def _refused(text: str, token: str) -> Message:
    if is_utf16(text):
        return messages.BAD_ENCODING_UTF16_PLACE
    if is_access_token(token, any_characters=may_have_any_characters(token, True)):
        return messages.INVALID_ACCESS_TOKEN_PLACE_VISIBLE
    return messages.INVALID_ACCESS_TOKEN_PLACE
