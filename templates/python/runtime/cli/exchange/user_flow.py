"""What the logins of users have in common: a refresh token renews them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from ...exchange.renewal import Ask
from ...store.login_store import Login, has_refresh_token
from ...store.token_store import Entry
from .application import Asked, Client


@dataclass(frozen=True, kw_only=True)
class UserFlow(Generic[Login, Client]):
    """A login of a user; `renewal` returns how it is renewed."""

    renewal: Callable[[Client], Ask[Login]]

    def renews(self, entry: Entry[Login]) -> bool:
        """Return whether there is a refresh token that the server has not rejected."""
        return has_refresh_token(entry)

    def ask(self, client: Client, asked: Asked) -> Ask[Login]:
        """Return how a stored login gets a new token: with its refresh token."""
        return self.renewal(client)
