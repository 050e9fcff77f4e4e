"""The requests that wait for a person, each at its own address that nobody can guess."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from .judge import Asked

MAX_PENDING = 1_000


@dataclass
class Pending:
    """A request on its way: asked, then signed in, then answered once.

    It belongs to the browser that opened it, which a cookie names.
    """

    browser: str = field(repr=False)
    asked: Asked | None
    user: str | None = None
    was_refused: bool = False
    answer: str | None = field(default=None, repr=False)


class PendingRequests:
    """The pending requests by their tickets; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._by_ticket: dict[str, Pending] = {}

    def add(self, pending: Pending) -> str:
        """Keep a request, and return its ticket."""
        ticket = secrets.token_urlsafe(16)
        self._by_ticket[ticket] = pending
        while len(self._by_ticket) > MAX_PENDING:
            del self._by_ticket[next(iter(self._by_ticket))]
        return ticket

    def get(self, ticket: str) -> Pending | None:
        """Return the request of a ticket, or None."""
        return self._by_ticket.get(ticket)
