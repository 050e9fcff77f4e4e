"""An old model becomes one that refers to its renamed entries by their new names.

Without this, a rename would also be reported at each place that refers to the entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast
from urllib.parse import quote, unquote

from generator.model.facts import Citation
from generator.model.provider import Example, Provider

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Renames:
    """The new name of each renamed entry by its old name."""

    variables: Mapping[str, str]
    parameters: Mapping[str, str]
    scopes: Mapping[str, str]


def cited(value: One, names: Mapping[str, str]) -> One:
    """Return a value of the model with the new ID of each cited source."""
    found: Any = value
    if isinstance(value, Citation):
        found = replace(value, source=names.get(value.source, value.source))
    elif isinstance(value, tuple):
        found = tuple(cited(one, names) for one in cast("tuple[object, ...]", value))
    elif is_dataclass(value):
        members = {one.name: getattr(value, one.name) for one in fields(value)}
        found = replace(
            cast(Any, value), **{key: cited(one, names) for key, one in members.items()}
        )
    return cast(One, found)


def followed(old: Provider, new: Provider, renames: Renames) -> Provider:
    """Return the old model with each reference that differs from the new model only by a rename.

    Every other value stays as it was, because a report shows it.
    """
    old = _endpoints(old, new, renames)
    patterns = [one.pattern for one in new.hosts]
    hosts = (
        (one, replace(one, pattern=_filled(one.pattern, renames))) for one in old.hosts
    )
    examples = (
        (one, _example(one, old.authorization_endpoint.scope_separator, renames))
        for one in old.examples
    )
    call = old.call_example
    if call is not None and new.call_example is not None:
        url = _filled(call.url, renames)
        call = replace(call, url=url) if url == new.call_example.url else call
    return replace(
        old,
        call_example=call,
        hosts=tuple(now if now.pattern in patterns else was for was, now in hosts),
        examples=tuple(now if now in new.examples else was for was, now in examples),
    )


def _endpoints(old: Provider, new: Provider, renames: Renames) -> Provider:
    """Return the old model with the URLs of its endpoints followed."""
    authorization, token = old.authorization, old.token_endpoint
    if authorization is not None and new.authorization is not None:
        url = _followed(authorization.url, new.authorization.url, renames)
        authorization = replace(authorization, url=url)
    if token is not None and new.token_endpoint is not None:
        url = _followed(token.url, new.token_endpoint.url, renames)
        of_kind = {one.kind: one for one in new.token_endpoint.requests}
        requests = tuple(
            (
                replace(one, url=_followed(one.url, of_kind[one.kind].url, renames))
                if one.kind in of_kind
                else one
            )
            for one in token.requests
        )
        token = replace(token, url=url, requests=requests)
    urls = {one.kind: one.url for one in new.other_endpoints}
    others = tuple(
        replace(one, url=_followed(one.url, urls.get(one.kind, ""), renames))
        for one in old.other_endpoints
    )
    return replace(
        old, authorization=authorization, token_endpoint=token, other_endpoints=others
    )


def _followed(old: str, new: str, renames: Renames) -> str:
    """Return the new URL if it differs from the old one only by a rename, or the old one."""
    return new if _filled(old, renames) == new else old


def _filled(text: str, renames: Renames) -> str:
    """Return a URL or pattern with the new name of each variable; a swap needs one pass."""

    def renamed(found: re.Match[str]) -> str:
        return f"{{{renames.variables.get(found[1], found[1])}}}"

    return re.sub(r"\{([^{}]*)\}", renamed, text)


def _example(one: Example, separator: str, renames: Renames) -> Example:
    scopes = tuple(renames.scopes.get(name, name) for name in one.scopes)
    base, mark, query = _filled(one.url, renames).partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")]
    written = (
        f"{renames.parameters.get(name, name)}{equals}"
        f"{_scopes(value, separator, renames) if name == 'scope' else value}"
        for name, equals, value in pairs
    )
    values = tuple(
        (renames.parameters.get(name, name), value) for name, value in one.values
    )
    url = f"{base}{mark}{'&'.join(written)}"
    return replace(one, url=url, values=values, scopes=scopes)


def _scopes(value: str, separator: str, renames: Renames) -> str:
    names = unquote(value).split(separator)
    renamed = [renames.scopes.get(name, name) for name in names]
    return value if renamed == names else quote(separator.join(renamed), safe=":~")
