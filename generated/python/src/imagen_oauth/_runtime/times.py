"""The times, durations, and lifetimes in seconds that a caller passes."""

from __future__ import annotations

import time

from . import messages
from .checks import wrong_type
from .errors import OAuthError
from .protocol import LAST_SECOND, MAX_EXPIRES_IN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

_FAR_OFF = 2**53
"""Larger floats cannot represent each whole second."""


def unix_seconds(value: object, name: str) -> float:
    """Return value, a time in Unix seconds, or the current time for None.

    name is what errors call the value. Raises OAuthError: ``invalid_time`` for a number
    outside the years 1970 to 9999. Raises TypeError if it is not an int or a float.
    """
    moment = time.time() if value is None else value
    if not _is_number(moment):
        is_date = hasattr(moment, "timestamp")
        text = messages.DATE_NOT_SECONDS if is_date else messages.NOT_SECONDS
        raise wrong_type(text, name, moment)
    # NaN is not in any range.
    if 0 <= moment <= LAST_SECOND:
        return moment
    in_milliseconds = LAST_SECOND < moment <= LAST_SECOND * 1_000
    raise OAuthError(
        (
            messages.INVALID_TIME_MILLISECONDS
            if in_milliseconds
            else messages.INVALID_TIME_RANGE
        ),
        name,
    )


def finite(value: object, name: str) -> float:
    """Return value if it is a finite number of seconds; otherwise raise a TypeError."""
    if _is_number(value) and -_FAR_OFF < value < _FAR_OFF:
        return value
    raise wrong_type(messages.NOT_FINITE, name, value)


def expiry(received: float, lifetime: int) -> int:
    """Return the end of a lifetime that starts at a checked time, at most LAST_SECOND."""
    return min(int(received) + lifetime, LAST_SECOND)


def check_lifetime(value: object) -> int | None:
    """Return expires_in, at most 2**31 - 1, or None if it is unknown.

    Raises OAuthError: ``invalid_expires_in`` if it is negative.
    """
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type(messages.NOT_WHOLE, "expires_in", value)
    if value < 0:
        raise OAuthError(messages.INVALID_EXPIRES_IN_NEGATIVE, "expires_in")
    return min(value, MAX_EXPIRES_IN)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
