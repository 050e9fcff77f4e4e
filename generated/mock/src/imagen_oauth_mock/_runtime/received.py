"""The requests that each endpoint received, as a test reads them: without secrets of the application."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, cast
from urllib.parse import parse_qsl

from .http_messages import Request
from .provider import template

MAX_RECEIVED = 1_000
HIDDEN = "…"
"""What is in the place of a client secret, which can be a real one."""
_NAME = re.compile(r"[\w.:\[\]~-]+", re.ASCII)
"""A name of a parameter. Another one is the text of a body with a wrong Content-Type."""
_SHOWN = ("accept", "content-type", "user-agent")
"""The headers that contain no secret."""


@dataclass(frozen=True)
class Received:
    """A request to an endpoint. A name that appears several times has a list of values.

    `body` has the fields of a form or the members of a JSON object. `authentication` is the scheme of the
    header Authorization, such as Basic. `status` is that of the response, or None if there was none.
    """

    endpoint: str
    method: str
    path: str
    query: Mapping[str, object] = field(repr=False)
    body: Mapping[str, object] = field(repr=False)
    headers: Mapping[str, str]
    authentication: str | None
    status: int | None


class ReceivedRequests:
    """The last requests.

    `hidden` are the names of parameters that contain a secret of the application. A path like one of
    `hidden_paths` is shown with {name} for each variable.
    """

    def __init__(
        self, hidden: Collection[str] = (), hidden_paths: Collection[str] = ()
    ) -> None:
        self._hidden = frozenset(hidden)
        self._hidden_paths = [(template(one), one) for one in hidden_paths]
        self._all: deque[Received] = deque(maxlen=MAX_RECEIVED)
        self._lock = Lock()

    def add(self, endpoint: str, request: Request, status: int | None) -> None:
        """Record a request whose response has this status."""
        # A value without a space can be a secret without its scheme.
        scheme, space, _ = request.headers.get("authorization", "").partition(" ")
        shown = {
            name: request.headers[name] for name in _SHOWN if name in request.headers
        }
        received = Received(
            endpoint,
            request.method,
            self._path(request.path),
            self._values(_pairs(request.query)),
            self._body(request, shown.get("content-type", "")),
            shown,
            scheme if space else None,
            status,
        )
        with self._lock:
            self._all.append(received)

    def all(self, endpoint: str | None) -> tuple[Received, ...]:
        """Return the requests to an endpoint, or to all of them, the first one first."""
        with self._lock:
            found = tuple(self._all)
        return tuple(one for one in found if endpoint in (None, one.endpoint))

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._all.clear()

    def _path(self, path: str) -> str:
        found = [text for one, text in self._hidden_paths if one.fullmatch(path)]
        return found[0] if found else path

    def _body(self, request: Request, content_type: str) -> Mapping[str, object]:
        text = request.body.decode("utf-8", "replace")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            return self._values(_pairs(text))
        try:
            value: object = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        if not isinstance(value, dict):
            return {}
        return self._values(cast("dict[str, Any]", value).items())

    def _values(self, pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, list[object]] = {}
        for name, value in pairs:
            if not _NAME.fullmatch(name):
                found[HIDDEN] = [HIDDEN]
                continue
            hides = name in self._hidden and value
            found.setdefault(name, []).append(HIDDEN if hides else value)
        return {
            name: each[0] if len(each) == 1 else each for name, each in found.items()
        }


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=64)
    except ValueError:
        return []
