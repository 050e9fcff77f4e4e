"""The names of a spec to names in TypeScript."""

from __future__ import annotations

from pathlib import Path

from generator.model.naming import camel, constant, not_reserved, reserved_words, words
from generator.model.provider import Provider, Scope, Variable
from generator.model.text import Code

RESERVED = reserved_words(Path(__file__).with_name("reserved_words.txt"))


def scope_member(scope: Scope) -> Code:
    """Return the key of a scope: `READ_USERS_DATA`."""
    return Code(constant(words(scope.identifier or scope.name)))


def spelled(name: str) -> Code:
    """Return the spelling of an option: `client_id` to `clientId`."""
    return Code(camel(words(name)))


def option_name(variable: Variable) -> Code:
    """Return the option for a variable of the endpoint's URL: `tenantName`."""
    name = camel(words(variable.identifier or variable.name))
    return Code(not_reserved(name, RESERVED))


def default_redirect(provider: Provider) -> Code | None:
    """Return the constant for the default redirect URI, or None if there is no default."""
    parameter = provider.endpoint.parameter("redirect_uri")
    if parameter is None or parameter.default is None:
        return None
    is_out_of_band = provider.endpoint.is_out_of_band
    return Code("OUT_OF_BAND" if is_out_of_band else "DEFAULT_REDIRECT_URI")
