"""The names of a spec to names in Python."""

from __future__ import annotations

from pathlib import Path

from generator.model.endpoints import Parameter, Variable
from generator.model.naming import not_reserved, reserved_words, snake, words
from generator.model.text import Code

RESERVED = reserved_words(Path(__file__).with_name("reserved_words.txt"))


def variable_argument(variable: Variable) -> Code:
    """Return the argument of a request for a variable of the endpoint's URL: `tenant_name`."""
    name = snake(words(variable.identifier or variable.name))
    return Code(not_reserved(name, RESERVED))


def default_names(id: str) -> dict[str, str]:
    """Return the names of the package for the ID of a provider."""
    return {
        "distribution": f"{id}-oauth",
        "module": f"{id}_oauth",
        "command": f"{id}-oauth",
    }


def parameter_argument(parameter: Parameter) -> Code:
    """Return the argument of a request for a parameter of the provider: `grant_options`."""
    name = snake(words(parameter.identifier or parameter.name))
    return Code(not_reserved(name, RESERVED))
