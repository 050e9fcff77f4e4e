"""A lock between processes on an open file; the system releases it if a process ends."""

from __future__ import annotations

import sys
import time

from ..errors import OAuthError
from . import messages

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 10.0
"""Seconds to wait for another process; a change takes a few milliseconds."""

_PAUSE = 0.02


def lock(descriptor: int, place: str, patience: float = PATIENCE) -> None:
    """Lock an open file until it is closed.

    Raises OAuthError: ``store_locked`` if another process holds the lock for that long.
    """
    end = time.monotonic() + patience
    while not _try_lock(descriptor):
        if time.monotonic() >= end:
            raise OAuthError(messages.STORE_LOCKED_BUSY, values={"place": place})
        time.sleep(_PAUSE)


def _try_lock(descriptor: int) -> bool:
    """Return whether this process has the lock now."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
