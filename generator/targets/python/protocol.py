"""The values that OAuth and every binding share, as constants of a Python module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.protocol import Protocol, Value
from generator.model.text import Code
from generator.targets.python.encoders import (
    python_docstring,
    python_prose,
    python_string,
    python_tuple,
)


def view(protocol: Protocol) -> Mapping[str, Any]:
    """Return what the template of the module prints."""
    return {"values": [_constant(one) for one in protocol.values.values()]}


def _constant(value: Value) -> Mapping[str, Code]:
    return {
        "name": Code(value.constant),
        "value": _literal(value),
        "about": python_docstring(value.about, 0),
    }


def _literal(value: Value) -> Code:
    before = f"{value.constant} = "
    if isinstance(value.value, int):
        return Code(f"{value.value:_}")
    if isinstance(value.value, str):
        return python_prose(value.value, 0, before)
    return python_tuple([python_string(one) for one in value.value], 0, before, "")
