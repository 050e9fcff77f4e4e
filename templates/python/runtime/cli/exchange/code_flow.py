"""A login in a browser, which returns a code (RFC 6749 §4.1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from ...exchange.authorization_code import AuthorizationCode
from ...exchange.code_request import CodeRequest
from ...exchange.token_request import TokenRequest
from ...store.login_store import Login
from .application import Asked, Attempt, Client, Granted
from .user_flow import UserFlow


@dataclass(frozen=True, kw_only=True)
class CodeFlow(UserFlow[Login, Client]):
    """How a package logs in with a code.

    `request` returns the authorization request for what is asked, and `exchange` the token
    request for a code. `redirect_uri` is used if the
    user names none; it is None if the user must, or if the request has none. `has_loopback`
    says whether this machine can receive redirects.
    """

    request: Callable[[Client, Asked], CodeRequest[Client]]
    exchange: Callable[[Client, AuthorizationCode], TokenRequest[Login]]
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
