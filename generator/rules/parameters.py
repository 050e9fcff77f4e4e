"""Rules for the parameters of the request, its constants, defaults, and values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model.endpoints import GrantType, Parameter, Role, is_listed
from generator.model.facts import Scope
from generator.model.provider import Provider
from generator.model.token_requests import RequestKind
from generator.reading.diagnostics import Path, near_or
from generator.reading.protocol import values
from generator.rules.finding import Finding

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


def constant_of_the_caller(provider: Provider) -> Iterator[Finding]:
    """A parameter has a constant, but the caller must provide its value."""
    for one in provider.authorization_endpoint.parameters:
        if one.constant is not None and one.role in _OF_THE_CALLER:
            message = f'the caller provides the value of "{one.name}"'
            hint = "remove value; to show a value in the docs, write example:"
            yield Finding((*one.path, "value"), message, hint)


def constant_and_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has both a constant and a default."""
    for one in provider.authorization_endpoint.parameters:
        if one.constant is not None and one.default is not None:
            message = "a parameter cannot have both value and default"
            kept = "default" if one.role is Role.PROVIDER else "value"
            hint = f"remove {kept}"
            yield Finding((*one.path, "default"), message, hint)


def constant_outside_values(provider: Provider) -> Iterator[Finding]:
    """A constant is not one of the documented values of its parameter."""
    for one in provider.authorization_endpoint.parameters:
        if one.constant is not None and one.values and one.constant not in one.values:
            message = f'"{one.constant}" is not one of the documented values'
            listed = f"write one of these: {', '.join(one.values)}; or add it to values"
            hint = near_or(one.constant, one.values, listed)
            yield Finding((*one.path, "value"), message, hint)


def values_of_the_caller(provider: Provider) -> Iterator[Finding]:
    """A parameter lists values, but only the caller knows its value."""
    for one in provider.authorization_endpoint.parameters:
        if one.values and one.role in _OF_THE_CALLER:
            hint = "remove values"
            message = f'the caller provides the value of "{one.name}"'
            yield Finding((*one.path, "values"), message, hint)


def unsupported_combination(provider: Provider) -> Iterator[Finding]:
    """A parameter has keys that cannot be combined."""
    sent = [one for each in provider.requests for one in each.parameters]
    endpoint = provider.authorization
    every = [*(endpoint.parameters if endpoint else ()), *sent]
    # Several requests can have the same parameter.
    for one in {one.path: one for one in every if is_listed(one.path)}.values():
        several = [
            key
            for key, is_given in (
                ("value", one.constant is not None),
                ("type: boolean", one.is_boolean),
                ("values", bool(one.values) and one.constant is None),
                ("scopes", bool(one.scopes)),
            )
            if is_given
        ]
        if one.is_repeated and (one.default is not None or one.is_boolean):
            several += ["repeated", *(["default"] if one.default is not None else [])]
        if one.scopes and one.default is not None:
            several.append("default")
        if len(several) > 1 and one.role is Role.PROVIDER:
            message = f"{' and '.join(dict.fromkeys(several))} cannot be combined"
            yield Finding(one.path, message, "keep one of them")


def required_and_always_sent(provider: Provider) -> Iterator[Finding]:
    """A parameter is required of the caller, but a request always has it."""
    for one in provider.authorization_endpoint.parameters:
        key = "default" if one.constant is None else "value"
        is_sent = one.constant is not None or one.default is not None
        if one.required and is_sent and one.role is Role.PROVIDER:
            message = (
                f'a parameter with "{key}" is always sent, so it cannot be required'
            )
            yield Finding((*one.path, "required"), message, "remove required")


def default_outside_values(provider: Provider) -> Iterator[Finding]:
    """A default is not one of the values of its parameter."""
    for one in provider.authorization_endpoint.parameters:
        values = ("true", "false") if one.is_boolean else one.values
        if one.default is not None and values and one.default not in values:
            message = f'"{one.default}" is not one of the values'
            hint = near_or(one.default, values, f"write one of {', '.join(values)}")
            yield Finding((*one.path, "default"), message, hint)


def parameter_in_the_query(provider: Provider) -> Iterator[Finding]:
    """A parameter of the authorization endpoint is not in the query."""
    for one in provider.authorization_endpoint.parameters:
        if one.place != "query":
            message = "an authorization request has only a query (RFC 6749 §3.1)"
            yield Finding((*one.path, "in"), message, "remove the key")


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
    for path, scopes in _scope_lists(provider):
        for index, scope in enumerate(scopes):
            if separator in scope.name:
                message = f'"{scope.name}" contains the scope separator "{separator}"'
                hint = "fix scope_separator or the name"
                yield Finding((*path, index, "name"), message, hint)
    for path, names, defaults in _default_scopes(provider):
        for index, name in enumerate(defaults):
            # A listed name is reported in its list.
            if separator in name and name not in names:
                message = f'"{name}" contains the scope separator "{separator}"'
                yield Finding((*path, index), message, "write one name per item")


def _scope_lists(provider: Provider) -> Iterator[tuple[Path, Sequence[Scope]]]:
    """Yield each list of scopes in the spec with its path."""
    yield ("scopes",), provider.scopes
    for one in provider.authorization_endpoint.parameters:
        if one.role is not Role.SCOPE:
            yield (*one.path, "scopes"), one.scopes
    requests = {one.kind.value: one for one in provider.requests}
    for grant in provider.grants:
        request = requests.get(grant.type.value)
        if request is not None and "scopes" in grant.keys:
            yield (*grant.path, "scopes"), request.scopes


def unknown_default_scope(provider: Provider) -> Iterator[Finding]:
    """A default scope is not one of the scopes."""
    for path, names, defaults in _default_scopes(provider):
        for index, name in enumerate(defaults):
            if names and name not in names:
                message = f'"{name}" is not one of the scopes'
                listed = (
                    f'write one of these: {", ".join(names)}; or add "{name}" to scopes'
                )
                yield Finding((*path, index), message, near_or(name, names, listed))


def _default_scopes(
    provider: Provider,
) -> Iterator[tuple[Path, Sequence[str], Sequence[str]]]:
    """Yield each list of default scopes with its path and the names that they are from, if any."""
    names = [one.name for one in provider.scopes]
    yield ("default_scopes",), names, provider.default_scopes
    for grant in provider.grants:
        request = provider.request(_ASKING.get(grant.type, RequestKind.CODE))
        if "default_scopes" in grant.keys and request is not None:
            names = [one.name for one in request.scopes]
            yield (*grant.path, "default_scopes"), names, request.default_scopes


_ASKING = {
    GrantType.CLIENT_CREDENTIALS: RequestKind.CLIENT_CREDENTIALS,
    GrantType.DEVICE_CODE: RequestKind.DEVICE_AUTHORIZATION,
}
"""The request of a grant that has its own scopes."""


def default_scopes_without_scope(provider: Provider) -> Iterator[Finding]:
    """There are default scopes, but a request has no scope."""
    endpoint = provider.authorization
    if provider.default_scopes and endpoint and not endpoint.parameter(Role.SCOPE):
        message = "no request has a scope, so these would not be requested"
        hint = "remove default_scopes, or remove scope from omit"
        yield Finding(("default_scopes",), message, hint)


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
