"""The requests to each endpoint: counts and records them, and applies the faults."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from email.utils import formatdate
from threading import Lock
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from .faults import Fault, Faults, require
from .http_messages import FORM, Request, Response
from .members import put, remove
from .received import ReceivedRequests

_DROPPED = Response(500, is_dropped=True)
Failed = Callable[[int | None, Mapping[str, str], str], Response]
"""Returns the error response of an endpoint: its status or None, its members, and the endpoint."""
Respond = Callable[[Fault | None], Response]
"""Returns the response to a request. Only the authorization endpoint applies a fault itself."""


class Traffic:
    """What happens to requests to the endpoints, which `received` records. `now` returns Unix seconds."""

    def __init__(
        self,
        endpoints: Collection[str],
        failed: Failed,
        now: Callable[[], float],
        received: ReceivedRequests,
    ) -> None:
        self._endpoints = endpoints
        self._failed = failed
        self._now = now
        self._faults = Faults()
        self._counts: Counter[str] = Counter()
        self._lock = Lock()
        self.received = received

    @property
    def counts(self) -> dict[str, int]:
        """How many requests each endpoint got, with those that a fault affected."""
        with self._lock:
            return {name: self._counts[name] for name in self._endpoints}

    def add(self, fault: Fault) -> None:
        """Wait with a fault. Raises ValueError if the server does not have its endpoint."""
        require("endpoint", fault.endpoint, self._endpoints)
        self._faults.add(fault)

    def clear(self) -> None:
        """Forget the faults, the counts, and the requests."""
        self._faults.clear()
        self.received.clear()
        with self._lock:
            self._counts.clear()

    def handle(self, endpoint: str, request: Request, respond: Respond) -> Response:
        """Return the response to a request, as the next fault of the endpoint has it."""
        with self._lock:
            self._counts[endpoint] += 1
        fault = self._faults.take(endpoint)
        response = respond(None) if fault is None else self._faulty(fault, respond)
        status = None if response.is_dropped else response.status
        self.received.add(endpoint, request, status)
        return response

    def _faulty(self, fault: Fault, respond: Respond) -> Response:
        time.sleep(fault.delay)
        if fault.drop == "before":
            return replace(_DROPPED, route=fault.endpoint)
        return replace(
            self._response(fault, respond),
            truncate=fault.truncate,
            trickle=fault.trickle,
            is_dropped=fault.drop == "after",
        )

    def _response(self, fault: Fault, respond: Respond) -> Response:
        if fault.endpoint == "authorization" and (
            fault.error is not None or fault.changes_response
        ):
            return respond(fault)
        if fault.error is not None:
            error = {"error": fault.error}
            failed = self._failed(fault.status, error, fault.endpoint)
            failed = replace(failed, headers=(*failed.headers, *self._headers(fault)))
            return changed(failed, fault.members, fault.omit)
        if fault.status is None and fault.body is None:
            return changed(respond(None), fault.members, fault.omit)
        return Response(
            fault.status or 200,
            fault.body or "",
            fault.content_type or "application/json",
            self._headers(fault),
            fault.endpoint,
        )

    def _headers(self, fault: Fault) -> tuple[tuple[str, str], ...]:
        """Return the header Retry-After, which has seconds or a date (RFC 9110 §10.2.3)."""
        if fault.retry_date is not None:
            date = formatdate(self._now() + fault.retry_date, usegmt=True)
            return (("Retry-After", date),)
        if fault.retry_after is not None:
            return (("Retry-After", str(fault.retry_after)),)
        return ()


def changed(
    response: Response, members: Mapping[str, object], omit: Collection[str]
) -> Response:
    """Return a response with other members, by their paths, if its body is a JSON object or a form."""
    if not members and not omit:
        return response
    is_form = response.content_type == FORM
    try:
        found: object = (
            dict(parse_qsl(response.body, keep_blank_values=True))
            if is_form
            else json.loads(response.body)
        )
    except ValueError:
        return response
    if not isinstance(found, dict):
        return response
    values = cast("dict[str, Any]", found)
    for path, value in members.items():
        put(values, path, value)
    for path in omit:
        remove(values, path)
    body = urlencode(values) if is_form else json.dumps(values)
    return replace(response, body=body)
