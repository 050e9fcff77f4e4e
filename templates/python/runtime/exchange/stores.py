"""Where a token source keeps its tokens: a protocol that a database can implement."""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import NoReturn, Protocol

from ..errors import OAuthError
from . import messages

Record = Mapping[str, object]
"""The values of a token that JSON can represent. They are secret."""

PATIENCE = 240.0
"""Seconds to wait for another renewal, which is longer than all attempts of a request take."""


class Store(Protocol):
    """One record for each key. Its methods may be called from any thread.

    A store that several processes share must lock across them.
    """

    def locked(self, key: str, patience: float) -> AbstractContextManager[None]:
        """Return a lock on the record, held by one thread of one process at a time.

        Entering it waits up to patience seconds, then raises OAuthError ``store_busy``; call
        `busy` for that. The lock must end with its process. It is not reentrant, and the
        other methods are called while it is held.
        """
        ...

    def read(self, key: str) -> Record | None:
        """Return the record, or None if there is none."""
        ...

    def write(self, key: str, record: Record) -> None:
        """Replace the record, and return only after it is on disk."""
        ...

    def delete(self, key: str) -> None:
        """Delete the record, if there is one."""
        ...


def busy() -> OAuthError:
    """Return the error for a lock that another renewal holds for too long."""
    return OAuthError(messages.STORE_BUSY)


class MemoryStore:
    """A store in this process. Its tokens end with it."""

    def __init__(self) -> None:
        """Start without a record."""
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._records: dict[str, Record] = {}

    @contextmanager
    def locked(self, key: str, patience: float) -> Generator[None]:
        """Lock a record within this process."""
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        if not lock.acquire(timeout=patience):
            raise busy()
        try:
            yield
        finally:
            lock.release()

    def read(self, key: str) -> Record | None:
        """Return the record, or None if there is none."""
        return self._records.get(key)

    def write(self, key: str, record: Record) -> None:
        """Replace the record."""
        self._records[key] = dict(record)

    def delete(self, key: str) -> None:
        """Delete the record, if there is one."""
        self._records.pop(key, None)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            "a MemoryStore cannot be copied or pickled: several processes need a FolderStore"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, {len(self._records)} records>"
