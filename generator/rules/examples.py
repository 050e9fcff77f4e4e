"""Rules for documented URLs: the generated request must be able to build each one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote, unquote_to_bytes

from generator.model.endpoints import Parameter, Role
from generator.model.provider import Example, Provider
from generator.reading.diagnostics import near_or
from generator.rules.finding import Finding

_PLACEHOLDERS = {
    Role.CLIENT_ID: "YOUR_CLIENT_ID",
    Role.REDIRECT_URI: "https://app.example.com/callback",
}
"""Values that a maintainer recognizes as placeholders."""


def example_endpoint(provider: Provider) -> Iterator[Finding]:
    """A documented URL does not start with the endpoint's URL."""
    for index, example in enumerate(provider.examples):
        if not _is_at_endpoint(provider, example):
            hint = f'start with "{provider.authorization_endpoint.url}?"'
            path = ("examples", index, "url")
            yield Finding(path, "this URL does not start with the endpoint's URL", hint)


def example_order(provider: Provider) -> Iterator[Finding]:
    """A documented URL has undeclared parameters or a different order of parameters."""
    names = [one.name for one in provider.authorization_endpoint.parameters]
    for index, example in enumerate(provider.examples):
        if _is_at_endpoint(provider, example) and not _is_in_order(provider, example):
            given = ", ".join(name for name, _ in _pairs(example))
            hint = f"the declared parameters, in order, are {', '.join(names)}"
            path = ("examples", index, "url")
            yield Finding(path, f"the parameters in this URL are {given}", hint)


def example_encoding(provider: Provider) -> Iterator[Finding]:
    """A documented URL is percent-encoded differently than a request encodes it."""
    for index, example in enumerate(provider.examples):
        path = ("examples", index, "url")
        if "#" in example.url:
            message = "this URL has a fragment, but a request cannot have one"
            yield Finding(path, message, "remove the # and everything after it")
            continue
        for name, value in _pairs(example):
            decoded = unquote_to_bytes(value)
            message = f"a request encodes {name}={value} differently"
            hint = f"write {name}={quote(decoded, safe=':~')}"
            if "+" in value:
                hint = "write %20 for a space and %2B for a plus sign"
            if not _is_utf8(decoded):
                hint = "encode the value as UTF-8 first"
            if value != quote(decoded, safe=":~") or not _is_utf8(decoded):
                yield Finding(path, message, hint)


def example_scopes(provider: Provider) -> Iterator[Finding]:
    """The scopes of an example do not match the scopes in its URL, including their order."""
    separator = provider.authorization_endpoint.scope_separator
    parameter = provider.authorization_endpoint.parameter(Role.SCOPE)
    for index, example in enumerate(provider.examples):
        in_url = _decoded(example).get(parameter.name, "") if parameter else ""
        if in_url != separator.join(example.scopes):
            names = in_url.split(separator) if in_url else []
            listed = ", ".join(f'"{name}"' for name in names)
            path = ("examples", index, "scopes")
            message = "these scopes do not match the URL"
            yield Finding(path, message, f"write [{listed}]")


def unknown_scope(provider: Provider) -> Iterator[Finding]:
    """An example has a scope that is not declared."""
    declared = [one.name for one in provider.scopes]
    for index, example in enumerate(provider.examples):
        for position, name in enumerate(example.scopes):
            if name not in declared:
                hint = near_or(name, declared, "declare it under scopes, or remove it")
                path = ("examples", index, "scopes", position)
                yield Finding(path, f'unknown scope "{name}"', hint)


