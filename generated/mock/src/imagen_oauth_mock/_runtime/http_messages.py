"""HTTP requests and responses, as the two servers see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """A request; the names in `headers` are in lowercase, and `path` is not decoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    def cookie(self, name: str) -> str | None:
        """Return the value of a cookie, or None if the request does not have it."""
        try:
            found = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return None
        return found.value if found else None

    def form(self) -> dict[str, str]:
        """Return the fields of the form, which is empty if the body cannot be decoded."""
        try:
            text = self.body.decode("ascii")
            pairs = parse_qsl(
                text, keep_blank_values=True, errors="strict", max_num_fields=64
            )
        except ValueError:
            return {}
        return dict(pairs)


@dataclass(frozen=True)
class Response:
    """A response; the log shows `route` instead of the path, because a path can contain secrets.

    If it `is_dropped`, the server closes the connection instead of sending it. `truncate` is how many
    bytes of the body it sends before it closes the connection, and `trickle` is how many seconds it waits
    before each.
    """

    status: int
    body: str = field(default="", repr=False)
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    route: str = "(unknown)"
    is_dropped: bool = False
    truncate: int | None = None
    trickle: float = 0.0


def json_response(status: int, value: object, route: str) -> Response:
    """Return a response whose body is a JSON value."""
    return Response(status, json.dumps(value), "application/json", route=route)


def see_other(
    location: str, route: str, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """Return a redirect that the browser follows with GET (RFC 9110 §15.4.4)."""
    return Response(303, headers=(("Location", location), *headers), route=route)
