"""Faults that a test asks for, and how many requests each endpoint got."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from threading import Lock

from ..http_messages import Request, Response

ENDPOINTS = (
    *("authorization", "token", "device_authorization", "revocation"),
    *("metadata", "resource"),
)
DROPS = ("before", "after")
_DROPPED = Response(500, is_dropped=True)


@dataclass(frozen=True)
class Fault:
    """What happens to the next requests to an endpoint, instead of the usual response.

    After `delay` seconds, the response has the `status`, and the `body` with its `content_type` or the
    OAuth error code `error`. A request is processed only if there is none of these. `drop` closes the
    connection without a response, "before" or "after" the request is processed.
    """

    endpoint: str = "token"
    times: int = 1
    delay: float = 0.0
    status: int | None = None
    retry_after: str | None = None
    error: str | None = None
    body: str | None = None
    content_type: str | None = None
    drop: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a value that is not valid, or has no effect."""
        _require(self.endpoint, ENDPOINTS, "endpoint")
        if self.drop is not None:
            _require(self.drop, DROPS, "drop")
        if self.times < 1:
            raise ValueError("times must be at least 1")
        if not 0 <= self.delay <= 600:
            raise ValueError("delay must be between 0 and 600 seconds")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be between 200 and 599")
        for name in ("retry_after", "error", "content_type"):
            value = getattr(self, name) or ""
            if not (value.isascii() and value.isprintable()):
                raise ValueError(f"{name} must be printable ASCII")
        (self.body or "").encode()
        self._check_effect()

    def _check_effect(self) -> None:
        """Raise ValueError for values that change nothing together."""
        response = (self.status, self.error, self.body)
        has_response = any(one is not None for one in response)
        further = (self.content_type, self.retry_after)
        if self.drop and (has_response or any(one is not None for one in further)):
            raise ValueError(
                "drop cannot have a status, error, body, content_type, or retry_after, "
                "because no response is sent"
            )
        if self.retry_after is not None and not has_response:
            raise ValueError("retry_after needs a status, error, or body")
        if self.content_type is not None and self.body is None:
            raise ValueError("content_type needs a body")
        if self.body is not None and self.error is not None:
            raise ValueError("use either body or error, not both")
        if not (has_response or self.delay or self.drop):
            raise ValueError("a fault needs a delay, status, error, body, or drop")


Failed = Callable[[int, Mapping[str, str], str], Response]
"""Returns the error response of an endpoint: its status, its members, and the endpoint."""


class Faults:
    """The faults that wait for a request, and the counts of requests by endpoint."""

    def __init__(self, failed: Failed, first: Collection[Fault] = ()) -> None:
        self._failed = failed
        self._waiting = list(first)
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    @property
    def counts(self) -> dict[str, int]:
        """How many requests each endpoint got, with those that a fault affected."""
        with self._lock:
            return {name: self._counts[name] for name in ENDPOINTS}

    def add(self, fault: Fault) -> None:
        """Wait with a fault for the next request to its endpoint."""
        with self._lock:
            self._waiting.append(fault)

    def reset(self) -> None:
        """Forget the faults and the counts."""
        with self._lock:
            self._waiting.clear()
            self._counts.clear()

    def apply(
        self, endpoint: str, request: Request, handle: Callable[[Request], Response]
    ) -> Response:
        """Return the response to a request, as the next fault of the endpoint has it."""
        fault = self._next(endpoint)
        if fault is None:
            return handle(request)
        time.sleep(fault.delay)
        if fault.drop == "before":
            return replace(_DROPPED, route=endpoint)
        response = self._response(fault) or handle(request)
        return replace(response, is_dropped=fault.drop == "after")

    def _next(self, endpoint: str) -> Fault | None:
        with self._lock:
            self._counts[endpoint] += 1
            for index, one in enumerate(self._waiting):
                if one.endpoint == endpoint:
                    left = replace(one, times=one.times - 1) if one.times > 1 else None
                    self._waiting[index : index + 1] = [left] if left else []
                    return one
        return None

    def _response(self, fault: Fault) -> Response | None:
        route, wait = fault.endpoint, fault.retry_after
        headers = (("Retry-After", wait),) if wait is not None else ()
        if fault.error is not None:
            failed = self._failed(fault.status or 400, {"error": fault.error}, route)
            return replace(failed, headers=(*failed.headers, *headers))
        if fault.status is None and fault.body is None:
            return None
        content_type = fault.content_type or "application/json"
        return Response(
            fault.status or 200, fault.body or "", content_type, headers, route
        )


def _require(value: str, known: Collection[str], name: str) -> None:
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}")
