"""The error for a text without a token that can be read: it may be encoded, or in a link."""

from __future__ import annotations

import re

from . import messages
from .errors import Message, OAuthError
from .protocol import RESPONSE_NAMES
from .response import no_token

# Text may be encoded several times, and some mail gateways write - for %. The others are the
# escapes of JSON and JavaScript.
_ESCAPE = re.compile(r"(?:[%-](?:25)*|\\u00|\\x)([2-7][0-9A-Fa-f])")
# These are compiled when first used, because most texts have a token.
_TOKEN = r"(?:^|[^A-Za-z0-9_.~\-])access_token[\"']?[ \t]{0,9}[=:]"
_RESPONSE = rf"[?&#](?:{'|'.join(RESPONSE_NAMES)})="


def missing_token(text: str, otherwise: Message, *, has_code: bool) -> OAuthError:
    """Return the error for a text in which no response has a token.

    An encoded response is not decoded, because the layer that holds the response would be
    a guess. otherwise is the message for a text without such a response.
    """
    decoded = _ESCAPE.sub(_character, text)
    if _is_hidden(_TOKEN, text, decoded):
        return OAuthError(messages.MISSING_TOKEN_ENCODED)
    if has_code:
        return no_token(has_code, otherwise)
    if "response_type=" in decoded:
        return OAuthError(messages.MISSING_TOKEN_REQUEST)
    if _is_hidden(_RESPONSE, text, decoded):
        return OAuthError(messages.MISSING_TOKEN_ENCODED)
    return OAuthError(otherwise)


def _is_hidden(pattern: str, text: str, decoded: str) -> bool:
    """Return whether only the decoded form of a text shows a match."""
    return len(re.findall(pattern, decoded)) > len(re.findall(pattern, text))


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))
