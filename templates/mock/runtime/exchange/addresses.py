"""The local address of each URL of the provider."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from ..provider import template


class _Endpoint(NamedTuple):
    """The pattern of a URL without its query, the query, and what precedes the path on this machine."""

    pattern: re.Pattern[str]
    query: frozenset[tuple[str, str]]
    prefix: str


class LocalAddresses:
    """Knows the endpoints' URLs, with {name} or {*} for each variable, and their prefixes."""

    def __init__(
        self, urls: Collection[tuple[str, str]], server: str, resource: str
    ) -> None:
        self._known = [_endpoint(url, prefix) for url, prefix in urls]
        self._server = server
        self._resource = resource

    def local(self, url: str) -> str:
        """Return the URL on this machine: of an endpoint, or else of the protected resource.

        The path of an endpoint can be behind a #, which browsers do not send.
        """
        url = url.replace("/#/", "/", 1)
        parts = urlsplit(url)
        if f"http://{parts.netloc}" in (self._server, self._resource):
            return url
        rest = _rest(url)
        place = rest[len(parts.netloc) :]
        found = self._endpoint(_without_query(rest), parts.query)
        if found is not None:
            return f"{self._server}{found.prefix}{place or '/'}"
        base = self._server if _is_shared(parts.path) else self._resource
        return f"{base}{place or '/'}"

    def _endpoint(self, rest: str, query: str) -> _Endpoint | None:
        """Return the endpoint with that address, and with most of that query."""
        given = {*parse_qsl(query, keep_blank_values=True)}
        found = [one for one in self._known if one.pattern.fullmatch(rest)]
        return max(found, key=lambda one: len(one.query & given), default=None)


def _endpoint(url: str, prefix: str) -> _Endpoint:
    query = frozenset(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return _Endpoint(template(_without_query(_rest(url))), query, prefix)


def _is_shared(path: str) -> bool:
    """Return whether a path is one that every authorization server can have."""
    return path.startswith("/.well-known/")


def _rest(url: str) -> str:
    return url.partition("://")[2]


def _without_query(text: str) -> str:
    return re.split(r"[?#]", text)[0]
