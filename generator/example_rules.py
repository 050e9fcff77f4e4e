"""What a documented URL of a spec has to be: one that the generated request builds."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote

from generator.diagnostics import Path, Problem
from generator.model import Example, Parameter, Provider


def urls(provider: Provider) -> Iterator[Problem]:
    """The URL is the endpoint's, with declared parameters in the declared order, well encoded."""
    names = [one.name for one in provider.endpoint.parameters]
    for index, example in enumerate(provider.examples):
        path: Path = ("examples", index, "url")
        if not _is_at_endpoint(provider, example):
            hint = f"it starts with {provider.endpoint.url}?"
            yield Problem(
                "example-endpoint", path, "this is not the endpoint's URL", hint
            )
            continue
        if not _is_in_order(provider, example):
            given = ", ".join(name for name, _ in _pairs(example))
            hint = f"the declared ones, in their order, are {', '.join(names)}"
            yield Problem("example-order", path, f"the parameters are {given}", hint)
        for name, value in _pairs(example):
            encoded = quote(unquote(value), safe=":~")
            if value != encoded:
                message = f"{name}={value} is not written as a request writes it"
                yield Problem(
                    "example-encoding", path, message, f"write {name}={encoded}"
                )


def scopes(provider: Provider) -> Iterator[Problem]:
    """The scopes are declared, and are those of the URL in its order."""
    declared = {one.name for one in provider.scopes}
    separator = provider.endpoint.scope_separator
    for index, example in enumerate(provider.examples):
        path: Path = ("examples", index, "scopes")
        if _decoded(example).get("scope", "") != separator.join(example.scopes):
            hint = "write the scopes of the URL, in its order"
            yield Problem(
                "example-scopes", path, "these are not the scopes of the URL", hint
            )
        for position, name in enumerate(example.scopes):
            if name not in declared:
                hint = "name a scope that is declared under scopes"
                place = (*path, position)
                yield Problem("unknown-scope", place, f'"{name}" is no scope', hint)


def values(provider: Provider) -> Iterator[Problem]:
    """The values are those parameters of the URL that a caller gives."""
    for index, example in enumerate(provider.examples):
        if not (_is_at_endpoint(provider, example) and _is_in_order(provider, example)):
            continue
        given = {
            name: value
            for name, value in _decoded(example).items()
            if _is_given(provider.endpoint.parameter(name), value)
        }
        if dict(example.values) != given:
            listed = ", ".join(f'{name}: "{value}"' for name, value in given.items())
            message = "these are not the values in the URL that a caller gives"
            path = ("examples", index, "values")
            yield Problem("example-values", path, message, f"write {{{listed}}}")


def _is_at_endpoint(provider: Provider, example: Example) -> bool:
    return example.url.startswith(f"{provider.endpoint.url}?")


def _is_in_order(provider: Provider, example: Example) -> bool:
    given = [name for name, _ in _pairs(example)]
    declared = dict.fromkeys(one.name for one in provider.endpoint.parameters)
    return given == [name for name in declared if name in given]


def _is_given(parameter: Parameter | None, value: str) -> bool:
    """Return whether a caller gives the value: it is no scope, no constant and no default."""
    if parameter is None or parameter.name in ("response_type", "scope"):
        return False
    return value not in (parameter.constant, parameter.default)


def _pairs(example: Example) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in example.url.partition("?")[2].split("&"))
    return [(name, value) for name, _, value in pairs]


def _decoded(example: Example) -> dict[str, str]:
    return {name: unquote(value) for name, value in _pairs(example)}
