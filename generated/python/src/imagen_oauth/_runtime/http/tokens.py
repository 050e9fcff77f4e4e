"""Where calls get their token from: one token, or a source that renews it."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Generic, Protocol, TypeVar

from ..errors import OAuthError
from ..times import finite
from ..token import BearerToken, require_token
from . import messages

Token = TypeVar("Token", bound=BearerToken)


class Tokens(Protocol[Token]):
    """A source of valid tokens for threads."""

    @property
    def issuer(self) -> str:
        """The host that issues the tokens."""
        ...

    def token(self) -> Token:
        """Return a valid token. Raises OAuthError if there is none."""
        ...

    def renew(self, rejected: Token) -> Token:
        """Return a token in place of one that the API rejected as invalid."""
        ...


class AsyncTokens(Protocol[Token]):
    """A source of valid tokens for tasks."""

    @property
    def issuer(self) -> str:
        """The host that issues the tokens."""
        ...

    def token(self) -> Coroutine[object, object, Token]:
        """Return a valid token. Raises OAuthError if there is none."""
        ...

    def renew(self, rejected: Token) -> Coroutine[object, object, Token]:
        """Return a token in place of one that the API rejected as invalid."""
        ...


class OneToken(Generic[Token]):
    """A token that is not renewed."""

    __slots__ = ("_leeway", "_token")

    def __init__(self, token: Token, leeway: float) -> None:
        """Store the token, which counts as expired leeway seconds before its end."""
        require_token(token)
        self._token = token
        self._leeway = finite(leeway, "leeway")

    @property
    def issuer(self) -> str:
        """The host that issued the token."""
        return self._token.domain

    def token(self) -> Token:
        """Return the token. Raises OAuthError: ``token_expired``."""
        if self._token.is_expired(leeway=self._leeway):
            if not self._leeway:
                raise OAuthError(messages.TOKEN_EXPIRED_NOW)
            values = {"seconds": f"{self._leeway:g}"}
            raise OAuthError(messages.TOKEN_EXPIRED_SOON, values=values)
        return self._token

    def renew(self, rejected: Token) -> Token:
        """Return the same token: there is no other."""
        return rejected


class AsyncOneToken(Generic[Token]):
    """The same for tasks."""

    __slots__ = ("_one",)

    def __init__(self, one: OneToken[Token]) -> None:
        """Store the token for threads."""
        self._one = one

    @property
    def issuer(self) -> str:
        """The host that issued the token."""
        return self._one.issuer

    async def token(self) -> Token:
        """Return the token. Raises OAuthError: ``token_expired``."""
        return self._one.token()

    async def renew(self, rejected: Token) -> Token:
        """Return the same token: there is no other."""
        return rejected
