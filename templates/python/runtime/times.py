"""Times, durations, and lifetimes in seconds, as a caller gives them."""

from __future__ import annotations

import time

from .errors import OAuthError
from .response import MAX_EXPIRES_IN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

LAST_SECOND = 253_402_300_799
"""The end of the year 9999 in Unix seconds; the last time that a date can show."""

_FAR_OFF = 2**53
"""Past this, floats skip whole seconds."""


def unix_seconds(value: object, name: str) -> float:
    """Return value, a time in Unix seconds, or the current time for None.

    Errors call the value by name. Raises OAuthError: ``invalid_time`` for a number
    outside the years 1970 to 9999. Raises TypeError for anything but an int or a float.
    """
    moment = time.time() if value is None else value
    if not _is_number(moment):
        found = type(moment).__name__
        way = "; write .timestamp() after it" if hasattr(moment, "timestamp") else ""
        raise TypeError(f"{name} must be a number of Unix seconds, not {found}{way}")
    # NaN is not in any range.
    if 0 <= moment <= LAST_SECOND:
        return moment
    in_milliseconds = LAST_SECOND < moment <= LAST_SECOND * 1_000
    raise OAuthError(
        "invalid_time",
        f"{name} is not a time in Unix seconds",
        (
            "is that milliseconds? divide it by 1,000"
            if in_milliseconds
            else f"write a number of seconds from 0 to {LAST_SECOND}, the end of the year 9999"
        ),
    )


def finite(value: object, name: str) -> float:
    """Return value if it is a finite number of seconds; else raise a TypeError."""
    if _is_number(value) and -_FAR_OFF < value < _FAR_OFF:
        return value
    found = type(value).__name__
    raise TypeError(f"{name} must be a finite number of seconds, not {found}")


def expiry(received: float, lifetime: int) -> int:
    """Return when a lifetime ends that began at a checked time, at most LAST_SECOND."""
    return min(int(received) + lifetime, LAST_SECOND)


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


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
