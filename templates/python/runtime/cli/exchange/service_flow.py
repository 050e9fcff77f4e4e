"""A token of the client itself, without a user (RFC 6749 §4.4)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic

from ...exchange.renewal import Ask
from ...exchange.token_request import TokenRequest
from ...store.login_store import Login
from ...store.token_store import Entry
from .application import Asked, Attempt, Client, Granted


@dataclass(frozen=True)
class ServiceFlow(Generic[Login, Client]):
    """How a package gets a token for itself; `request` asks for one."""

    request: Callable[[Client, Asked], TokenRequest[Login]]

    def check(self, attempt: Attempt[Login, Client]) -> None:
        """Raise OAuthError for a value that is not valid."""
        self._first(attempt)

    @contextmanager
    def login(self, attempt: Attempt[Login, Client]) -> Generator[Granted[Login]]:
        """Request a token."""
        token = attempt.sender.send(self._first(attempt))
        asked = (*attempt.asked.documented, *attempt.asked.undocumented)
        yield Granted(token, asked or tuple(sorted(token.scopes or ())))

    def renews(self, entry: Entry[Login]) -> bool:
        """Return whether a login is renewed: the client can always ask again."""
        return True

    def ask(self, client: Client, asked: Asked) -> Ask[Login]:
        """Return how a login gets a new token: it asks again for the same scopes."""
        return lambda _: self.request(client, asked)

    def _first(self, attempt: Attempt[Login, Client]) -> TokenRequest[Login]:
        client = attempt.client(attempt.values.redirect_uri)
        return self.request(client, attempt.asked)
