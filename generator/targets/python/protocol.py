"""The values that OAuth and every binding share, as constants of a Python module."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from generator.model.protocol import Protocol, Value
from generator.model.text import Code
from generator.targets.python.encoders import (
    LINE_WIDTH,
    python_docstring,
    python_prose,
    python_string,
    python_tuple,
)


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A constant: its name, its literal, and what it is, as text in a docstring."""

    name: Code
    value: Code
    about: Code


@dataclass(frozen=True, slots=True)
class ConstantsView:
    """What the template of the module gets."""

    values: tuple[ConstantView, ...]


@functools.cache
def constants_view(protocol: Protocol, *parts: str) -> ConstantsView:
    """Return the values that parts of a package use."""
    return ConstantsView(
        tuple(
            _constant_view(one) for one in protocol.values.values() if one.part in parts
        )
    )


def _constant_view(value: Value) -> ConstantView:
    return ConstantView(
        name=Code(value.constant),
        value=_literal(value),
        about=python_docstring(value.about, 0, '"""'),
    )


def _literal(value: Value) -> Code:
    before = f"{value.constant} = "
    if isinstance(value.value, int):
        return Code(f"{value.value:_}")
    if isinstance(value.value, str):
        literal = python_string(value.value)
        # Black adds parentheses only if the literal fits in them.
        is_bare = len(f"    {literal}") > LINE_WIDTH
        return literal if is_bare else python_prose(value.value, 0, before)
    return python_tuple([python_string(one) for one in value.value], 0, before, "")
