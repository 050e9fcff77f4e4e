"""Checks the challenge and the verifier of PKCE, before oauthlib compares them (RFC 7636)."""

from __future__ import annotations

import re
from typing import Any

from oauthlib.common import Request
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
"""A code challenge of the method S256: 32 bytes in base64url (RFC 7636 §4.2)."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)
"""A code verifier (RFC 7636 §4.1)."""


def check_verifier(request: Request) -> None:
    """Raise InvalidRequestError for a code verifier that is not valid."""
    verifier = request.code_verifier
    if verifier is not None and not _VERIFIER.fullmatch(verifier):
        description = "The code_verifier must have 43 to 128 unreserved characters."
        raise InvalidRequestError(description, request=request)


def check_challenge(request: Request) -> dict[str, Any]:
    """Raise InvalidRequestError for a challenge that is not one of S256 (RFC 7636 §4.2)."""
    if request.code_challenge is not None and (
        request.code_challenge_method != "S256"
        or not _CHALLENGE.fullmatch(request.code_challenge)
    ):
        description = "The code_challenge must be one of the method S256."
        raise InvalidRequestError(description, request=request)
    return {}
