"""Tokens in a file that the person chose: readable by its owner alone, replaced whole."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from contextlib import contextmanager

from .errors import OAuthError
from .private_files import OTHERS, OTHERS_WRITE, PrivateFolder
from .store import Change, Entries, Token, TokenStore
from .store_json import MAX_SIZE, decode, encode
from .store_lock import PATIENCE, lock


class FileStore(TokenStore[Token]):
    """A store in one file of mode 0600, in a folder of mode 0700.

    Links, foreign owners and looser modes are refused. The folder is made where
    there is none.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        kind: type[Token],
        patience: float = PATIENCE,
    ) -> None:
        """Name the file, the class of its tokens, and the seconds to wait for its lock.

        Raises OAuthError: ``store_unavailable`` on a system without file modes.
        """
        if os.name != "posix":
            raise OAuthError(
                "store_unavailable",
                "files are not kept from other users on this system",
                "use the keyring of the system",
            )
        # Not at the top: with what it brings along it is an eighth of a command.
        from pathlib import Path

        self._path = Path(os.path.abspath(Path(path).expanduser()))
        self._kind = kind
        self._patience = patience

    @property
    def place(self) -> str:
        """The path of the file."""
        return str(self._path)

    def entries(self) -> Entries[Token]:
        """Return all entries; none where there is no file."""
        with self._reported():
            try:
                with PrivateFolder(self._path.parent, create=False) as folder:
                    data, _ = folder.read(self._path.name, MAX_SIZE, OTHERS)
            except FileNotFoundError:
                return []
            return self._decoded(data)

    def prepare(self) -> None:
        """Make the folder, and check what is there; a corrupt file is mended later."""
        with self._reported(), self._locked() as folder:
            self._found(folder, mend=True)

    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the file under the lock; see `TokenStore.change`."""
        with self._reported(), self._locked() as folder:
            name, said = self._path.name, list[str]()
            # A crash may have left one, with a token in it.
            folder.remove(f".{name}.new")
            entries, loose = self._found(folder, mend)
            if entries is None:
                aside = f"{name}.corrupt-{time.time_ns()}"
                folder.rename(name, aside)
                said.append(
                    f"{self.place} was not readable and is now {aside}; remove it "
                    "when nothing in it is needed"
                )
            folder.replace(name, encode(change(entries or [])))
            if loose:
                said.append(
                    f"others could read {self.place}; now they cannot, but log in again "
                    "where somebody may have"
                )
            return said

    def _found(
        self, folder: PrivateFolder, mend: bool
    ) -> tuple[Entries[Token] | None, bool]:
        """Return the entries, None where they are corrupt, and whether others can read."""
        try:
            data, mode = folder.read(self._path.name, MAX_SIZE, OTHERS_WRITE)
        except FileNotFoundError:
            return [], False
        try:
            return self._decoded(data), bool(mode & OTHERS)
        except OAuthError as error:
            if error.code != "store_corrupt" or not mend:
                raise
        return None, False

    def _decoded(self, data: memoryview) -> Entries[Token]:
        return decode(data, self._kind, self.place)

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
        """Turn what the system refuses into an error that says what stands."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
        else:
            return
        raise OAuthError(
            "store_unavailable",
            f"{self.place} cannot be used: {reason}",
            "what was kept before is unchanged; make room or choose another file",
        )
