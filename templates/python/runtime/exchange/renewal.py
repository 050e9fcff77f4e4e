"""The renewal of a stored token, as steps that a thread or an event loop carries out.

A refresh token can work only once, and a server that sees it twice can revoke everything
that resulted from it (RFC 9700 §4.14.2). So only one caller renews, and the store says at each
moment what was sent.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from ..errors import OAuthError
from . import messages
from .client import ExchangeClient
from .delivery import DeliveryError
from .errors import EndpointError, TokenEndpointError
from .issued_token import IssuedToken
from .records import Kept, kept_of
from .repeat import ALWAYS
from .stores import Store
from .token_request import TokenRequest

Token = TypeVar("Token", bound=IssuedToken)

Step = Callable[[], object] | TokenRequest[Token]
"""A call of the store, which can block, or a request to send."""
Steps = Generator[Step[Token], object, Token]
Ask = Callable[[Token | None], TokenRequest[Token]]
"""Returns the request for a new token in place of one, or for the first one."""

_DEAD = "invalid_grant"
_SERVER_ERROR = 500
_PAUSE = 5.0
"""Seconds without another attempt after one failed, if the server does not say."""


class Renewal(Generic[Token]):
    """What a process knows of one stored token, and how it is renewed."""

    def __init__(
        self,
        client: ExchangeClient,
        kind: type[Token],
        ask: Ask[Token],
        store: Store,
        key: str,
        grace: float,
    ) -> None:
        """Store the values; nothing is read yet.

        kind is the class of the token. For grace seconds after a refresh, the server still
        accepts the old refresh token.
        """
        self._client = client
        self._kind = kind
        self._ask = ask
        self._store = store
        self._key = key
        self._grace = grace
        self._kept: Kept[Token] | None = None
        self._replaced: Kept[Token] | None = None
        self._failure: OAuthError | None = None
        self._failed_until = 0.0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {self._client.issuer}>"

    def fresh(self) -> Token | None:
        """Return the token in memory if it need not be renewed."""
        kept = self._kept
        # A token that is not stored yet needs another attempt.
        if kept is None or self._replaced or not kept.is_fresh(time.time()):
            return None
        return kept.token

    def usable(self) -> Token | None:
        """Return the token in memory if it has not expired."""
        kept = self._kept
        return kept.token if kept and kept.is_usable(time.time()) else None

    def saved(self, token: Token) -> None:
        """Store the token of a login, in place of any other. The lock must be held."""
        kept = Kept.of(token, time.time())
        self._write(kept)
        self._kept, self._replaced, self._failure = kept, None, None

    def steps(self, rejected: Token | None) -> Steps[Token]:
        """Renew the token and return it. The lock must be held.

        rejected is a token that the API rejected, which is renewed although it has not
        expired. Raises OAuthError: ``login_required`` if only the user can get a new
        token, and what the request and the store raise.
        """
        kept = yield from self._read()
        now = time.time()
        is_rejected = bool(kept and rejected and kept.is_of(rejected))
        usable = None
        if kept is not None and not is_rejected:
            if kept.is_fresh(now):
                self._failure = None
                return kept.token
            usable = kept.token if kept.is_usable(now) else None
        if kept is not None and kept.is_dead:
            return _or_raise(usable, login_required())
        if self._failure is not None and time.monotonic() < self._failed_until:
            return _or_raise(usable, self._failure)
        try:
            request = self._ask(None if kept is None else kept.token)
        except OAuthError as error:
            return _or_raise(usable, error)
        if kept is None or request.repeat == ALWAYS:
            return (yield from self._simply(request, usable))
        if kept.sent_at is not None:
            # Nobody knows whether the server has replaced the refresh token.
            is_early = usable is not None and now >= kept.sent_at + self._grace
            if is_early or kept.resent:
                return _or_raise(usable, login_required())
        return (yield from self._refresh(request, kept, usable))

    def _simply(
        self, request: TokenRequest[Token], usable: Token | None
    ) -> Steps[Token]:
        """Send a request that does no harm if it is sent twice."""
        try:
            token = yield from self._sent(request)
        except OAuthError as error:
            self._pause(error)
            return _or_raise(usable, error)
        yield from self._save(Kept.of(token, time.time()), None)
        return token

    def _refresh(
        self, request: TokenRequest[Token], kept: Kept[Token], usable: Token | None
    ) -> Steps[Token]:
        sending = kept.sending(time.time())
        yield partial(self._write, sending)
        try:
            token = yield from self._sent(request)
        except OAuthError as error:
            return (yield from self._failed(error, kept, sending, usable))
        yield from self._save(Kept.of(token, time.time()), sending)
        return token

    def _sent(self, request: TokenRequest[Token]) -> Steps[Token]:
        token = yield request
        if not isinstance(token, self._kind):
            raise TypeError(f"the request returned {type(token).__name__}")
        return token

    def _failed(
        self,
        error: OAuthError,
        kept: Kept[Token],
        sending: Kept[Token],
        usable: Token | None,
    ) -> Steps[Token]:
        """Record what a failure means, and return the old token while it lasts."""
        if isinstance(error, TokenEndpointError) and error.error == _DEAD:
            latest = yield from self._read()
            if latest is not None and not latest.has_refresh_of(kept):
                # A login has replaced the token in the meantime.
                return latest.token
            self._kept = kept.dead()
            yield partial(self._write, self._kept)
            return _or_raise(usable, login_required())
        self._kept = kept
        if isinstance(error, DeliveryError) and error.was_sent:
            # The store says already that a refresh was sent.
            self._kept = sending
        elif isinstance(error, EndpointError) and error.status >= _SERVER_ERROR:
            # A gateway may have lost the response of a server that works.
            self._kept = replace(sending, resent=False)
        if self._kept is not sending:
            yield partial(self._write, self._kept)
        self._pause(error)
        return _or_raise(usable, error)

    def _pause(self, error: OAuthError) -> None:
        wait = None
        if isinstance(error, (EndpointError, TokenEndpointError)):
            wait = error.retry_after
        self._failure = error
        self._failed_until = time.monotonic() + (_PAUSE if wait is None else wait)

    def _read(self) -> Generator[Step[Token], object, Kept[Token] | None]:
        """Return the stored token, or one that could not be stored yet."""
        found = yield partial(self._store.read, self._key)
        stored = None
        if found is not None:
            stored = kept_of(found, self._kind, self._client)
        ours, replaced = self._kept, self._replaced
        if ours is not None and replaced is not None:
            if stored is not None and stored.has_refresh_of(replaced):
                # The server may no longer accept what the store has.
                yield from self._save(ours, replaced)
                return ours
            self._replaced = None
        self._kept = stored
        return stored

    def _save(
        self, kept: Kept[Token], replaced: Kept[Token] | None
    ) -> Generator[Step[Token], object, None]:
        """Store a new token before anyone uses it; if that fails, keep it in memory."""
        self._failure = None
        try:
            yield partial(self._write, kept)
        except (OSError, OAuthError) as error:
            self._replaced = replaced
            warnings.warn(
                f"a new token could not be stored ({type(error).__name__}): it is only in "
                "memory, and the stored refresh token may no longer work",
                RuntimeWarning,
                stacklevel=2,
            )
        else:
            self._replaced = None
        self._kept = kept

    def _write(self, kept: Kept[Token]) -> None:
        self._store.write(self._key, kept.record())


def refreshing(refresh: Callable[[Token], TokenRequest[Token]]) -> Ask[Token]:
    """Return how a token is renewed with its refresh token, which only a login can return."""

    def ask(token: Token | None) -> TokenRequest[Token]:
        if token is None or not token.has_refresh_token:
            raise login_required()
        return refresh(token)

    return ask


def login_required() -> OAuthError:
    """Return the error if only the user can get a new token."""
    return OAuthError(messages.LOGIN_REQUIRED)


def _or_raise(usable: Token | None, error: OAuthError) -> Token:
    if usable is None:
        raise error
    return usable
