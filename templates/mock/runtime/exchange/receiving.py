"""Sends a request of a client in a test, and reads the response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..expiry import expire
from .controls import ExchangeControls

if TYPE_CHECKING:
    import httpx


def receive(
    request: Any, http: httpx.Client, expired_at: ExchangeControls | None = None
) -> Any:
    """Return what the response to a request of the client package contains.

    If `expired_at` is a server, a token has expired there, and for the client.
    """
    response = http.request(
        request.method,
        request.url,
        headers=dict(request.headers),
        content=request.body,
    )
    sent_at = None if expired_at is None else expire(expired_at)
    return request.parse_response(
        response.status_code, response.headers, response.content, sent_at=sent_at
    )
