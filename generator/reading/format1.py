"""The first spec format: what to rename in a spec, and the same spec in the second format.

Released specs in the first format can still be compared; no other command reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from generator.reading.diagnostics import Problem

CODES = {"old-format": "The spec is in a format that is no longer supported."}
"""The problem that this module finds, by code."""

_HINT = (
    "write format: 2 and grants: [implicit]; "
    "rename endpoint to authorization_endpoint, constant to value, and values in examples to inputs; "
    "move endpoint.variables to variables, with names as keys and type instead of format; "
    "move endpoint.scope_separator to scope_separator; "
    "move response.parameters to authorization_endpoint.callback "
    "and response.errors to authorization_endpoint.errors; "
    "list redirect_uri or state under authorization_endpoint.omit if requests do not have it; "
    "move endpoint.state_in to authorization_endpoint.state_in; "
    "write none for each package and command that is not in the spec"
)

Values = Mapping[str, Any]


def is_format1(value: Any) -> bool:
    """Return whether the value of a document says that it is a spec in the first format."""
    if not isinstance(value, dict):
        return False
    written: Any = cast(Values, value).get("format")
    # True is equal to 1.
    return not isinstance(written, bool) and written in (1, "1")


def problems(value: Any) -> list[Problem]:
    """Return the problem of a spec in the first format, or none for any other value."""
    if not is_format1(value):
        return []
    message = "format 1 is no longer supported"
    return [Problem("old-format", ("format",), message, _HINT)]


def upgraded(spec: Values, packages: Values) -> dict[str, Any]:
    """Return a valid spec of the first format in the second format. It means the same.

    `packages` has the schema of each key of `packages`. Raises AttributeError, KeyError, or
    TypeError if the spec lacks a required key or has a value of the wrong type.
    """
    moved = ("endpoint", "response", "format", "examples", "packages")
    endpoint, response = spec["endpoint"], spec["response"]
    return {
        **{key: value for key, value in spec.items() if key not in moved},
        "format": 2,
        "packages": _packages(spec["packages"], packages),
        "grants": ["implicit"],
        "scope_separator": endpoint["scope_separator"],
        "variables": {
            one["name"]: _renamed(one, {"format": "type", "name": None})
            for one in endpoint["variables"]
        },
        "authorization_endpoint": {
            "url": endpoint["url"],
            "source": endpoint["source"],
            "parameters": [
                _renamed(one, {"constant": "value"}) for one in endpoint["parameters"]
            ],
            "omit": _omitted(endpoint["parameters"]),
            "callback": response["parameters"],
            "errors": response["errors"],
            **({"state_in": endpoint["state_in"]} if "state_in" in endpoint else {}),
        },
        "examples": [_renamed(one, {"values": "inputs"}) for one in spec["examples"]],
    }


def _renamed(one: Values, names: Mapping[str, str | None]) -> dict[str, Any]:
    """Return an object with other names for some keys; those that are None are removed."""
    return {
        names.get(key) or key: value
        for key, value in one.items()
        if names.get(key, key) is not None
    }


def _omitted(parameters: list[Values]) -> list[str]:
    """Return the standard parameters that a request did not have."""
    names = {one["name"] for one in parameters}
    return [one for one in ("redirect_uri", "state") if one not in names]


def _packages(packages: Values, known: Values) -> dict[str, Any]:
    """Return the names of the packages. A package or command without a name did not exist."""
    found: dict[str, Any] = {**packages}
    for key, shape in known.items():
        if key not in packages and "anyOf" in shape:
            found[key] = "none"
        elif key in packages and "command" in _keys(shape):
            found[key] = {"command": "none", **packages[key]}
    return found


def _keys(shape: Values) -> Values:
    """Return the keys of a package."""
    found: Values = shape.get("anyOf", [shape])[-1].get("properties", {})
    return found
