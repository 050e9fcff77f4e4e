"""The expressions of URLs and other texts that contain the values of variables."""

from __future__ import annotations

import re

from generator.model.endpoints import Variable, VariableType
from generator.model.provider import Provider
from generator.model.text import Code
from generator.targets.python.encoders import python_f_string, python_string
from generator.targets.python.names import variable_argument


def constant_of(argument: str) -> str:
    """Return the name of the constant for the values of an argument."""
    return f"_{argument.strip('_').upper()}_VALUES"


def local_of(one: Variable) -> Code:
    """Return the name of what the redirect supplies, which no argument has."""
    return Code(f"_given_{variable_argument(one)}")


def endpoint_url(
    provider: Provider, url: str, scheme: str, owner: str = "self"
) -> Code:
    """Return the expression of an endpoint's URL, with the checked values of `owner` in it.

    `scheme` is the expression of the scheme, for a host that is a variable.
    """
    if not provider.has_host_variable:
        return filled(provider, url, owner, in_path=True)
    whole = f"{{{provider.host_variable.name}}}"
    rest = url.removeprefix("https://")
    if not rest.startswith(whole):
        return filled(provider, url, owner, in_path=True)
    return Code(f'f"{{{scheme}}}://{filled(provider, rest, owner, in_path=True)[2:]}')


def issuer(provider: Provider) -> Code:
    """Return the expression of the `host[:port]` of the endpoint."""
    host = filled(provider, provider.authorization_endpoint.authority, "self")
    if provider.has_host_variable:
        variable = provider.host_variable
        whole = f"self._{variable_argument(variable)}"
        is_base = variable.type is VariableType.BASE
        return Code(f'{whole}.partition("/")[0]' if is_base else whole)
    return host


def filled(provider: Provider, text: str, owner: str, *, in_path: bool = False) -> Code:
    """Return the expression of a text of the spec with the values of variables in it.

    `owner` is the client. In a path, values are percent-encoded.
    """
    variables = {one.name: one for one in provider.variables}
    parts: list[tuple[str, Code | None]] = []
    pieces = re.split(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}", text)
    for index in range(0, len(pieces) - 1, 3):
        before, name, member = pieces[index : index + 3]
        parts.append(
            (
                before,
                _value_of(
                    variables.get(name),
                    name,
                    member,
                    owner,
                    in_path,
                    name in provider.callback_variables,
                ),
            )
        )
    parts.append((pieces[-1], None))
    if len(parts) == 1:
        return python_string(text)
    return python_f_string(parts)


def _value_of(
    one: Variable | None,
    name: str,
    member: str | None,
    owner: str,
    in_path: bool,
    is_local: bool,
) -> Code:
    # Only the client itself uses its private attributes.
    dot = "._" if owner == "self" else "."
    if one is None:
        return Code(f"{owner}{dot}{name}")
    argument = variable_argument(one)
    # What the redirect supplies is not an attribute of the client.
    value = local_of(one) if is_local else f"{owner}{dot}{argument}"
    if member is not None:
        return Code(f"{constant_of(argument)}[{value}]['{member}']")
    is_encoded = in_path and one.type in (VariableType.PATH, VariableType.TEXT)
    return Code(f"percent_encode({value})" if is_encoded else value)
