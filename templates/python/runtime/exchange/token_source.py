"""Valid tokens for threads, tasks, and processes: renewed before they expire, once for all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from ..errors import OAuthError, without_frames
from .client import ExchangeClient
from .renewal import Ask, Renewal, Step, Steps, Token
from .stores import PATIENCE, Store
from .token_request import TokenRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import TypeIs

_Result = TypeVar("_Result")


class SourceBase(Generic[Token]):
    """What the sources for threads and for tasks have in common."""

    def __init__(
        self,
        client: ExchangeClient,
        kind: type[Token],
        ask: Ask[Token],
        store: Store,
        key: str,
        grace: float,
    ) -> None:
        """Store the values; nothing is read yet."""
        self._renewal = Renewal(client, kind, ask, store, key, grace)
        self._store = store
        self._key = key

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._renewal!r}>"

    def _lock(self, rejected: Token | None) -> AbstractContextManager[None]:
        """Return the lock. A caller with a token that has not expired does not wait."""
        can_go_on = rejected is None and self._renewal.usable() is not None
        return self._store.locked(self._key, 0 if can_go_on else PATIENCE)

    def _instead(self, error: OAuthError, rejected: Token | None) -> Token:
        """Return the old token if another caller renews it right now; otherwise, raise."""
        usable = self._renewal.usable() if rejected is None else None
        if error.code != "store_busy" or usable is None:
            raise error
        return usable


class TokenSource(SourceBase[Token]):
    """A source of valid tokens for threads, and for processes that share a store."""

    def __init__(
        self,
        client: ExchangeClient,
        kind: type[Token],
        ask: Ask[Token],
        send: Callable[[TokenRequest[Token]], Token],
        store: Store,
        key: str,
        grace: float = 0,
    ) -> None:
        """Store the values; send sends a request and returns its token."""
        super().__init__(client, kind, ask, store, key, grace)
        self._send = send

    @without_frames
    def save(self, token: Token) -> None:
        """Store the token of a login, in place of any other. Raises what the store raises."""
        with self._store.locked(self._key, PATIENCE):
            self._renewal.saved(token)

    @without_frames
    def token(self) -> Token:
        """Return a valid token, after renewing it if necessary.

        Raises OAuthError: ``login_required`` if only the user can get a new one, and what
        sending and the store raise.
        """
        return self._renewal.fresh() or self._renewed(None)

    @without_frames
    def renew(self, rejected: Token) -> Token:
        """Return a token in place of one that the API rejected as invalid.

        It is renewed only if nobody has done that yet. Raises what `token` raises.
        """
        return self._renewed(rejected)

    def _renewed(self, rejected: Token | None) -> Token:
        try:
            with self._lock(rejected):
                return self._carried_out(self._renewal.steps(rejected))
        except OAuthError as error:
            return self._instead(error, rejected)

    def _carried_out(self, steps: Steps[Token]) -> Token:
        value: object = None
        failure: Exception | None = None
        while True:
            try:
                step = steps.throw(failure) if failure else steps.send(value)
            except StopIteration as end:
                token: Token = end.value
                return token
            value = failure = None
            try:
                value = self._send(step) if _is_request(step) else step()
            except (OSError, OAuthError) as error:
                failure = error


class AsyncTokenSource(SourceBase[Token]):
    """A source of valid tokens for the tasks of an event loop, and for other processes.

    The store is used in worker threads, so nothing blocks the loop. A renewal goes on if
    its caller is canceled, because the server may have replaced the refresh token.
    """

    def __init__(
        self,
        client: ExchangeClient,
        kind: type[Token],
        ask: Ask[Token],
        send: Callable[[TokenRequest[Token]], Awaitable[Token]],
        store: Store,
        key: str,
        grace: float = 0,
    ) -> None:
        """Store the values; send sends a request and returns its token."""
        super().__init__(client, kind, ask, store, key, grace)
        self._send = send
        self._threads = ThreadPoolExecutor(2, "token-source")
        self._tasks: WeakKeyDictionary[
            asyncio.AbstractEventLoop, asyncio.Task[Token]
        ] = WeakKeyDictionary()

    async def save(self, token: Token) -> None:
        """Store the token of a login, in place of any other. Raises what the store raises."""
        lock = self._store.locked(self._key, PATIENCE)
        await self._enter(lock)
        try:
            await self._in_thread(lambda: self._renewal.saved(token))
        finally:
            lock.__exit__(None, None, None)

    async def token(self) -> Token:
        """Return a valid token, after renewing it if necessary.

        Raises OAuthError: ``login_required`` if only the user can get a new one, and what
        sending and the store raise.
        """
        return self._renewal.fresh() or await self._renewed(None)

    async def renew(self, rejected: Token) -> Token:
        """Return a token in place of one that the API rejected as invalid.

        It is renewed only if nobody has done that yet. Raises what `token` raises.
        """
        return await self._renewed(rejected)

    async def _renewed(self, rejected: Token | None) -> Token:
        """Wait for the renewal of this loop, which goes on if this caller is canceled."""
        loop = asyncio.get_running_loop()
        task = self._tasks.get(loop)
        if task is None or task.done():
            task = loop.create_task(self._renewed_once(rejected))
            self._tasks[loop] = task
        elif rejected is not None:
            # The renewal on its way may return the token that was rejected.
            await asyncio.wait([task])
            return await self._renewed(rejected)
        return await asyncio.shield(task)

    async def _renewed_once(self, rejected: Token | None) -> Token:
        lock = self._lock(rejected)
        try:
            await self._enter(lock)
        except OAuthError as error:
            return self._instead(error, rejected)
        try:
            return await self._carried_out(self._renewal.steps(rejected))
        finally:
            lock.__exit__(None, None, None)

    async def _carried_out(self, steps: Steps[Token]) -> Token:
        value: object = None
        failure: Exception | None = None
        while True:
            try:
                step = steps.throw(failure) if failure else steps.send(value)
            except StopIteration as end:
                token: Token = end.value
                return token
            value = failure = None
            try:
                if _is_request(step):
                    value = await self._send(step)
                else:
                    value = await self._in_thread(step)
            except (OSError, OAuthError) as error:
                failure = error

    async def _enter(self, lock: AbstractContextManager[None]) -> None:
        entered: Future[None] = self._threads.submit(lock.__enter__)
        try:
            await asyncio.wrap_future(entered)
        except asyncio.CancelledError:
            # The thread may get the lock later, and nobody would release it.
            entered.add_done_callback(lambda done: _leave(lock, done))
            raise

    async def _in_thread(self, call: Callable[[], _Result]) -> _Result:
        return await asyncio.wrap_future(self._threads.submit(call))


def _is_request(step: Step[Token]) -> TypeIs[TokenRequest[Token]]:
    return isinstance(step, TokenRequest)


def _leave(lock: AbstractContextManager[None], entered: Future[None]) -> None:
    if not entered.cancelled() and entered.exception() is None:
        lock.__exit__(None, None, None)
