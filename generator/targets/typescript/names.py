"""The names of a spec to names in TypeScript."""

from __future__ import annotations

from pathlib import Path

from generator.model.endpoints import Parameter, Variable
from generator.model.naming import camel, constant, not_reserved, reserved_words, words
from generator.model.text import Code

RESERVED = reserved_words(Path(__file__).with_name("reserved_words.txt"))


def spelled(name: str) -> Code:
    """Return the spelling of an option: `client_id` to `clientId`."""
    return Code(camel(words(name)))


def option_name(variable: Variable) -> Code:
    """Return the option for a variable of the endpoint's URL: `tenantName`."""
    name = camel(words(variable.identifier or variable.name))
    return Code(not_reserved(name, RESERVED))


def parameter_option(parameter: Parameter) -> Code:
    """Return the option for a parameter of the provider: `grantOptions`."""
    name = camel(words(parameter.identifier or parameter.name))
    return Code(not_reserved(name, RESERVED))


def values_constant(name: Code) -> Code:
    """Return the constant with the documented values of an option: `ACCESS_TYPE_VALUES`."""
    return Code(f"{constant(words(name))}_VALUES")


def default_names(id: str) -> dict[str, str]:
    """Return the name of the package for the ID of a provider."""
    return {"package": f"{id}-oauth"}
