"""Rules of documented URLs: each is one that the generated request builds."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote, unquote_to_bytes

from generator.model.provider import Example, Parameter, Provider
from generator.reading.diagnostics import near_or
from generator.rules.finding import Finding


def example_endpoint(provider: Provider) -> Iterator[Finding]:
    """A documented URL is not the endpoint's."""
    for index, example in enumerate(provider.examples):
        if not _is_at_endpoint(provider, example):
            hint = f'it starts with "{provider.endpoint.url}?"'
            path = ("examples", index, "url")
            yield Finding(path, "this is not the endpoint's URL", hint)


def example_order(provider: Provider) -> Iterator[Finding]:
    """The parameters of a documented URL are not the declared ones, in the declared order."""
    names = [one.name for one in provider.endpoint.parameters]
    for index, example in enumerate(provider.examples):
        if _is_at_endpoint(provider, example) and not _is_in_order(provider, example):
            given = ", ".join(name for name, _ in _pairs(example))
            hint = f"the declared ones, in their order, are {', '.join(names)}"
            path = ("examples", index, "url")
            yield Finding(path, f"the parameters are {given}", hint)


def example_encoding(provider: Provider) -> Iterator[Finding]:
    """A documented URL is not percent-encoded as a request encodes it."""
    for index, example in enumerate(provider.examples):
        path = ("examples", index, "url")
        if "#" in example.url:
            message = "a request has no fragment"
            yield Finding(path, message, "take out the # and what follows it")
            continue
        for name, value in _pairs(example):
            decoded = unquote_to_bytes(value)
            message = f"{name}={value} is not written as a request writes it"
            hint = f"write {name}={quote(decoded, safe=':~')}"
            if "+" in value:
                hint = "write %20 where a blank is meant, and %2B where a plus is"
            if not _is_utf8(decoded):
                hint = "encode the UTF-8 form of the value"
            if value != quote(decoded, safe=":~") or not _is_utf8(decoded):
                yield Finding(path, message, hint)


def example_scopes(provider: Provider) -> Iterator[Finding]:
    """The scopes of an example are not those of its URL, in the URL's order."""
    separator = provider.endpoint.scope_separator
    for index, example in enumerate(provider.examples):
        in_url = _decoded(example).get("scope", "")
        if in_url != separator.join(example.scopes):
            names = in_url.split(separator) if in_url else []
            listed = ", ".join(f'"{name}"' for name in names)
            path = ("examples", index, "scopes")
            message = "these are not the scopes of the URL"
            yield Finding(path, message, f"write [{listed}]")


def unknown_scope(provider: Provider) -> Iterator[Finding]:
    """An example names a scope that is not declared."""
    declared = [one.name for one in provider.scopes]
    for index, example in enumerate(provider.examples):
        for position, name in enumerate(example.scopes):
            if name not in declared:
                hint = near_or(
                    name, declared, "declare it under scopes, or take it out"
                )
                path = ("examples", index, "scopes", position)
                yield Finding(path, f'there is no scope "{name}"', hint)


def example_values(provider: Provider) -> Iterator[Finding]:
    """The values of an example are not those in its URL that a caller gives."""
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
            yield Finding(path, message, f"write {{{listed}}}")


def example_constants(provider: Provider) -> Iterator[Finding]:
    """A documented URL lacks a constant, or gives it another value, which no request does."""
    for index, example in enumerate(provider.examples):
        if not (_is_at_endpoint(provider, example) and _is_in_order(provider, example)):
            continue
        in_url = _decoded(example)
        for one in provider.endpoint.parameters:
            if one.constant is not None and in_url.get(one.name) != one.constant:
                constant = f"{one.name}={quote(one.constant, safe=':~')}"
                path = ("examples", index, "url")
                message = f"the constant {constant} is missing"
                if one.name in in_url:
                    message = f"{one.name} has a constant, and this is another value"
                yield Finding(path, message, f"write {constant} in its place")


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
    return parameter.constant is None and value != parameter.default


def _pairs(example: Example) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in example.url.partition("?")[2].split("&"))
    return [(name, value) for name, _, value in pairs]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(example: Example) -> dict[str, str]:
    return {name: unquote(value) for name, value in _pairs(example)}
