"""A request as values that a web application keeps until the user returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..client import ClientBase
from ..errors import OAuthError
from ..request import RequestBase
from . import messages

_VERSION = 1
_TEXTS = ("url", "state", "code_verifier", "nonce")


class Kept(NamedTuple):
    """The values of a pending request."""

    url: str
    scopes: tuple[str, ...]
    state: str
    code_verifier: str
    nonce: str

    def __repr__(self) -> str:
        return "<Kept, values not shown>"


def to_pending(
    request: RequestBase, state: str, code_verifier: str, nonce: str
) -> dict[str, object]:
    """Return the values of a request that JSON can represent. They are secret."""
    return {
        "version": _VERSION,
        "client_id": request.client_id,
        "url": request.url,
        "scopes": list(request.scopes),
        "state": state,
        "code_verifier": code_verifier,
        "nonce": nonce,
    }


def from_pending(pending: Mapping[str, object], client: ClientBase) -> Kept:
    """Return the values of a request of this client. Raises OAuthError: ``invalid_pending``."""
    values = pending if isinstance(pending, Mapping) else {}
    scopes = values.get("scopes")
    texts = [text for name in _TEXTS if isinstance(text := values.get(name), str)]
    if (
        values.get("version") != _VERSION
        or len(texts) < len(_TEXTS)
        or not isinstance(scopes, (list, tuple))
        or not all(isinstance(one, str) for one in scopes)
    ):
        raise OAuthError(messages.INVALID_PENDING_FORM, "pending")
    url, state, code_verifier, nonce = texts
    endpoint = client.authorization_endpoint
    start = f"{endpoint}{'&' if '?' in endpoint else '?'}"
    if values.get("client_id") != client.client_id or not url.startswith(start):
        raise OAuthError(messages.INVALID_PENDING_CLIENT, "pending")
    return Kept(url, tuple(scopes), state, code_verifier, nonce)
