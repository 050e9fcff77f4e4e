"""The authorization requests that wait for the user, each at a URL that cannot be guessed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from .authorization_endpoint import AuthorizationRequest

MAX_PENDING = 1_000


@dataclass
class PendingRequest:
    """A request and its progress: no user yet, then a user who has logged in, then a response.

    It belongs to the browser that opened it, which a cookie identifies. A request that was rejected
    at once has a response and no `request`.
    """

    browser_id: str = field(repr=False)
    request: AuthorizationRequest | None
    user: str | None = None
    login_failed: bool = False
    response: str | None = field(default=None, repr=False)


class PendingRequests:
    """The pending requests by ID; if there are too many, the oldest are removed."""

    def __init__(self) -> None:
        self._by_id: dict[str, PendingRequest] = {}

    def add(self, pending: PendingRequest) -> str:
        """Store a request, and return its ID."""
        request_id = secrets.token_urlsafe(16)
        self._by_id[request_id] = pending
        while len(self._by_id) > MAX_PENDING:
            del self._by_id[next(iter(self._by_id))]
        return request_id

    def get(self, request_id: str) -> PendingRequest | None:
        """Return the request with this ID, or None."""
        return self._by_id.get(request_id)
