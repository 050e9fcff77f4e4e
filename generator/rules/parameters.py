"""Rules for the parameters of the request, its constants, defaults, and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.endpoints import Parameter, Role, is_listed
from generator.model.provider import Provider
from generator.reading.diagnostics import Path, near_or
from generator.reading.protocol import values
from generator.rules.finding import Finding

_OAUTH = [one.value for one in Role if one is not Role.PROVIDER]
"""The parameters of an authorization request (RFC 6749 §4.2.1)."""

_OF_THE_CALLER = (Role.CLIENT_ID, Role.REDIRECT_URI, Role.STATE, Role.SCOPE)
"""Roles whose value the caller provides, or the request on behalf of the caller."""

_WITHOUT_DEFAULT = (Role.CLIENT_ID, Role.STATE, Role.SCOPE)
"""Roles whose value is different for each caller."""

_LIST: Path = ("authorization_endpoint", "parameters")
_MEANINGS = {
    "vschar": "printable ASCII (RFC 6749 App. A)",
    "uri": "an absolute URI without a fragment (RFC 6749 §3.1.2)",
    "scope-tokens": "scope names separated by single spaces (RFC 6749 §3.3)",
}


def written(provider: Provider) -> Iterator[tuple[Path, Parameter, str]]:
    """Yield each value of a parameter in the spec, with its path."""
    for one in provider.authorization_endpoint.parameters:
        for key, value in (
            ("value", one.constant if is_listed(one.path) else None),
            ("default", one.default),
            ("example", one.example),
        ):
            if value is not None:
                yield (*one.path, key), one, value
    declared = {one.name: one for one in provider.authorization_endpoint.parameters}
    for index, example in enumerate(provider.examples):
        for name, value in example.values:
            if name in declared:
                yield ("examples", index, "inputs", name), declared[name], value


def missing_parameter(provider: Provider) -> Iterator[Finding]:
    """The request does not declare a parameter that it needs."""
    for role in (Role.RESPONSE_TYPE, Role.CLIENT_ID, Role.SCOPE):
        if provider.authorization_endpoint.parameter(role) is None:
            hint = "add an entry; an authorization request has this parameter (RFC 6749 §4.2.1)"
            yield Finding(_LIST, f'the parameter "{role.value}" is not declared', hint)


def unsupported_parameter(provider: Provider) -> Iterator[Finding]:
    """A parameter has no constant, and OAuth does not define it for the request."""
    for one in provider.authorization_endpoint.parameters:
        if one.role is Role.PROVIDER and one.constant is None:
            known = ", ".join(_OAUTH)
            message = f'"{one.name}" has no constant and is not one of {known}'
            hint = (
                "add a constant, or remove the parameter; "
                "a caller can still pass it as an extra parameter"
            )
            yield Finding((*one.path, "name"), message, hint)


def unsupported_grant(provider: Provider) -> Iterator[Finding]:
    """The request does not use the implicit grant."""
    for one in provider.authorization_endpoint.parameters:
        if one.role is Role.RESPONSE_TYPE and one.constant != "token":
            key = "name" if one.constant is None else "value"
            message = "only the implicit grant (RFC 6749 §4.2) is supported"
            hint = "write value: token, but only if the provider documents it; no other grant can be generated"
            yield Finding((*one.path, key), message, hint)


def constant_of_the_caller(provider: Provider) -> Iterator[Finding]:
    """A parameter has a constant, but the caller must provide its value."""
    for one in provider.authorization_endpoint.parameters:
        if one.constant is not None and one.role in _OF_THE_CALLER:
            message = f'the caller provides the value of "{one.name}"'
            hint = "remove the constant; to show a value in the docs, write example:"
            yield Finding((*one.path, "value"), message, hint)


def constant_and_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has both a constant and a default."""
    for one in provider.authorization_endpoint.parameters:
        if one.constant is not None and one.default is not None:
            message = "a parameter with a constant cannot have a default"
            kept = "default" if one.role is Role.PROVIDER else "constant"
            hint = f"remove the {kept}"
            yield Finding((*one.path, "default"), message, hint)


def constant_outside_values(provider: Provider) -> Iterator[Finding]:
    """A constant is not one of the documented values of its parameter."""
    for one in provider.authorization_endpoint.parameters:
        if one.constant is not None and one.values and one.constant not in one.values:
            message = f'"{one.constant}" is not one of the documented values'
            listed = f"write one of {', '.join(one.values)}, or add it to values"
            hint = near_or(one.constant, one.values, listed)
            yield Finding((*one.path, "value"), message, hint)


def values_without_constant(provider: Provider) -> Iterator[Finding]:
    """A parameter without a constant lists values."""
    for one in provider.authorization_endpoint.parameters:
        if one.values and one.constant is None:
            message = "a parameter without a constant cannot list values"
            hint = "add value: with the value to send"
            if one.role in _OF_THE_CALLER:
                hint = "remove them; the caller provides the value"
            yield Finding((*one.path, "values"), message, hint)


def unsupported_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has a default, but its value differs for each caller."""
    for one in provider.authorization_endpoint.parameters:
        if one.default is not None and one.role in _WITHOUT_DEFAULT:
            message = f'"{one.name}" is different for each caller, so it cannot have a default'
            hint = "remove it; to show a value in the docs, write example:"
            yield Finding((*one.path, "default"), message, hint)


def value_outside_characters(provider: Provider) -> Iterator[Finding]:
    """A constant, default, or example contains characters that `characters` does not allow."""
    for path, one, value in written(provider):
        characters = _characters(one)
        if not re.fullmatch(_pattern(characters), value):
            message = f'"{value}" does not match characters: {characters}'
            yield Finding(path, message, f"write {_MEANINGS[characters]}")


def scope_holds_separator(provider: Provider) -> Iterator[Finding]:
    """A scope name contains the scope separator."""
    separator = provider.authorization_endpoint.scope_separator
    for index, scope in enumerate(provider.scopes):
        if separator in scope.name:
            message = f'"{scope.name}" contains the scope separator "{separator}"'
            hint = "fix scope_separator or the name"
            yield Finding(("scopes", index, "name"), message, hint)


def _pattern(characters: str) -> str:
    if characters == "uri":
        return values()["absolute_uri_pattern"].text
    if characters == "scope-tokens":
        token = values()["scope_token_pattern"].text
        return f"{token}( {token})*"
    return r"[ -~]+"


def _characters(one: Parameter) -> str:
    """Return the allowed characters of a parameter. A redirect URI is always a URI."""
    return "uri" if one.role is Role.REDIRECT_URI else one.characters or "vschar"
