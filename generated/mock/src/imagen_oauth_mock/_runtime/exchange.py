"""A request and a response of HTTP, as the two servers see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """A request; `headers` have their names in lower case, `path` is as it was sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    def cookie(self, name: str) -> str | None:
        """Return a cookie's value, or None where there is none such."""
        try:
            found = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return None
        return found.value if found else None

    def form(self) -> dict[str, str]:
        """Return the fields of a form; what cannot be decoded is an empty form."""
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
    """A response; `route` stands for the path in the log, because a path may hold secrets."""

    status: int
    body: str = field(default="", repr=False)
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    route: str = "(unknown)"


def json_response(status: int, value: object, route: str) -> Response:
    """Return a response that holds a JSON value."""
    return Response(status, json.dumps(value), "application/json", route=route)


def see_other(
    location: str, route: str, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """Return a redirect to a page that is fetched by GET."""
    return Response(303, headers=(("Location", location), *headers), route=route)
