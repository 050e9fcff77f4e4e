"""The values that OAuth and every binding share, as constants of a TypeScript module."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from generator.model.protocol import Protocol, Value
from generator.model.text import Code
from generator.targets.typescript.encoders import (
    typescript_constant,
    typescript_doc,
    typescript_list,
    typescript_string,
)
from generator.targets.typescript.messages import PARTS


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A constant: its doc comment, and its declaration."""

    about: Code
    constant: Code


@dataclass(frozen=True, slots=True)
class ConstantsView:
    """What the template of the module gets."""

    values: tuple[ConstantView, ...]


@functools.cache
def constants_view(protocol: Protocol) -> ConstantsView:
    """Return what the template of the module prints."""
    return ConstantsView(
        tuple(
            ConstantView(typescript_doc(one.about, 0), _constant(one))
            for one in protocol.values.values()
            if one.part in PARTS
        )
    )


def _constant(value: Value) -> Code:
    if isinstance(value.value, int):
        return Code(f"export const {value.constant} = {value.value:_};")
    if isinstance(value.value, str):
        return typescript_constant(Code(value.constant), value.value)
    items = [typescript_string(one) for one in value.value]
    return typescript_list(
        f"export const {value.constant} = [", items, "] as const;", 0
    )
