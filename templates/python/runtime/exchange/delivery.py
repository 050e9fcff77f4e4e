"""What sending a request has in common for every HTTP library: limits, errors, and retries."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, TypeVar

from ..errors import PACKAGE, Message, OAuthError
from . import messages
from .endpoint_request import EndpointRequest
from .errors import EndpointError, TokenEndpointError
from .repeat import ALWAYS, NEVER

_Result = TypeVar("_Result")

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
TOTAL_SECONDS = 60.0
"""The longest that a request and its response take, however slowly they arrive."""

_ATTEMPTS = 3
LONGEST_WAIT = 60.0
"""The longest Retry-After that is waited for."""
LOCKED_WAIT = 5.0
"""The longest one while others wait for the same token."""
_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503


class DeliveryError(OAuthError):
    """A request without a readable response."""

    __module__ = PACKAGE

    was_sent: bool
    """Whether the server may have processed the request."""

    def __init__(self, text: Message, was_sent: bool) -> None:
        """Store whether the request was sent."""
        super().__init__(text)
        self.was_sent = was_sent

    def __reduce__(self) -> tuple[type[DeliveryError], tuple[object, ...]]:
        return type(self), (self._text, self.was_sent)


def unreachable() -> DeliveryError:
    """Return the error for a request that was not sent: no name, no connection, or no TLS."""
    return DeliveryError(messages.ENDPOINT_UNREACHABLE, False)


def response_lost() -> DeliveryError:
    """Return the error for a request that was sent, but whose response was not received."""
    return DeliveryError(messages.RESPONSE_LOST, True)


def wait_before_retry(
    repeat: str, error: OAuthError, attempt: int, longest: float
) -> float | None:
    """Return the seconds to wait before the next attempt, or None if there is none.

    attempt is the number of attempts so far. A server that asks for more than longest
    seconds gets no further attempt.
    """
    if attempt >= _ATTEMPTS or repeat == NEVER:
        return None
    usual = 0.5 * 2**attempt
    if isinstance(error, DeliveryError):
        return None if error.was_sent and repeat != ALWAYS else usual
    if not isinstance(error, (EndpointError, TokenEndpointError)):
        return None
    # A gateway can send 503 although the server behind it has rotated the token.
    is_unavailable = error.status == _UNAVAILABLE and repeat == ALWAYS
    if error.status != _TOO_MANY_REQUESTS and not is_unavailable:
        return None
    wait = usual if error.retry_after is None else error.retry_after
    return wait if wait <= longest else None


class Received(NamedTuple):
    """A response: its status, its headers, and its body, which may be cut after the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"<Received {self.status}, body not shown>"


def deliver(
    request: EndpointRequest[_Result], once: Callable[[], Received], longest: float
) -> _Result:
    """Return what a response says; once sends the request. Repeat that if it is safe."""
    attempt = 0
    while True:
        attempt += 1
        sent_at = time.time()
        try:
            return request.parse_response(*once(), sent_at=sent_at)
        except OAuthError as error:
            wait = wait_before_retry(request.repeat, error, attempt, longest)
            if wait is None:
                raise
        time.sleep(wait)


async def deliver_async(
    request: EndpointRequest[_Result],
    once: Callable[[], Awaitable[Received]],
    sleep: Callable[[float], Awaitable[None]],
    longest: float,
) -> _Result:
    """Do the same as deliver, with the sleep of the event loop."""
    attempt = 0
    while True:
        attempt += 1
        sent_at = time.time()
        try:
            return request.parse_response(*await once(), sent_at=sent_at)
        except OAuthError as error:
            wait = wait_before_retry(request.repeat, error, attempt, longest)
            if wait is None:
                raise
        await sleep(wait)
