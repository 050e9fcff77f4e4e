"""A token of the client itself, without a user (RFC 6749 §4.4)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic

import httpx

from ...exchange.stores import Store
from ...exchange.token_request import TokenRequest
from ...exchange.token_source import TokenSource
from ...http.httpx_send import send_request
from ...store.login_store import Login
from ...store.token_store import Entry
from .application import Asked, Attempt, Client, Granted


@dataclass(frozen=True)
class ServiceFlow(Generic[Login, Client]):
    """How a package gets a token for itself; `request` asks for one, and `kind` is its class."""

    kind: type[Login]
    request: Callable[[Client, Asked], TokenRequest[Login]]

    @contextmanager
    def login(self, attempt: Attempt[Login, Client]) -> Generator[Granted[Login]]:
        """Request a token."""
        client = attempt.client(attempt.values.redirect_uri)
        token = send_request(self.request(client, attempt.asked), attempt.http)
        asked = (*attempt.asked.documented, *attempt.asked.undocumented)
        yield Granted(token, asked or tuple(sorted(token.scopes or ())))

    def renews(self, entry: Entry[Login]) -> bool:
        """Return whether a login is renewed: the client can always ask again."""
        return True

    def source(
        self, client: Client, http: httpx.Client, store: Store, key: str, asked: Asked
    ) -> TokenSource[Login]:
        """Return the source that asks again for the same scopes."""
        return TokenSource(
            client,
            self.kind,
            lambda _: self.request(client, asked),
            lambda request: send_request(request, http),
            store,
            key,
        )
