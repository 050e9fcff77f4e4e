"""Stores the records of token sources in a folder that only its owner can read."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager

from ..errors import OAuthError
from ..exchange.json_values import is_object
from ..exchange.stores import Record, busy
from . import messages
from .lock import lock
from .paths import absolute, reported
from .private_files import HAS_MODES, OTHERS, PrivateFolder
from .record_name import record_name

_READ = 4_194_304
"""The maximum of bytes in a record."""


class FolderStore:
    """One file of mode 0600 for each record, in a folder of mode 0700.

    Links, other owners, and other modes are rejected. Each change replaces a whole file,
    and is on disk when `write` returns. The lock of a record ends with its process.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Name the folder, which is created when it is needed.

        Raises OAuthError: ``store_unavailable`` on a system without file modes, and for a
        path that cannot exist.
        """
        if not HAS_MODES:
            raise OAuthError(messages.STORE_UNAVAILABLE_NO_FILE_MODES, "path")
        self._path = absolute(path)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._path}>"

    @contextmanager
    def locked(self, key: str, patience: float) -> Generator[None]:
        """Hold the lock of a record; see `Store`."""
        name = _name(key)
        with reported(str(self._path)), self._opened(create=True) as folder:
            descriptor = folder.open_lock(f".{name}.lock")
        try:
            with reported(str(self._path)):
                _wait(descriptor, str(self._path / name), patience)
            yield
        finally:
            os.close(descriptor)

    def read(self, key: str) -> Record | None:
        """Return the record, or None if there is none.

        Raises OAuthError: ``store_corrupt``, ``store_insecure``, ``store_unavailable``.
        """
        name = _name(key)
        with reported(str(self._path)):
            try:
                with self._opened(create=False) as folder:
                    data, _ = folder.read(name, _READ, OTHERS)
            except FileNotFoundError:
                return None
        try:
            found: object = json.loads(bytes(data))
        except (ValueError, RecursionError):
            found = None
        if not is_object(found):
            place = {"place": str(self._path / name)}
            raise OAuthError(messages.STORE_CORRUPT, values=place)
        return found

    def write(self, key: str, record: Record) -> None:
        """Replace the record; the caller holds its lock.

        Raises OAuthError: ``store_insecure``, ``store_unavailable``.
        """
        name = _name(key)
        data = memoryview(json.dumps(record).encode())
        with reported(str(self._path)), self._opened(create=True) as folder:
            # A crash may have left a temporary file that contains a token.
            folder.remove_temporary(name)
            folder.replace(name, data)

    def delete(self, key: str) -> None:
        """Delete the record, if there is one; the caller holds its lock.

        Raises OAuthError: ``store_insecure``, ``store_unavailable``.
        """
        name = _name(key)
        with reported(str(self._path)), self._opened(create=True) as folder:
            folder.remove_temporary(name)
            folder.remove(name)

    def _opened(self, *, create: bool) -> PrivateFolder:
        return PrivateFolder(self._path, create=create, example="tokens")


def _name(key: str) -> str:
    return f"{record_name(key)}.json"


def _wait(descriptor: int, place: str, patience: float) -> None:
    try:
        lock(descriptor, place, patience)
    except OAuthError as error:
        if error.code != "store_locked":
            raise
    else:
        return
    raise busy()
