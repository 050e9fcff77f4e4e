"""Rules of the request's parameters: it asks for a token, names its client and its scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Parameter, Provider
from generator.reading.diagnostics import Path, near_or
from generator.rules.finding import Finding

OAUTH_PARAMETERS = ("response_type", "client_id", "redirect_uri", "state", "scope")
"""The parameters of an authorization request (RFC 6749 §4.2.1)."""

CALLERS_PARAMETERS = OAUTH_PARAMETERS[1:]
"""Those whose value the caller gives, or the request for the caller."""

ABSOLUTE_URI = (
    r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
)
"""One without a fragment, as a pattern (RFC 3986 §2, §3)."""

_LIST: Path = ("endpoint", "parameters")
_SCOPE_TOKEN = r"[!#-\[\]-~]+"
_CHARACTERS = {
    "vschar": (r"[ -~]+", "printable ASCII (RFC 6749 App. A)"),
    "uri": (ABSOLUTE_URI, "an absolute URI without a fragment (RFC 6749 §3.1.2)"),
    "scope-tokens": (
        rf"{_SCOPE_TOKEN}( {_SCOPE_TOKEN})*",
        "names of scopes with a blank between (RFC 6749 §3.3)",
    ),
}


def written(provider: Provider) -> Iterator[tuple[Path, Parameter, str]]:
    """Yield each value that the spec itself gives to a parameter, with its path."""
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
    """The request lacks a parameter that it cannot do without."""
    for name in ("response_type", "client_id", "scope"):
        if provider.endpoint.parameter(name) is None:
            hint = "an authorization request has it (RFC 6749 §4.2.1): add an entry"
            yield Finding(_LIST, f'the parameter "{name}" is not declared', hint)


def unsupported_parameter(provider: Provider) -> Iterator[Finding]:
    """A parameter is neither constant nor one that OAuth defines for the request."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.name not in OAUTH_PARAMETERS and one.constant is None:
            known = ", ".join(OAUTH_PARAMETERS)
            message = f'"{one.name}" is neither constant nor one of {known}'
            hint = (
                "give it a constant, or take it out: a caller can still add it "
                "as an extra parameter"
            )
            yield Finding((*_LIST, index, "name"), message, hint)


def unsupported_grant(provider: Provider) -> Iterator[Finding]:
    """The request asks for something else than a token."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.name == "response_type" and one.constant != "token":
            key = "name" if one.constant is None else "constant"
            message = "only the implicit grant is supported so far (RFC 6749 §4.2)"
            yield Finding((*_LIST, index, key), message, "write constant: token")


def constant_of_the_caller(provider: Provider) -> Iterator[Finding]:
    """A parameter is constant whose value is for the caller to give."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.constant is not None and one.name in CALLERS_PARAMETERS:
            message = f'the value of "{one.name}" is for the caller to give'
            hint = "take the constant out; where the page shows a value, write example:"
            yield Finding((*_LIST, index, "constant"), message, hint)


def constant_and_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has both a constant and a default."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.constant is not None and one.default is not None:
            message = "a value that is constant has no default"
            kept = "constant" if one.name in OAUTH_PARAMETERS else "default"
            hint = f"take the {kept} out"
            yield Finding((*_LIST, index, "default"), message, hint)


def constant_outside_values(provider: Provider) -> Iterator[Finding]:
    """A constant is none of the values that are documented for its parameter."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.constant is not None and one.values and one.constant not in one.values:
            message = f'"{one.constant}" is none of the documented values'
            listed = f"write one of {', '.join(one.values)}, or add it to values"
            hint = near_or(one.constant, one.values, listed)
            yield Finding((*_LIST, index, "constant"), message, hint)


def values_without_constant(provider: Provider) -> Iterator[Finding]:
    """Values are listed for a parameter that the caller gives."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.values and one.constant is None:
            message = "values are listed for a parameter without a constant"
            hint = "add constant: with the one that is sent"
            if one.name in CALLERS_PARAMETERS:
                hint = "take them out: the caller gives the value"
            yield Finding((*_LIST, index, "values"), message, hint)


def unsupported_default(provider: Provider) -> Iterator[Finding]:
    """A parameter has a default that would be wrong for somebody."""
    for index, one in enumerate(provider.endpoint.parameters):
        if one.default is not None and one.name in ("client_id", "state", "scope"):
            message = f'"{one.name}" is different for each caller, so it has no default'
            hint = "take it out; where the page shows a value, write example:"
            yield Finding((*_LIST, index, "default"), message, hint)


def value_outside_characters(provider: Provider) -> Iterator[Finding]:
    """A constant, a default or an example holds what `characters` does not allow."""
    for path, one, value in written(provider):
        characters = _characters(one)
        pattern, meaning = _CHARACTERS[characters]
        if not re.fullmatch(pattern, value):
            message = f'"{value}" does not go with characters: {characters}'
            yield Finding(path, message, f"write {meaning}")


def scope_holds_separator(provider: Provider) -> Iterator[Finding]:
    """A scope holds the character that separates two of them."""
    separator = provider.endpoint.scope_separator
    for index, scope in enumerate(provider.scopes):
        if separator in scope.name:
            message = f'"{scope.name}" holds the scope separator "{separator}"'
            hint = "correct endpoint.scope_separator, or the name"
            yield Finding(("scopes", index, "name"), message, hint)


def _characters(one: Parameter) -> str:
    """Return which characters a request takes: of a redirect URI always those of a URI."""
    return "uri" if one.name == "redirect_uri" else one.characters or "vschar"
