"""Polls until a user has completed a device login (RFC 8628 §3.5)."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ..errors import OAuthError
from . import messages
from .delivery import DeliveryError
from .device_authorization import DeviceAuthorization
from .device_errors import DeviceError, DevicePendingError
from .device_poll import PollRequest
from .errors import EndpointError, TokenEndpointError, is_passing
from .issued_token import IssuedToken

_Token = TypeVar("_Token", bound=IssuedToken)

_LONGEST_PAUSE = 60.0
"""Failures in a row make the pause longer, up to this or the interval."""


class Schedule:
    """When the next poll of a device login is due, by the clock of this machine."""

    def __init__(self, authorization: DeviceAuthorization[_Token]) -> None:
        """Start with the interval of the login."""
        self._expires_at = authorization.expires_at
        self._pause = authorization.interval

    def seconds(self) -> float:
        """Return the seconds until the next poll, or until the codes expire.

        Raises DeviceError: ``expired_token``.
        """
        return min(self._pause, self._left())

    def check(self) -> None:
        """Raise DeviceError ``expired_token`` if the codes have expired."""
        self._left()

    def failed(self, error: OAuthError, interval: float) -> None:
        """Set the pause after a poll without a token; an error that is final is raised.

        interval is the interval of the login. No connection, no response, and a status of
        429 or 500 and more say nothing about the login. The pause is doubled after each.
        """
        if isinstance(error, DevicePendingError):
            self._pause = max(interval, error.interval)
        elif _is_passing(error):
            longest = max(_LONGEST_PAUSE, interval)
            self._pause = min(2 * max(self._pause, interval), longest)
            if isinstance(error, (EndpointError, TokenEndpointError)):
                wait = error.retry_after or 0
                if wait > self._left():
                    raise error
                self._pause = max(self._pause, wait)
        else:
            raise error

    def _left(self) -> float:
        left = self._expires_at - time.time()
        if left <= 0:
            raise DeviceError(messages.EXPIRED_TOKEN)
        return left


def _is_passing(error: OAuthError) -> bool:
    if isinstance(error, (EndpointError, TokenEndpointError)):
        return is_passing(error.status)
    return isinstance(error, DeliveryError)


def wait_for(
    authorization: DeviceAuthorization[_Token],
    send: Callable[[PollRequest[_Token]], _Token],
) -> _Token:
    """Return the token as soon as the user has completed the login; send sends a poll once."""
    schedule = Schedule(authorization)
    while True:
        time.sleep(schedule.seconds())
        schedule.check()
        try:
            return send(authorization.poll_request())
        except OAuthError as error:
            schedule.failed(error, authorization.interval)


async def wait_for_async(
    authorization: DeviceAuthorization[_Token],
    send: Callable[[PollRequest[_Token]], Awaitable[_Token]],
    sleep: Callable[[float], Awaitable[None]],
) -> _Token:
    """Do the same as wait_for, with the sleep of the event loop."""
    schedule = Schedule(authorization)
    while True:
        await sleep(schedule.seconds())
        schedule.check()
        try:
            return await send(authorization.poll_request())
        except OAuthError as error:
            schedule.failed(error, authorization.interval)