def example_scope_order(provider: Provider) -> Iterator[Finding]:
    """A documented URL repeats a scope or does not list its scopes in the declared order."""
    separator = provider.authorization_endpoint.scope_separator
    parameter = provider.authorization_endpoint.parameter(Role.SCOPE)
    name = parameter.name if parameter else ""
    for index, example in enumerate(provider.examples):
        in_url = _decoded(example).get(name, "").split(separator)
        declared = dict.fromkeys(one.name for one in provider.scopes)
        sent = [one for one in declared if one in in_url]
        # Another rule reports a scope that is not declared.
        if in_url != sent and set(in_url) == set(sent):
            path = ("examples", index, "url")
            message = "a request sends each scope once, in the order of the scopes list"
            scopes = quote(separator.join(sent), safe=":~")
            hint = f"write {name}={scopes}"
            if len(in_url) == len(sent):
                hint += ", or reorder the scopes list"
            yield Finding(path, message, hint)


def example_omission(provider: Provider) -> Iterator[Finding]:
    """A documented URL omits a parameter that each request has, or has one without a value."""
    for index, example in enumerate(provider.examples):
        if not (_is_at_endpoint(provider, example) and _is_in_order(provider, example)):
            continue
        in_url, path = _decoded(example), ("examples", index, "url")
        for one in provider.authorization_endpoint.parameters:
            # Another rule reports a constant that is missing.
            if in_url.get(one.name) or one.constant is not None:
                continue
            if _is_always_sent(one):
                message = f"a request always sends {one.name}, but this URL does not"
                value = quote(_value(provider, one), safe=":~")
                yield Finding(path, message, f"add {one.name}={value}")
            elif one.name in in_url:
                message = f"a request never sends an empty {one.name}"
                yield Finding(path, message, f"remove {one.name}=")


def example_values(provider: Provider) -> Iterator[Finding]:
    """The values of an example do not match the caller's values in its URL."""
    declared = {one.name: one for one in provider.authorization_endpoint.parameters}
    for index, example in enumerate(provider.examples):
        if not (_is_at_endpoint(provider, example) and _is_in_order(provider, example)):
            continue
        given = {
            name: value
            for name, value in _decoded(example).items()
            if value and _is_given(declared.get(name), value)
        }
        if dict(example.values) != given:
            listed = ", ".join(f'{name}: "{value}"' for name, value in given.items())
            message = "these values do not match the caller's values in the URL"
            path = ("examples", index, "inputs")
            yield Finding(path, message, f"write {{{listed}}}")


def example_constants(provider: Provider) -> Iterator[Finding]:
    """A documented URL is missing a constant or has another value for it."""
    for index, example in enumerate(provider.examples):
        if not (_is_at_endpoint(provider, example) and _is_in_order(provider, example)):
            continue
        in_url = _decoded(example)
        for one in provider.authorization_endpoint.parameters:
            if one.constant is not None and in_url.get(one.name) != one.constant:
                constant = f"{one.name}={quote(one.constant, safe=':~')}"
                path = ("examples", index, "url")
                message = f"the constant {constant} is missing"
                if one.name in in_url:
                    message = f"the value of {one.name} is not its constant"
                yield Finding(path, message, f"write {constant}")


def _is_at_endpoint(provider: Provider, example: Example) -> bool:
    return example.url.startswith(f"{provider.authorization_endpoint.url}?")


def _is_in_order(provider: Provider, example: Example) -> bool:
    given = [name for name, _ in _pairs(example)]
    declared = dict.fromkeys(
        one.name for one in provider.authorization_endpoint.parameters
    )
    return given == [name for name in declared if name in given]


def _is_given(parameter: Parameter | None, value: str) -> bool:
    """Return whether a caller provides the value: it is not a scope, constant, or default."""
    if parameter is None or parameter.role in (Role.RESPONSE_TYPE, Role.SCOPE):
        return False
    return parameter.constant is None and value != parameter.default


def _is_always_sent(one: Parameter) -> bool:
    """Return whether each request has the parameter. A request creates a state by itself."""
    return (
        one.role in (Role.CLIENT_ID, Role.STATE)
        or one.required
        or one.default is not None
    )


def _value(provider: Provider, one: Parameter) -> str:
    """Return a value for a parameter that a documented URL omits."""
    if one.role == Role.SCOPE:
        return provider.scopes[0].name
    return one.default or one.example or _PLACEHOLDERS.get(one.role, "1")


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
