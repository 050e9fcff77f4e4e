"""Files that only their owner can use; others are rejected before they are read or written."""

from __future__ import annotations

import errno
import os
import re
import stat

from ..errors import Message, OAuthError
from . import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

# Windows has none of these; there, stores raise an error before they need them.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)

HAS_MODES = os.name == "posix"
"""Whether file modes exclude other users on this system."""

_TRIAL = 65_536
"""Bytes of free space that a change certainly needs no more than, unless there are many tokens."""

OTHERS = 0o077
OTHERS_WRITE = 0o022

_RESERVED = re.compile(r"\..*\.(?:[0-9a-f]{16}\.new|lock)", re.DOTALL | re.IGNORECASE)
"""The names of locks and temporary files."""


class PrivateFolder:
    """An open folder of mode 0700, in which files of mode 0600 are read and replaced.

    Files are opened relative to the open folder, so that nobody can replace the folder
    between the check and the use. The caller handles an OSError.
    """

    def __init__(
        self, path: Path, *, create: bool, example: str = "tokens/tokens.json"
    ) -> None:
        """Open the folder; with create, create it if it is missing.

        example is what to name in this folder if others may enter it.

        Raises FileNotFoundError, and OAuthError: ``store_insecure`` for a link, another
        owner, or a folder that others may enter.
        """
        self._path = path
        if create:
            _create_folders(path)
        self._descriptor = self._open_itself()
        try:
            self._check_itself(example)
        except BaseException:
            self.close()
            raise

    def _open_itself(self) -> int:
        try:
            return os.open(self._path, os.O_RDONLY | _FOLDER | _NO_LINK)
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENOTDIR):
                raise
        raise _insecure(messages.STORE_INSECURE_FOLDER_LINK, self._path)

    def _check_itself(self, example: str) -> None:
        found = os.fstat(self._descriptor)
        _check_owner(found, self._path)
        if stat.S_IMODE(found.st_mode) & OTHERS:
            values = {"path": str(self._path), "suggestion": str(self._path / example)}
            raise OAuthError(messages.STORE_INSECURE_OPEN_FOLDER, values=values)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the folder."""
        os.close(self._descriptor)

    def open_lock(self, name: str) -> int:
        """Return the descriptor of an empty file to lock, which is created if it is missing."""
        descriptor = self._open(name, os.O_RDWR | os.O_CREAT, OTHERS_WRITE)
        # As for a folder: the next process must be able to open the file.
        if os.fstat(descriptor).st_mode & 0o600 != 0o600:
            os.fchmod(descriptor, 0o600)
        return descriptor

    def read(self, name: str, limit: int, forbidden: int) -> tuple[memoryview, int]:
        """Return the first bytes of a file, up to a limit, and its mode.

        The repr of the bytes shows nothing. Raises FileNotFoundError, and OAuthError:
        ``store_insecure`` for a link, another owner, or a mode that has one of the
        forbidden bits.
        """
        descriptor = self._open(name, os.O_RDONLY, forbidden)
        with open(descriptor, "rb") as file:
            mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
            return memoryview(file.read(limit)), mode

    def _open(self, name: str, flags: int, forbidden: int) -> int:
        path = self._path / name
        try:
            descriptor = os.open(
                name, flags | _NO_LINK | _NO_WAIT, 0o600, dir_fd=self._descriptor
            )
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
        else:
            try:
                _check_file(os.fstat(descriptor), path, forbidden)
            except BaseException:
                os.close(descriptor)
                raise
            return descriptor
        raise _insecure(messages.STORE_INSECURE_LINK, path)

    def replace(self, name: str, data: memoryview) -> None:
        """Replace a file whole: after a crash, it has either the old data or the new.

        The caller holds the lock, so any other temporary file was left by a crash;
        `remove_temporary` removes it.
        """
        temporary, descriptor = self._open_temporary(name)
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(descriptor, 0o600)
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            self.rename(temporary, name)
        except BaseException:
            self.remove(temporary)
            raise

    def check_writable(self, name: str) -> None:
        """Raise the OSError of `replace`, for a read-only folder or a full disk."""
        temporary, descriptor = self._open_temporary(name)
        left = _TRIAL
        try:
            while left:
                left -= os.write(descriptor, bytes(left))
        finally:
            os.close(descriptor)
            self.remove(temporary)

    def _open_temporary(self, name: str) -> tuple[str, int]:
        """Return the name and the descriptor of a new file."""
        temporary = f".{name}.{os.urandom(8).hex()}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
        return temporary, os.open(temporary, flags, 0o600, dir_fd=self._descriptor)

    def rename(self, name: str, new_name: str) -> None:
        """Rename a file durably."""
        folder = self._descriptor
        os.replace(name, new_name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)

    def remove_temporary(self, name: str) -> None:
        """Remove the temporary files of interrupted changes; the caller holds the lock."""
        temporary = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{16}}\.new")
        for found in filter(temporary.fullmatch, os.listdir(self._descriptor)):
            self.remove(found)

    def remove(self, name: str) -> None:
        """Remove a file if it exists."""
        try:
            os.unlink(name, dir_fd=self._descriptor)
        except FileNotFoundError:
            return


def is_reserved(name: str) -> bool:
    """Return whether a name is that of a lock or a temporary file of another file."""
    return _RESERVED.fullmatch(name) is not None


def _insecure(text: Message, path: Path) -> OAuthError:
    return OAuthError(text, values={"path": str(path)})


def _create_folders(path: Path) -> None:
    """Create a folder and those above it, each only for the owner."""
    missing: list[Path] = []
    for one in (path, *path.parents):
        if _create_folder(one):
            break
        missing.append(one)
    for one in reversed(missing):
        _create_folder(one)


def _create_folder(path: Path) -> bool:
    """Return whether the folder exists now; otherwise, the one above it is missing."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return True
    except FileNotFoundError:
        return False
    # The umask may have removed the owner's permissions.
    if os.lstat(path).st_mode & 0o700 != 0o700:
        path.chmod(0o700)
    return True


def _check_owner(found: os.stat_result, path: Path) -> None:
    if found.st_uid != os.geteuid():
        raise _insecure(messages.STORE_INSECURE_OWNER, path)


def _check_file(found: os.stat_result, path: Path, forbidden: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise _insecure(messages.STORE_INSECURE_NOT_A_FILE, path)
    _check_owner(found, path)
    if found.st_nlink > 1:
        raise _insecure(messages.STORE_INSECURE_HARD_LINK, path)
    mode = stat.S_IMODE(found.st_mode)
    if mode & forbidden:
        is_writable = mode & OTHERS_WRITE
        raise _insecure(
            (
                messages.STORE_INSECURE_WRITABLE
                if is_writable
                else messages.STORE_INSECURE_READABLE
            ),
            path,
        )
