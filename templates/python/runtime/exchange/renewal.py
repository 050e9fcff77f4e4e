"""The renewal of a stored token, as steps that a thread or an event loop carries out.

A refresh token can work only once, and a server that sees it twice can revoke everything
that resulted from it (RFC 9700 §4.14.2). So only one caller renews, and the store says at each
moment what was sent.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from ..errors import OAuthError
from . import messages
from .client import ExchangeClient
from .delivery import DeliveryError
from .errors import EndpointError, TokenEndpointError
from .issued_token import IssuedToken
from .records import Kept, kept_of, new_token
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
_REDIRECTED = 300
_SERVER_ERROR = 500
_LONGEST_PAUSE = 300.0
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
        self._reason = _DEAD
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
        kept = new_token(token, time.time())
        self._write(kept)
        self._kept, self._replaced, self._failure = kept, None, None

    def deleted(self) -> None:
        """Delete the stored token. The lock must be held."""
        self._store.delete(self._key)
        self._kept = self._replaced = self._failure = None

    def steps(self, rejected: Token | None) -> Steps[Token]:
        """Renew the token and return it. The lock must be held.

        rejected is a token that the API rejected, which is renewed although it has not
        expired. Raises OAuthError: ``login_required`` if only the user can get a new
        token, and what the request and the store raise.
        """
        try:
            kept = yield from self._read()
        except Exception as error:  # noqa: BLE001
            return self._instead(self._kept, rejected, error)
        now = time.time()
        if kept is not None and kept.is_fresh(now) and not _is(kept, rejected):
            self._failure = None
            return kept.token
        if kept is not None and kept.is_dead:
            return self._instead(kept, rejected, self._rejection())
        if self._failure is not None and time.monotonic() < self._failed_until:
            return self._instead(kept, rejected, self._failure)
        try:
            request = self._ask(None if kept is None else kept.token)
        except OAuthError as error:
            return self._instead(kept, rejected, error)
        if kept is None or not kept.token.has_refresh_token:
            return (yield from self._anew(request, kept, rejected))
        if kept.sent_at is not None and request.repeat != ALWAYS:
            # Nobody knows whether the server has replaced the refresh token.
            in_grace = 0 <= now - kept.sent_at < self._grace
            if not in_grace and kept.is_usable(now) and not _is(kept, rejected):
                return kept.token
            if kept.resent:
                unknown = OAuthError(messages.LOGIN_REQUIRED_RESULT_UNKNOWN)
                return self._instead(kept, rejected, unknown)
        return (yield from self._refresh(request, kept, rejected))

    def _anew(
        self,
        request: TokenRequest[Token],
        kept: Kept[Token] | None,
        rejected: Token | None,
    ) -> Steps[Token]:
        """Request a token that does not replace one."""
        try:
            token = yield from self._sent(request)
        except Exception as error:  # noqa: BLE001
            self._pause(error)
            return self._instead(kept, rejected, error)
        yield from self._save(new_token(token, time.time()), None)
        return token

    def _refresh(
        self, request: TokenRequest[Token], kept: Kept[Token], rejected: Token | None
    ) -> Steps[Token]:
        sending = kept.sending(time.time())
        try:
            yield partial(self._write, sending)
        except Exception as error:  # noqa: BLE001
            # Without a mark, nothing is sent.
            return self._instead(kept, rejected, error)
        self._kept = sending
        try:
            token = yield from self._sent(request)
        except Exception as error:  # noqa: BLE001
            return (yield from self._failed(error, kept, sending, rejected))
        yield from self._save(new_token(token, time.time()), sending)
        return token

    def _sent(self, request: TokenRequest[Token]) -> Steps[Token]:
        token = yield request
        if not isinstance(token, self._kind):
            raise TypeError(f"the request returned {type(token).__name__}")
        return token

    def _failed(
        self,
        error: Exception,
        kept: Kept[Token],
        sending: Kept[Token],
        rejected: Token | None,
    ) -> Steps[Token]:
        """Record what a failure means, and return the old token while it lasts."""
        if isinstance(error, TokenEndpointError) and error.error == _DEAD:
            latest = kept
            with suppress(Exception):
                # If the store fails now, the token that was sent is still known to be dead.
                latest = (yield from self._read()) or kept
            if not latest.has_refresh_of(kept):
                # A login has replaced the token in the meantime.
                return (yield from self.steps(rejected))
            after = kept.dead()
            self._reason = self._client.shown_reason(error, kept.token)
            error = self._rejection()
        else:
            after = _after(error, kept, sending)
            self._pause(error)
        self._kept = after
        if after is not sending:
            with suppress(Exception):
                # The mark that is there already is the safer one.
                yield partial(self._write, after)
        return self._instead(kept, rejected, error)

    def _rejection(self) -> OAuthError:
        """Return the error if the server rejected the refresh token."""
        values = {"reason": self._reason}
        return OAuthError(messages.LOGIN_REQUIRED_REJECTED, values=values)

    def _pause(self, error: Exception) -> None:
        wait = None
        if isinstance(error, (EndpointError, TokenEndpointError)):
            wait = error.retry_after
        # Another error is a fault of the sender, so the next call tries at once.
        self._failure = error if isinstance(error, OAuthError) else None
        seconds = min(_PAUSE if wait is None else wait, _LONGEST_PAUSE)
        self._failed_until = time.monotonic() + seconds

    def _instead(
        self, kept: Kept[Token] | None, rejected: Token | None, error: Exception
    ) -> Token:
        """Return the old token if it still works; otherwise, raise the error."""
        if kept is None or not kept.is_usable(time.time()) or _is(kept, rejected):
            raise error
        return kept.token

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
        # First, because an interruption must not lose it.
        self._kept, self._replaced = kept, replaced
        try:
            yield partial(self._write, kept)
        except Exception as error:  # noqa: BLE001
            warnings.warn(
                f"a new token could not be stored ({type(error).__name__}): it is only in "
                "memory, and the stored refresh token may no longer work",
                RuntimeWarning,
                stacklevel=2,
            )
        else:
            self._replaced = None

    def _write(self, kept: Kept[Token]) -> None:
        self._store.write(self._key, kept.record())


def _is(kept: Kept[Token], rejected: Token | None) -> bool:
    return rejected is not None and kept.is_of(rejected)


def _after(error: Exception, kept: Kept[Token], sending: Kept[Token]) -> Kept[Token]:
    """Return what is known after a refresh failed: whether the server may have processed it."""
    if isinstance(error, DeliveryError):
        return sending if error.was_sent else kept
    if isinstance(error, (EndpointError, TokenEndpointError)):
        is_page = isinstance(error, EndpointError) and error.status < _REDIRECTED
        if error.status < _SERVER_ERROR and not is_page:
            return kept
        # A gateway that is down sends such pages for hours, and may have lost a response.
        return replace(sending, resent=False)
    # A response with a malformed token was processed.
    return sending if isinstance(error, OAuthError) else replace(sending, resent=False)


def refreshing(
    refresh: Callable[[Token], TokenRequest[Token]] | None = None,
) -> Ask[Token]:
    """Return how a token is renewed with its refresh token, which only a login can return.

    refresh is None if the server issues no refresh tokens.
    """

    def ask(token: Token | None) -> TokenRequest[Token]:
        if token is None:
            raise OAuthError(messages.LOGIN_REQUIRED_NO_TOKEN)
        if refresh is None or not token.has_refresh_token:
            raise OAuthError(messages.LOGIN_REQUIRED_NO_REFRESH_TOKEN)
        return refresh(token)

    return ask
