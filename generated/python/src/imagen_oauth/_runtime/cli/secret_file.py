"""Reads a secret from a file that the system or the user provides, such as a container's secret."""

from __future__ import annotations

import errno
import os
import stat

from ..errors import Message, OAuthError, without_frames
from ..protocol import MAX_TOKEN_FILE_BYTES
from ..store.private_files import HAS_MODES, OTHERS, OTHERS_WRITE
from ..store.secret import Secret
from . import messages


@without_frames
def read_secret_file(path: str, place: str) -> Secret:
    """Return the text of a file, without line breaks at its end.

    place names the file in errors. The file's owner is root or the current user, and nobody
    else may write to it. Others may read it only if root owns it or it is mounted
    read-only, which is how Docker, Kubernetes, and systemd provide secrets. A link is
    followed if root or the current user made it, as Kubernetes does.

    Raises OAuthError: ``store_unavailable``, ``store_insecure``, and ``input_too_large``
    for more than 65,536 bytes.
    """
    if not HAS_MODES:
        raise _error(messages.STORE_UNAVAILABLE_TOKEN_FILE_UNCHECKED, place)
    try:
        data = _read(path, place)
    except OSError as error:
        reason = error.strerror or errno.errorcode.get(error.errno or 0, "unknown")
    except ValueError:
        # It has a null character, or one that the system cannot encode.
        reason = "not a valid path"
    else:
        if len(data) > MAX_TOKEN_FILE_BYTES:
            raise _error(messages.INPUT_TOO_LARGE_FILE, place)
        return Secret(bytes(data).decode("utf-8", "surrogateescape").rstrip("\r\n"))
    values = {"place": place, "reason": reason}
    raise OAuthError(messages.STORE_UNAVAILABLE_TOKEN_FILE_UNREADABLE, values=values)


def _error(text: Message, place: str) -> OAuthError:
    return OAuthError(text, values={"place": place})


def _read(path: str, place: str) -> memoryview:
    if os.lstat(path).st_uid not in (0, os.geteuid()):
        raise _error(messages.STORE_INSECURE_TOKEN_FILE_OWNER, place)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        _check(descriptor, place)
        # One byte more than the limit shows that a file is longer. The repr of a
        # memoryview shows nothing.
        with open(descriptor, "rb", closefd=False) as file:
            return memoryview(file.read(MAX_TOKEN_FILE_BYTES + 1))
    finally:
        os.close(descriptor)


def _check(descriptor: int, place: str) -> None:
    found = os.fstat(descriptor)
    mode = stat.S_IMODE(found.st_mode)
    if not stat.S_ISREG(found.st_mode):
        raise _error(messages.STORE_INSECURE_TOKEN_FILE_KIND, place)
    if found.st_uid not in (0, os.geteuid()):
        raise _error(messages.STORE_INSECURE_TOKEN_FILE_OWNER, place)
    if mode & OTHERS_WRITE:
        raise _error(messages.STORE_INSECURE_TOKEN_FILE_WRITABLE, place)
    read_only = bool(os.fstatvfs(descriptor).f_flag & os.ST_RDONLY)
    if mode & OTHERS and found.st_uid != 0 and not read_only:
        raise _error(messages.STORE_INSECURE_TOKEN_FILE_READABLE, place)
