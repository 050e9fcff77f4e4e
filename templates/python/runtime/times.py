"""A moment and a lifetime in seconds, as the caller gives them."""

from __future__ import annotations

import time

from .answer import MAX_EXPIRES_IN
from .errors import OAuthError

_FAR_OFF = 2**53
"""Seconds beyond any date; past it, floats skip whole seconds."""


def unix_seconds(value: object, name: str) -> float:
    """Return value, or the present time for None; name stands for it in a TypeError."""
    return time.time() if value is None else finite(value, name)


def finite(value: object, name: str) -> float:
    """Return value where it is a finite number; else raise a TypeError that names it."""
    if isinstance(value, (int, float)) and -_FAR_OFF < value < _FAR_OFF:
        return value
    found = type(value).__name__
    raise TypeError(f"{name} must be a finite number of seconds, not {found}")


def check_lifetime(value: object) -> int | None:
    """Return expires_in, at most 2**31 - 1, or None: not known.

    Raises OAuthError: ``invalid_expires_in`` for a negative one.
    """
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(
            f"expires_in must be an int or None, not {type(value).__name__}"
        )
    if value < 0:
        raise OAuthError(
            "invalid_expires_in",
            "expires_in is negative",
            "write the seconds that are left, or leave it out",
        )
    return min(value, MAX_EXPIRES_IN)
