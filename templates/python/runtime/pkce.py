"""Proof Key for Code Exchange: a secret of one request, and the challenge in its URL (RFC 7636)."""

from __future__ import annotations

import hashlib
import os
import re
from binascii import b2a_base64

from . import messages
from .checks import require_text
from .errors import OAuthError

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def check_code_verifier(code_verifier: str | None) -> str:
    """Return a verifier (§4.1), which is random with 256 bits for None.

    Raises OAuthError: ``invalid_code_verifier``, ``no_random_source``.
    """
    if code_verifier is None:
        return _encoded(_random())
    if not _VERIFIER.fullmatch(require_text(code_verifier, "code_verifier")):
        raise OAuthError(messages.INVALID_CODE_VERIFIER, "code_verifier")
    return code_verifier


def code_challenge(code_verifier: str) -> str:
    """Return the challenge of a verifier with the method S256 (§4.2)."""
    return _encoded(hashlib.sha256(code_verifier.encode("ascii")).digest())


def _random() -> bytes:
    try:
        return os.urandom(32)
    except NotImplementedError:
        raise OAuthError(messages.NO_RANDOM_SOURCE) from None


def _encoded(data: bytes) -> str:
    """Return base64url without padding (App. A)."""
    text = b2a_base64(data, newline=False).decode("ascii")
    return text.rstrip("=").translate({ord("+"): "-", ord("/"): "_"})
