"""Rules for the parameters of the request, its constants, defaults, and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Parameter, Provider
from generator.reading.diagnostics import Path, near_or
from generator.rules.finding import Finding

OAUTH_PARAMETERS = ("response_type", "client_id", "redirect_uri", "state", "scope")
"""The parameters of an authorization request (RFC 6749 §4.2.1)."""

CALLERS_PARAMETERS = OAUTH_PARAMETERS[1:]
"""Parameters whose value the caller provides, or the request on behalf of the caller."""

ABSOLUTE_URI = (
    r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
)
"""A pattern for an absolute URI without a fragment (RFC 3986 §2, §3)."""

_LIST: Path = ("endpoint", "parameters")
_SCOPE_TOKEN = r"[!#-\[\]-~]+"
_CHARACTERS = {
    "vschar": (r"[ -~]+", "printable ASCII (RFC 6749 App. A)"),
    "uri": (ABSOLUTE_URI, "an absolute URI without a fragment (RFC 6749 §3.1.2)"),
    "scope-tokens": (
        rf"{_SCOPE_TOKEN}( {_SCOPE_TOKEN})*",
        "scope names separated by single spaces (RFC 6749 §3.3)",
    ),
}


def written(provider: Provider) -> Iterator[tuple[Path, Parameter, str]]:
    """Yield each value of a parameter in the spec, with its path."""
    for index, one in enumerate(provider.endpoint.parameters):
        for key, value in (
            ("constant", one.constant),
            ("default", one.default),
            ("example", one.example),
        ):
            if value is not None:
                yield (*_LIST, index, key), one, value
    for index, example in enumerate(provider.examples):
        for name, value in example.values:
            parameter = provider.endpoint.parameter(name)
            if parameter is not None:
                yield ("examples", index, "values", name), parameter, value


def missing_parameter(provider: Provider) -> Iterator[Finding]:
    """The request does not declare a parameter that it needs."""
    for name in ("response_type", "client_id", "scope"):
        if provider.endpoint.parameter(name) is None:
            hint = "add an entry; an authorization request has this parameter (RFC 6749 §4.2.1)"
            yield Finding(_LIST, f'the parameter "{name}" is not declared', hint)


def unsupported_parameter(provider: Provider) -> Iterator[Finding]:
    """A parameter has no constant, and OAuth does not define it for the request."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.name not in OAUTH_PARAMETERS and one.constant is None:
            known = ", ".join(OAUTH_PARAMETERS)
            message = f'"{one.name}" has no constant and is not one of {known}'
            hint = (
                "add a constant, or remove the parameter; "
                "a caller can still pass it as an extra parameter"
            )
            yield Finding((*_LIST, index, "name"), message, hint)


def unsupported_grant(provider: Provider) -> Iterator[Finding]:
    """The request does not use the implicit grant."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.name == "response_type" and one.constant != "token":
            key = "name" if one.constant is None else "constant"
            message = "only the implicit grant (RFC 6749 §4.2) is supported"
            yield Finding((*_LIST, index, key), message, "write constant: token")


def constant_of_the_caller(provider: Provider) -> Iterator[Finding]:
    """A parameter has a constant, but the caller must provide its value."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.constant is not None and one.name in CALLERS_PARAMETERS:
            message = f'the caller provides the value of "{one.name}"'
            hint = "remove the constant; to show a value in the docs, write example:"
            yield Finding((*_LIST, index, "constant"), message, hint)


def constant_and_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has both a constant and a default."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.constant is not None and one.default is not None:
            message = "a parameter with a constant cannot have a default"
            kept = "constant" if one.name in OAUTH_PARAMETERS else "default"
            hint = f"remove the {kept}"
            yield Finding((*_LIST, index, "default"), message, hint)


def constant_outside_values(provider: Provider) -> Iterator[Finding]:
    """A constant is not one of the documented values of its parameter."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.constant is not None and one.values and one.constant not in one.values:
            message = f'"{one.constant}" is not one of the documented values'
            listed = f"write one of {', '.join(one.values)}, or add it to values"
            hint = near_or(one.constant, one.values, listed)
            yield Finding((*_LIST, index, "constant"), message, hint)


def values_without_constant(provider: Provider) -> Iterator[Finding]:
    """A parameter without a constant lists values."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.values and one.constant is None:
            message = "a parameter without a constant cannot list values"
            hint = "add constant: with the value to send"
            if one.name in CALLERS_PARAMETERS:
                hint = "remove them; the caller provides the value"
            yield Finding((*_LIST, index, "values"), message, hint)


def unsupported_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has a default, but its value differs for each caller."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.default is not None and one.name in ("client_id", "state", "scope"):
            message = f'"{one.name}" is different for each caller, so it cannot have a default'
            hint = "remove it; to show a value in the docs, write example:"
            yield Finding((*_LIST, index, "default"), message, hint)


def value_outside_characters(provider: Provider) -> Iterator[Finding]:
    """A constant, default, or example contains characters that `characters` does not allow."""
    for path, one, value in written(provider):
        characters = _characters(one)
        pattern, meaning = _CHARACTERS[characters]
        if not re.fullmatch(pattern, value):
            message = f'"{value}" does not match characters: {characters}'
            yield Finding(path, message, f"write {meaning}")


def scope_holds_separator(provider: Provider) -> Iterator[Finding]:
    """A scope name contains the scope separator."""
    separator = provider.endpoint.scope_separator
    for index, scope in enumerate(provider.scopes):
        if separator in scope.name:
            message = f'"{scope.name}" contains the scope separator "{separator}"'
            hint = "fix endpoint.scope_separator or the name"
            yield Finding(("scopes", index, "name"), message, hint)


def _characters(one: Parameter) -> str:
    """Return the allowed characters of a parameter. A redirect URI is always a URI."""
    return "uri" if one.name == "redirect_uri" else one.characters or "vschar"
