"""Rules for documented URLs: the generated request must be able to build each one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from generator.model.endpoints import PKCE, Parameter, Role
from generator.model.provider import Example, Provider
from generator.model.reference import example_url
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
            hint = f'start with "{_start(provider)}"{_or_examples(provider)}'
            path = ("examples", index, "url")
            yield Finding(path, "this URL does not start with the endpoint's URL", hint)


def example_parameters(provider: Provider) -> Iterator[Finding]:
    """A documented URL has a parameter that no request sends, or has one twice."""
    declared = {one.name: one for one in provider.authorization_endpoint.parameters}
    for index, example in _at_endpoint(provider):
        path = ("examples", index, "url")
        names = [name for name, _ in _pairs(provider, example)]
        for name in dict.fromkeys(names):
            one = declared.get(name)
            if one is None:
                hint = near_or(
                    name, [*declared], "declare it, or remove it from the URL"
                )
                yield Finding(path, f'a request does not send "{name}"', hint)
            elif names.count(name) > 1 and not one.is_repeated:
                message = f'a request sends "{name}" only once'
                yield Finding(
                    path, message, "add repeated: true, or remove one of them"
                )


def example_encoding(provider: Provider) -> Iterator[Finding]:
    """A documented URL has a fragment, or a value that is not UTF-8."""
    for index, example in enumerate(provider.examples):
        path = ("examples", index, "url")
        if "#" in example.url.removeprefix(provider.authorization_endpoint.url):
            message = "this URL has a fragment, but a request cannot have one"
            yield Finding(path, message, "remove the # and everything after it")
            continue
        for part in example.url.partition("?")[2].split("&"):
            if not _is_utf8(unquote_to_bytes(part)):
                message = f"{part} is not UTF-8"
                yield Finding(path, message, "encode the value as UTF-8 first")


def example_scopes(provider: Provider) -> Iterator[Finding]:
    """The scopes of an example do not match those in its URL, or one is repeated."""
    separator = provider.authorization_endpoint.scope_separator
    parameter = provider.authorization_endpoint.parameter(Role.SCOPE)
    for index, example in _at_endpoint(provider):
        in_url = ""
        if parameter is not None:
            in_url = _decoded(provider, example).get(parameter.name, "")
        names = in_url.split(separator) if in_url else []
        repeated = next((one for one in names if names.count(one) > 1), None)
        if repeated is not None:
            message = f'a request sends the scope "{repeated}" only once'
            hint = "name each scope once, in the URL and under scopes"
            yield Finding(("examples", index, "url"), message, hint)
        elif sorted(names) != sorted(example.scopes):
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


def example_omission(provider: Provider) -> Iterator[Finding]:
    """A documented URL omits a parameter that each request has, or has one without a value."""
    for index, example in _at_endpoint(provider):
        in_url, path = _decoded(provider, example), ("examples", index, "url")
        for one in provider.authorization_endpoint.parameters:
            # Another rule reports a constant that is missing.
            if in_url.get(one.name) or one.constant is not None:
                continue
            if one.name in in_url:
                message = f"a request never sends an empty {one.name}"
                yield Finding(path, message, f"remove {one.name}=")
            elif _is_always_sent(one):
                message = f"a request always sends {one.name}, but this URL does not contain it"
                value = quote(_value(provider, one), safe=":~")
                yield Finding(path, message, f"add {one.name}={value}")


def example_inputs(provider: Provider) -> Iterator[Finding]:
    """The inputs of an example do not match what the caller gives in its URL."""
    declared = {one.name: one for one in provider.authorization_endpoint.parameters}
    for index, example in _at_endpoint(provider):
        given = {
            name: value
            for name, value in _decoded(provider, example).items()
            if value and name in declared and _is_given(declared[name], value)
        }
        if dict(example.values) != given:
            listed = ", ".join(
                f"{_key(name)}: {_quoted(given[name])}" for name in given
            )
            message = "these inputs do not match the URL"
            path = ("examples", index, "inputs")
            yield Finding(path, message, f"write {{{listed}}}")


def example_constants(provider: Provider) -> Iterator[Finding]:
    """A documented URL is missing a constant or has another value for it."""
    for index, example in _at_endpoint(provider):
        in_url, path = _decoded(provider, example), ("examples", index, "url")
        for one in provider.authorization_endpoint.parameters:
            if one.constant is None or in_url.get(one.name) == one.constant:
                continue
            # Documentation often leaves out PKCE, and only a placeholder shows a variable.
            if (one.role in PKCE and one.name not in in_url) or "{" in one.constant:
                continue
            constant = f"{one.name}={quote(one.constant, safe=':~')}"
            message = f"the constant {constant} is missing"
            if one.name in in_url:
                message = f"the value of {one.name} is not its constant"
            yield Finding(path, message, f"write {constant}")


def _key(name: str) -> str:
    """Return a name as YAML has it before a colon."""
    return name if re.fullmatch("[A-Za-z_]{2}[A-Za-z0-9_-]*", name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _at_endpoint(provider: Provider) -> Iterator[tuple[int, Example]]:
    """Yield each documented URL that starts with the endpoint's URL and can be decoded, with its index."""
    for index, example in enumerate(provider.examples):
        if _is_at_endpoint(provider, example) and _is_utf8(
            unquote_to_bytes(example.url)
        ):
            yield index, example


def _is_at_endpoint(provider: Provider, example: Example) -> bool:
    return example.url.startswith(_start(provider))


def _start(provider: Provider) -> str:
    """Return the endpoint's URL and the character that precedes the first parameter."""
    url = provider.authorization_endpoint.url
    return f"{url}{'&' if '?' in url else '?'}"


def _or_examples(provider: Provider) -> str:
    """Return what else a documented URL can start with, if the endpoint's URL has variables."""
    if "{" not in provider.authorization_endpoint.url:
        return ""
    return f', or with "{example_url(provider, _start(provider))}"'


def _is_given(parameter: Parameter, value: str) -> bool:
    """Return whether a caller gives the value: it is not a scope, constant, default, or challenge."""
    if parameter.role in (Role.RESPONSE_TYPE, Role.SCOPE, *PKCE):
        return False
    return parameter.constant is None and value != parameter.default


def _is_always_sent(one: Parameter) -> bool:
    """Return whether each request has the parameter, besides the values that it creates by itself."""
    return one.role is Role.CLIENT_ID or one.required or one.default is not None


def _value(provider: Provider, one: Parameter) -> str:
    """Return a value for a parameter that a documented URL omits."""
    if one.role is Role.SCOPE and provider.scopes:
        return provider.scopes[0].name
    return one.default or one.example or _PLACEHOLDERS.get(one.role, "1")


def _pairs(provider: Provider, example: Example) -> list[tuple[str, str]]:
    """Return the decoded names and values in a URL after the endpoint's URL."""
    query = example.url.removeprefix(_start(provider)).partition("#")[0]
    return parse_qsl(query, keep_blank_values=True)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(provider: Provider, example: Example) -> dict[str, str]:
    return dict(_pairs(provider, example))
