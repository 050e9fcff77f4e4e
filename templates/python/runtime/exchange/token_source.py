"""Valid tokens for threads, tasks, and processes: renewed before they expire, once for all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Generic, NoReturn, TypeVar

from ..constant_time import is_equal
from ..errors import OAuthError, without_frames
from .client import ExchangeClient
from .frames import without_frames_async
from .renewal import Ask, Renewal, Step, Steps, Token
from .stores import PATIENCE, Store
from .token_request import TokenRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import TypeIs

_Result = TypeVar("_Result")

_POLL = 0.05
"""Seconds between two attempts to take a lock."""


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
        self._issuer = client.issuer
        self._store = store
        self._key = key

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._renewal!r}>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            "a source cannot be copied or pickled: make one there from the same store and key"
        )

    @property
    def issuer(self) -> str:
        """The host that issues the tokens."""
        return self._issuer

    def _patience(self, rejected: Token | None) -> float:
        """Return the seconds to wait for the lock: none while there is a usable token."""
        return PATIENCE if self._usable(rejected) is None else 0

    def _usable(self, rejected: Token | None) -> Token | None:
        """Return the token that a caller can go on with if the lock cannot be taken now."""
        return self._renewal.usable() if rejected is None else None


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
    def delete(self) -> None:
        """Delete the stored token, for example after it was revoked; this revokes nothing.

        Another process can have it in memory until it expires. Raises what the store raises.
        """
        with self._store.locked(self._key, PATIENCE):
            self._renewal.deleted()

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
        patience = self._patience(rejected)
        try:
            lock = self._store.locked(self._key, patience)
            lock.__enter__()
        except (OSError, OAuthError):
            if (usable := self._usable(rejected)) is not None:
                return usable
            if not patience:
                # The token has expired since, so this caller waits now.
                return self._renewed(rejected)
            raise
        try:
            return self._carried_out(self._renewal.steps(rejected))
        finally:
            lock.__exit__(None, None, None)

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
            except Exception as error:  # noqa: BLE001
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
        # One, so that a lock is released only after what was done under it.
        self._thread = ThreadPoolExecutor(1, "token-source")
        self._tasks: dict[asyncio.AbstractEventLoop, asyncio.Task[Token]] = {}

    @without_frames_async
    async def save(self, token: Token) -> None:
        """Store the token of a login, in place of any other. Raises what the store raises."""
        await self._changed(lambda: self._renewal.saved(token))

    @without_frames_async
    async def delete(self) -> None:
        """Delete the stored token, for example after it was revoked; this revokes nothing.

        Another process can have it in memory until it expires. Raises what the store raises.
        """
        await self._changed(self._renewal.deleted)

    @without_frames_async
    async def token(self) -> Token:
        """Return a valid token, after renewing it if necessary.

        Raises OAuthError: ``login_required`` if only the user can get a new one, and what
        sending and the store raise.
        """
        return self._renewal.fresh() or await self._renewed(None)

    @without_frames_async
    async def renew(self, rejected: Token) -> Token:
        """Return a token in place of one that the API rejected as invalid.

        It is renewed only if nobody has done that yet. Raises what `token` raises.
        """
        return await self._renewed(rejected)

    async def _renewed(self, rejected: Token | None) -> Token:
        """Wait for the renewal of this loop, which goes on if this caller is canceled."""
        loop = asyncio.get_running_loop()
        while (task := self._tasks.get(loop)) is not None:
            if rejected is None:
                usable = self._renewal.usable()
                return await asyncio.shield(task) if usable is None else usable
            # The renewal on its way may return the token that was rejected.
            await asyncio.wait([task])
            if self._tasks.get(loop) is task:
                del self._tasks[loop]
            if not task.cancelled() and task.exception() is None:
                found = task.result()
                if not is_equal(found.reveal(), rejected.reveal()):
                    return found
        task = loop.create_task(self._renewed_once(rejected))
        self._tasks[loop] = task
        task.add_done_callback(lambda done: self._forget(loop, done))
        return await asyncio.shield(task)

    def _forget(
        self, loop: asyncio.AbstractEventLoop, task: asyncio.Task[Token]
    ) -> None:
        if self._tasks.get(loop) is task:
            del self._tasks[loop]
        if not task.cancelled():
            # Otherwise, an error that nobody waits for is logged.
            task.exception()

    async def _renewed_once(self, rejected: Token | None) -> Token:
        patience = self._patience(rejected)
        try:
            lock = await self._entered(patience)
        except (OSError, OAuthError):
            if (usable := self._usable(rejected)) is not None:
                return usable
            if not patience:
                # The token has expired since, so this caller waits now.
                return await self._renewed_once(rejected)
            raise
        try:
            return await self._carried_out(self._renewal.steps(rejected))
        finally:
            self._thread.submit(lock.__exit__, None, None, None)

    async def _changed(self, change: Callable[[], None]) -> None:
        """Change the store under the lock, even if the caller is canceled meanwhile."""
        await asyncio.shield(asyncio.create_task(self._changed_once(change)))

    async def _changed_once(self, change: Callable[[], None]) -> None:
        lock = await self._entered(PATIENCE)
        try:
            await self._in_thread(change)
        finally:
            self._thread.submit(lock.__exit__, None, None, None)

    async def _entered(self, patience: float) -> AbstractContextManager[None]:
        """Return the lock after it was taken, without a thread that waits for it."""
        end = time.monotonic() + patience
        while True:
            lock = self._store.locked(self._key, 0)
            entered: Future[None] = self._thread.submit(lock.__enter__)
            try:
                await asyncio.wrap_future(entered)
            except asyncio.CancelledError:
                # The thread may take the lock after this.
                self._thread.submit(_leave, lock, entered)
                raise
            except OAuthError as error:
                if error.code != "store_busy" or time.monotonic() >= end:
                    raise
                await asyncio.sleep(_POLL)
            else:
                return lock

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
            except Exception as error:  # noqa: BLE001
                failure = error

    async def _in_thread(self, call: Callable[[], _Result]) -> _Result:
        return await asyncio.wrap_future(self._thread.submit(call))


def _is_request(step: Step[Token]) -> TypeIs[TokenRequest[Token]]:
    return isinstance(step, TokenRequest)


def _leave(lock: AbstractContextManager[None], entered: Future[None]) -> None:
    """Release a lock that was taken for a caller who no longer waits."""
    if not entered.cancelled() and entered.exception() is None:
        lock.__exit__(None, None, None)
