"""Decides from the text of a URL whether a call to it may have the headers of a token."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..checks import check_domain
from ..errors import OAuthError
from ..hosts import is_loopback
from . import messages

_WEB_URL = re.compile(r"(https?)://([^/?#]*)(?:[/?#][!-~]*)?", re.IGNORECASE)
_PORT = re.compile(r":[0-9]+$")


def named_origins(hosts: Iterable[str]) -> frozenset[str]:
    """Return the origins of hosts, each a ``host[:port]``.

    That is https, and also http for a host of this machine. Raises OAuthError: a
    ``domain_`` code, whose argument is an item of hosts.
    """
    return frozenset(
        origin
        for index, host in enumerate(hosts)
        for origin in _origins(host, f"hosts[{index}]")
    )


def origin_of(url: str) -> str | None:
    """Return scheme, host, and port of a URL, normalized as in named_origins.

    None if the headers may never go there: the URL is neither https nor http to this
    machine, has user information, or has a host that libraries may read differently.
    """
    match = _WEB_URL.fullmatch(url)
    if match is None:
        return None
    scheme = match[1].lower()
    try:
        return f"{scheme}://{check_domain(match[2], scheme)}"
    except OAuthError:
        return None


def without_port(origin: str) -> str:
    """Return the scheme and host of an origin that origin_of returned."""
    return _PORT.sub("", origin)


def plain_host(url: str) -> str | None:
    """Return the host of an http URL as proxy settings write it; None for https.

    It has no port and no brackets. A URL without an origin also returns None.
    """
    scheme, _, host = without_port(origin_of(url) or "").partition("://")
    return host.strip("[]") if scheme == "http" else None


def foreign_host(url: str) -> OAuthError:
    """Return the error for a URL whose origin is not among the named ones."""
    origin = origin_of(url)
    if origin is not None:
        values = {"host": origin.partition("://")[2]}
        return OAuthError(messages.FOREIGN_HOST_UNNAMED, values=values)
    if url[:5].lower() == "http:":
        return OAuthError(messages.FOREIGN_HOST_INSECURE)
    return OAuthError(messages.FOREIGN_HOST_NOT_PLAIN)


def _origins(host: str, name: str) -> Iterable[str]:
    checked = check_domain(host, "https", name)
    yield f"https://{checked}"
    if is_loopback(checked):
        yield f"http://{check_domain(host, 'http', name)}"
