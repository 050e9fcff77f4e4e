"""An error response (RFC 6749 §4.2.2.1) as an exception that is safe to show."""

from __future__ import annotations

import re
from collections.abc import Mapping

from . import messages
from .errors import AuthorizationError, OAuthError
from .protocol import (
    BREAKS,
    ERROR_CODE_PATTERN,
    INVISIBLE,
    MAX_DESCRIPTION_CHARACTERS,
    WEB_URI_PATTERN,
)

_ERROR_CODE = re.compile(ERROR_CODE_PATTERN)
_WEB_URI = re.compile(WEB_URI_PATTERN)
# ECMA-48: §5.4 control sequences; §5.6 control strings up to BEL or ST, if there is
# one; §5.3 and §5.5 other escapes. The one-character C1 forms start them as well.
_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1B[PX\]^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x9C]*(?:\x07|\x1B\\|\x9C)?"
    r"|\x1B[ -/]*[0-~]"
)
_CONTROL_OR_INVISIBLE = re.compile(f"[\x00-\x09\x0e-\x1f\x7f-\x84\x86-\x9f{INVISIBLE}]")
_LINE_BREAKS = re.compile(f"[{BREAKS}]+")


def authorization_error(
    values: Mapping[str, str], *, state_verified: bool, remedies: Mapping[str, str]
) -> OAuthError:
    """Return the error that values report: an AuthorizationError.

    It is ``malformed_error_response`` if the error's code has characters that RFC 6749
    App. A.7 does not allow. The message names a code only if it has a remedy; any other
    code is the server's own text.
    """
    error = values["error"]
    if not _ERROR_CODE.fullmatch(error):
        return OAuthError(messages.MALFORMED_ERROR_RESPONSE)
    uri = values.get("error_uri", "")
    return AuthorizationError(
        error,
        clean_description(values.get("error_description", "")) or None,
        uri if _WEB_URI.fullmatch(uri) else None,
        state_verified,
        remedies.get(error),
    )


def clean_description(text: str) -> str:
    """Return at most 1,000 characters of text, without anything that controls a terminal."""
    return clean_text(text)[:MAX_DESCRIPTION_CHARACTERS]


def clean_text(text: str) -> str:
    """Return text on one line, without anything that controls a terminal."""
    text = _ESCAPE_SEQUENCE.sub("", text)
    text = _CONTROL_OR_INVISIBLE.sub("", text)
    return _LINE_BREAKS.sub(" ", text)
