"""Rules for names: each name in a list is unique, and a folder can have the ID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.endpoints import is_listed
from generator.model.provider import Provider
from generator.reading.diagnostics import Path
from generator.rules.finding import Finding

DEVICES = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
"""The names of devices of Windows, which no file or folder can have there, whatever its extension."""


def reserved_id(provider: Provider) -> Iterator[Finding]:
    """The provider's ID is the name of a device, so Windows cannot create a folder for its output."""
    if provider.id in DEVICES:
        message = f'Windows cannot have a file or folder with the name "{provider.id}"'
        hint = f"choose another ID, such as {provider.id}api"
        yield Finding(("provider", "id"), message, hint)


def duplicate_source(provider: Provider) -> Iterator[Finding]:
    """Two sources have the same `id`."""
    return _twice("source", ("sources",), "id", (one.id for one in provider.sources))


def duplicate_parameter(provider: Provider) -> Iterator[Finding]:
    """Two parameters of the request have the same name."""
    listed = [
        one for one in provider.authorization_endpoint.parameters if is_listed(one.path)
    ]
    names = (one.name for one in listed)
    return _twice("parameter", ("authorization_endpoint", "parameters"), "name", names)


def duplicate_scope(provider: Provider) -> Iterator[Finding]:
    """Two scopes have the same name."""
    return _twice("scope", ("scopes",), "name", (one.name for one in provider.scopes))


def duplicate_response_parameter(provider: Provider) -> Iterator[Finding]:
    """Two parameters of the response have the same name."""
    listed = [
        one
        for one in provider.authorization_endpoint.response_parameters
        if is_listed(one.path)
    ]
    names = (one.name for one in sorted(listed, key=lambda one: one.path[-1]))
    return _twice("parameter", ("authorization_endpoint", "callback"), "name", names)


def duplicate_error(provider: Provider) -> Iterator[Finding]:
    """Two errors of the response have the same code."""
    codes = (one.code for one in provider.authorization_endpoint.response_errors)
    return _twice("error", ("authorization_endpoint", "errors"), "code", codes)


def duplicate_header(provider: Provider) -> Iterator[Finding]:
    """Two headers have the same name, ignoring case (RFC 9110 §5.1)."""
    names = (one.name for one in provider.headers)
    return _twice("header", ("calls", "headers"), "name", names, any_case=True)


def duplicate_note(provider: Provider) -> Iterator[Finding]:
    """Two notes have the same `id`."""
    return _twice("note", ("notes",), "id", (one.id for one in provider.notes))


def duplicate_example(provider: Provider) -> Iterator[Finding]:
    """Two examples have the same `id`."""
    return _twice("example", ("examples",), "id", (one.id for one in provider.examples))


def _twice(
    kind: str, path: Path, key: str, names: Iterable[str], *, any_case: bool = False
) -> Iterator[Finding]:
    """Yield each name in the list at `path` that an earlier entry already has."""
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        compared = name.lower() if any_case else name
        earlier = first.setdefault(compared, index)
        if earlier != index:
            yield Finding(
                (*path, index, key),
                f'"{name}" is declared twice',
                f"{kind} {'ID' if key == 'id' else key}s must be unique",
                first=(*path, earlier, key),
            )
