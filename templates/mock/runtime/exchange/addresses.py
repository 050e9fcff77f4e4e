"""The local address of each URL of the provider."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from ..provider import template


class LocalAddresses:
    """Knows the endpoints' URLs, with {name} or {*} for each variable."""

    def __init__(self, urls: Collection[str], server: str, resource: str) -> None:
        self._known = [template(_without_query(_rest(one))) for one in urls]
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
        is_known = any(one.fullmatch(_without_query(rest)) for one in self._known)
        base = self._server if is_known or _is_shared(parts.path) else self._resource
        return f"{base}{place or '/'}"


def _is_shared(path: str) -> bool:
    """Return whether a path is one that every authorization server can have."""
    return path.startswith("/.well-known/")


def _rest(url: str) -> str:
    return url.partition("://")[2]


def _without_query(text: str) -> str:
    return re.split(r"[?#]", text)[0]
