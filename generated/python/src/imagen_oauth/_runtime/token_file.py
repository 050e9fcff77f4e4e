"""A token in a file that the system hands over: a container's secret, a service's credential."""

from __future__ import annotations

import errno
import os
import stat

from .answer import check_access_token
from .errors import OAuthError
from .private_files import OTHERS, OTHERS_WRITE, insecure

_MAX = 65_536


def read_token_file(path: str, place: str) -> str:
    """Return the token that a file holds, line breaks at its end left out.

    place stands for the file in errors. The owner is root or the present user, and
    nobody else may write it. Only what root owns, or what is mounted read-only, may
    be readable by others: so do Docker, Kubernetes and systemd hand over secrets.
    Links are followed where root or the present user made them, as Kubernetes does.

    Raises OAuthError: ``store_unavailable``, ``store_insecure`` and
    ``invalid_access_token``.
    """
    if os.name != "posix":
        raise OAuthError(
            "store_unavailable",
            f"{place} cannot be checked, because this system has no file modes",
            "keep the token in the keyring of the system",
        )
    try:
        data = _read(path, place)
    except OSError as error:
        reason = error.strerror or errno.errorcode.get(error.errno or 0, "unknown")
    else:
        return check_access_token(
            bytes(data).decode("ascii", "replace").rstrip("\r\n"),
            place,
            "the file holds the bare token alone",
        )
    raise OAuthError(
        "store_unavailable",
        f"{place} cannot be read: {reason}",
        "check the path and who may read it",
    )


def _read(path: str, place: str) -> memoryview:
    if os.lstat(path).st_uid not in (0, os.geteuid()):
        raise insecure(f"{place} belongs to another user", "let root or you own it")
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        _check(descriptor, place)
        return memoryview(os.read(descriptor, _MAX))
    finally:
        os.close(descriptor)


def _check(descriptor: int, place: str) -> None:
    found = os.fstat(descriptor)
    mode = stat.S_IMODE(found.st_mode)
    if not stat.S_ISREG(found.st_mode):
        raise insecure(f"{place} is no ordinary file", "name the file of the token")
    if found.st_uid not in (0, os.geteuid()):
        raise insecure(f"{place} belongs to another user", "let root or you own it")
    if mode & OTHERS_WRITE:
        raise insecure(f"others may change {place}", "run chmod 600 on it")
    read_only = bool(os.fstatvfs(descriptor).f_flag & os.ST_RDONLY)
    if mode & OTHERS and found.st_uid != 0 and not read_only:
        raise insecure(f"others may read {place}", "run chmod 600 on it")
