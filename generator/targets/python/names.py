"""The names of a spec to names in Python."""

from __future__ import annotations

from pathlib import Path

from generator.model.naming import constant, not_reserved, reserved_words, snake, words
from generator.model.provider import Provider, Scope, Variable
from generator.model.text import Code

RESERVED = reserved_words(Path(__file__).with_name("reserved_words.txt"))


def scope_member(scope: Scope) -> Code:
    """Return the name of a scope's member: `READ_USERS_DATA`."""
    return Code(constant(words(scope.identifier or scope.name)))


def variable_argument(variable: Variable) -> Code:
    """Return the argument of a request for a variable of the endpoint's URL: `tenant_name`."""
    name = snake(words(variable.identifier or variable.name))
    return Code(not_reserved(name, RESERVED))


def issuer(provider: Provider) -> Code:
    """Return the argument that names the host of the endpoint."""
    authority = provider.endpoint.url.removeprefix("https://").partition("/")[0]
    return next(
        variable_argument(one)
        for one in provider.endpoint.variables
        if f"{{{one.name}}}" == authority
    )


def default_redirect(provider: Provider) -> Code | None:
    """Return the constant for the default redirect URI, or None if there is no default."""
    parameter = provider.endpoint.parameter("redirect_uri")
    if parameter is None or parameter.default is None:
        return None
    is_out_of_band = provider.endpoint.is_out_of_band
    return Code("OUT_OF_BAND" if is_out_of_band else "DEFAULT_REDIRECT_URI")
