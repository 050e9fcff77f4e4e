"""A login in a browser, which returns a code (RFC 6749 §4.1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic

from ...exchange.authorization_code import AuthorizationCode
from ...exchange.code_request import CodeRequest
from ...exchange.renewal import Ask
from ...exchange.token_request import TokenRequest
from ...store.login_store import Login, has_refresh_token
from ...store.token_store import Entry
from .application import Asked, Attempt, Client, Granted


@dataclass(frozen=True)
class CodeFlow(Generic[Login, Client]):
    """How a package logs in with a code.

    `request` returns the authorization request for what is asked, `exchange` the token
    request for a code, and `renewal` how a login is renewed. `redirect_uri` is used if the
    user names none; it is None if the user must, or if the request has none. `has_loopback`
    says whether this machine can receive redirects.
    """

    request: Callable[[Client, Asked], CodeRequest[Client]]
    exchange: Callable[[Client, AuthorizationCode], TokenRequest[Login]]
    renewal: Callable[[Client], Ask[Login]]
    redirect_uri: str | None
    has_loopback: bool

    def check(self, attempt: Attempt[Login, Client]) -> None:
        """Raise OAuthError for a value that is not valid, before anything is opened."""
        self.request(attempt.client(self.uri(attempt)), attempt.asked)

    def login(
        self, attempt: Attempt[Login, Client]
    ) -> AbstractContextManager[Granted[Login]]:
        """Log in, and show in the browser how the block ends."""
        # Not at the top: only a login needs a server, and the import of one is slow.
        from .code_login import code_login

        return code_login(self, attempt)

    def uri(self, attempt: Attempt[Login, Client]) -> str | None:
        """Return the redirect URI, which can be without a port."""
        return attempt.values.redirect_uri or self.redirect_uri

    def renews(self, entry: Entry[Login]) -> bool:
        """Return whether there is a refresh token that the server has not rejected."""
        return has_refresh_token(entry)

    def ask(self, client: Client, asked: Asked) -> Ask[Login]:
        """Return how a stored login gets a new token: with its refresh token."""
        return self.renewal(client)
