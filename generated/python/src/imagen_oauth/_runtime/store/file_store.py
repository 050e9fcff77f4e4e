"""Stores tokens in a file that the user chose. Only its owner can read it."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager

from ..errors import OAuthError, without_frames
from . import messages
from .lock import PATIENCE, lock
from .paths import absolute, reported
from .private_files import (
    HAS_MODES,
    OTHERS,
    OTHERS_WRITE,
    PrivateFolder,
    is_reserved,
)
from .store_json import MAX_SIZE, DecodedStore, decode, encode, notes
from .token_store import Change, Contents, Token, TokenStore

TYPE_CHECKING = False

_READ = MAX_SIZE + 1
"""The maximum of bytes to read; the last one shows that a file is too large."""


class FileStore(TokenStore[Token]):
    """A store in one file of mode 0600, in a folder of mode 0700.

    Links, other owners, and other modes are rejected. The folder is created if it is
    missing, and each change replaces the whole file.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        kind: type[Token],
        patience: float = PATIENCE,
    ) -> None:
        """Name the file, the class of its tokens, and the seconds to wait for its lock.

        Raises OAuthError: ``store_unavailable`` on a system without file modes, for a
        path that cannot exist, and for the name of a lock or a temporary file.
        """
        if not HAS_MODES:
            raise OAuthError(messages.STORE_UNAVAILABLE_NO_FILE_MODES, "path")
        self._path = absolute(path)
        if is_reserved(self._path.name):
            raise OAuthError(
                messages.STORE_UNAVAILABLE_RESERVED_NAME,
                "path",
                {"name": self._path.name},
            )
        self._kind = kind
        self._patience = patience

    @property
    def place(self) -> str:
        """The path of the file."""
        return str(self._path)

    @without_frames
    def read(self) -> Contents[Token]:
        """Return all entries; none if there is no file."""
        with reported(self.place):
            try:
                with PrivateFolder(self._path.parent, create=False) as folder:
                    data, _ = folder.read(self._path.name, _READ, OTHERS)
            except FileNotFoundError:
                return Contents([], [])
            decoded = self._decode(data)
            return Contents(decoded.entries, notes(decoded, self.place))

    @without_frames
    def prepare(self) -> None:
        """Create the folder, and check the file; a corrupt file is replaced later."""
        with reported(self.place), self._locked() as folder:
            self._load(folder, mend=True)
            folder.check_writable(self._path.name)

    @without_frames
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the file under the lock; see `TokenStore.change`."""
        with reported(self.place), self._locked() as folder:
            name, lines = self._path.name, list[str]()
            # A crash may have left temporary files that contain tokens.
            folder.remove_temporary(name)
            found, loose = self._load(folder, mend)
            decoded = found or DecodedStore[Token]([], [], [])
            data = encode(change(decoded.entries), decoded.unreadable, self._kind)
            if found is None:
                aside = f"{name}.corrupt-{time.time_ns()}"
                folder.rename(name, aside)
                lines.append(
                    f"{self.place} could not be read and was renamed to {aside}; delete it "
                    "if you need nothing in it"
                )
            folder.replace(name, data)
            if loose:
                lines.append(
                    f"other users could read {self.place} until now; log in again if somebody "
                    "may have read it"
                )
            return lines + notes(decoded, self.place)

    @contextmanager
    def locked(self, name: str, patience: float) -> Generator[None]:
        """Hold the lock of an entry; see `TokenStore.locked`."""
        with reported(self.place):
            with PrivateFolder(self._path.parent, create=True) as folder:
                descriptor = folder.open_lock(f".{self._path.name}.{name}.lock")
            try:
                lock(descriptor, self.place, patience)
            except BaseException:
                os.close(descriptor)
                raise
        try:
            yield
        finally:
            os.close(descriptor)

    def _load(
        self, folder: PrivateFolder, mend: bool
    ) -> tuple[DecodedStore[Token] | None, bool]:
        """Return the contents, None if they are corrupt, and whether others can read the file."""
        try:
            data, mode = folder.read(self._path.name, _READ, OTHERS_WRITE)
        except FileNotFoundError:
            return DecodedStore([], [], []), False
        try:
            return self._decode(data), bool(mode & OTHERS)
        except OAuthError as error:
            if error.code != "store_corrupt" or not mend:
                raise
        return None, False

    def _decode(self, data: memoryview) -> DecodedStore[Token]:
        return decode(data, self._kind, self.place)

    @contextmanager
    def _locked(self) -> Generator[PrivateFolder]:
        """Open the folder, and hold the lock of the file until the block ends."""
        with PrivateFolder(self._path.parent, create=True) as folder:
            descriptor = folder.open_lock(f".{self._path.name}.lock")
            try:
                lock(descriptor, self.place, self._patience)
                yield folder
            finally:
                os.close(descriptor)
