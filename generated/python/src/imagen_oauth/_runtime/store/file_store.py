"""Tokens in a file that the user chose: only its owner can read it, and it is replaced whole."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager

from ..errors import OAuthError, without_frames
from . import messages
from .lock import PATIENCE, lock
from .private_files import (
    HAS_MODES,
    OTHERS,
    OTHERS_WRITE,
    PrivateFolder,
    is_reserved,
)
from .store_json import MAX_SIZE, Kept, decode, encode, notes
from .token_store import Change, Contents, Token, TokenStore

_READ = MAX_SIZE + 1
"""The most bytes that are read, one of which shows that a file is too large."""


class FileStore(TokenStore[Token]):
    """A store in one file of mode 0600, in a folder of mode 0700.

    Links, foreign owners, and looser modes are refused. The folder is made if there
    is none.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        kind: type[Token],
        patience: float = PATIENCE,
    ) -> None:
        """Name the file, the class of its tokens, and the seconds to wait for its lock.

        Raises OAuthError: ``store_unavailable`` on a system without file modes, and
        for the name of a file that goes with another store.
        """
        if not HAS_MODES:
            raise OAuthError(messages.STORE_UNAVAILABLE_NO_FILE_MODES, "path")
        # Not at the top: with what it brings along it is an eighth of a command.
        from pathlib import Path

        self._path = Path(os.path.abspath(Path(path).expanduser()))
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
        with self._reported():
            try:
                with PrivateFolder(self._path.parent, create=False) as folder:
                    data, _ = folder.read(self._path.name, _READ, OTHERS)
            except FileNotFoundError:
                return Contents([], [])
            kept = self._decoded(data)
            return Contents(kept.entries, self._notes(kept))

    @without_frames
    def prepare(self) -> None:
        """Make the folder, and check what is there; a corrupt file is mended later."""
        with self._reported(), self._locked() as folder:
            self._found(folder, mend=True)

    @without_frames
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the file under the lock; see `TokenStore.change`."""
        with self._reported(), self._locked() as folder:
            name, said = self._path.name, list[str]()
            # A crash may have left some, with tokens in them.
            folder.remove_temporary(name)
            found, loose = self._found(folder, mend)
            kept = found or Kept[Token]([], [], [])
            data = encode(change(kept.entries), kept.unreadable, self._kind)
            if found is None:
                aside = f"{name}.corrupt-{time.time_ns()}"
                folder.rename(name, aside)
                said.append(
                    f"{self.place} was not readable and is now {aside}; remove it "
                    "when nothing in it is needed"
                )
            folder.replace(name, data)
            if loose:
                said.append(
                    f"others could read {self.place}; now they cannot, but log in again "
                    "where somebody may have"
                )
            return said + self._notes(kept)

    def _found(
        self, folder: PrivateFolder, mend: bool
    ) -> tuple[Kept[Token] | None, bool]:
        """Return what is kept, None if it is corrupt, and whether others can read it."""
        try:
            data, mode = folder.read(self._path.name, _READ, OTHERS_WRITE)
        except FileNotFoundError:
            return Kept([], [], []), False
        try:
            return self._decoded(data), bool(mode & OTHERS)
        except OAuthError as error:
            if error.code != "store_corrupt" or not mend:
                raise
        return None, False

    def _decoded(self, data: memoryview) -> Kept[Token]:
        return decode(data, self._kind, self.place)

    def _notes(self, kept: Kept[Token]) -> list[str]:
        total = len(kept.entries) + len(kept.unreadable)
        return notes(kept.positions, total, self.place)

    @contextmanager
    def _locked(self) -> Generator[PrivateFolder]:
        """Open the folder, and hold the lock of the file."""
        with PrivateFolder(self._path.parent, create=True) as folder:
            descriptor = folder.open_lock(f".{self._path.name}.lock")
            try:
                lock(descriptor, self.place, self._patience)
                yield folder
            finally:
                os.close(descriptor)

    @contextmanager
    def _reported(self) -> Generator[None]:
        """Turn what the system refuses into an error that says what is unchanged."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
        else:
            return
        values = {"place": self.place, "reason": reason}
        raise OAuthError(messages.STORE_UNAVAILABLE_FILE, values=values)
