"""A spec to the paths of its endpoints at the mock server, which has one host for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.model.endpoints import VariableType
from generator.model.provider import Provider

_BASE = "{*}"
_VARIABLE = re.compile(r"\{.*?\}")


def local_urls(provider: Provider) -> Mapping[str, str]:
    """Return each URL of an endpoint with {*} for each variable that can contain a path, and its prefix.

    A prefix tells an endpoint from an earlier one at another address, which has the same path.
    """
    paths: list[str] = []
    found: dict[str, str] = {}
    for name, url in _endpoints(provider):
        address = with_bases(provider, url)
        if address not in found:
            path = _path(address)
            found[address] = (
                f"/{name}" if any(_overlap(path, one) for one in paths) else ""
            )
            paths.append(path)
    return found


def local_path(provider: Provider, url: str) -> str:
    """Return the path of an endpoint, with {name} or {*} for each variable."""
    address = with_bases(provider, url)
    return local_urls(provider)[address] + _path(address)


def with_bases(provider: Provider, url: str) -> str:
    """Return a URL with {*} for each variable that can contain a path, and without a # before its path."""
    url = url.replace("/#/", "/", 1)
    for one in provider.variables:
        if one.type is VariableType.BASE:
            url = url.replace(f"{{{one.name}}}", _BASE)
    return url


def _endpoints(provider: Provider) -> Iterator[tuple[str, str]]:
    """Yield the name of what is sent to each endpoint, and the endpoint's URL."""
    if provider.authorization is not None:
        yield "authorization", provider.authorization.url
    if provider.token_endpoint is not None:
        yield "token", provider.token_endpoint.url
    for one in provider.requests:
        yield one.kind.value, one.url


def _path(address: str) -> str:
    rest = address.removeprefix("https://").partition("?")[0]
    return rest if rest.startswith(_BASE) else f"/{rest.partition('/')[2]}"


def _overlap(one: str, other: str) -> bool:
    """Return whether a path can be one of both, as far as an example of each shows."""
    return bool(
        _pattern(one).fullmatch(_VARIABLE.sub("x", other))
        or _pattern(other).fullmatch(_VARIABLE.sub("x", one))
    )


def _pattern(path: str) -> re.Pattern[str]:
    text = ""
    for piece in re.split(r"(\{.*?\})", path):
        text += {_BASE: ".*"}.get(piece) or (
            "[^/]+" if _VARIABLE.fullmatch(piece) else re.escape(piece)
        )
    return re.compile(text)
