"""The expressions of URLs and other texts that contain the values of variables."""

from __future__ import annotations

import re

from generator.model.endpoints import Variable, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.typescript.encoders import (
    typescript_key,
    typescript_string,
    typescript_template,
)
from generator.targets.typescript.names import option_name, values_constant


def filled(
    provider: Provider, text: str, owner: str = "", *, in_path: bool = False
) -> Code:
    """Return the expression of a text of the spec with the values of variables in it.

    `owner` has the values as properties; without one, they are local. In a path, values are
    percent-encoded.
    """
    parts = filled_parts(provider, text, owner, in_path)
    first, value = parts[0]
    if value is not None and not first and parts[1:] == [("", None)]:
        return value
    return typescript_string(text) if len(parts) == 1 else typescript_template(parts)


def filled_parts(
    provider: Provider, text: str, owner: str, in_path: bool
) -> list[tuple[str, Code | None]]:
    """Return literal pieces, each with the expression of the variable that follows it."""
    variables = {one.name: one for one in provider.variables}
    pieces = re.split(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}", text)
    parts: list[tuple[str, Code | None]] = []
    for index in range(0, len(pieces) - 1, 3):
        before, name, member = pieces[index : index + 3]
        value = _value_of(variables.get(name), member, owner, in_path)
        parts.append((before, value))
    return [*parts, (pieces[-1], None)]


def _value_of(
    one: Variable | None, member: str | None, owner: str, in_path: bool
) -> Code:
    """Return the expression of a variable's value; only the client ID is not a variable."""
    if one is None:
        return Code(f"{owner}clientId")
    name = option_name(one)
    if member is not None:
        key = typescript_key(member)
        at = (
            f".{key}" if not key.startswith(('"', "'", "[")) else f"[{key.strip('[]')}]"
        )
        return Code(f"{values_constant(name)}[{owner}{name}]{at}")
    is_encoded = in_path and one.type in (VariableType.PATH, VariableType.TEXT)
    return Code(f"percentEncode({owner}{name})" if is_encoded else f"{owner}{name}")
