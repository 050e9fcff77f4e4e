"""The messages that the page words differently than the package that it uses."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.protocol import Protocol, Spell
from generator.model.text import Code
from generator.targets.messages import Row, other_rows, rows, speller
from generator.targets.typescript.encoders import (
    typescript_key,
    typescript_property,
    typescript_string,
)
from generator.targets.typescript.messages import PARTS, SPELLING


@dataclass(frozen=True, slots=True)
class PageMessageView:
    """A message of the page: its key as a property name, and properties for its own texts."""

    key: Code
    parts: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class PageMessagesView:
    """What the template of the page's messages gets."""

    messages: tuple[PageMessageView, ...]


@functools.cache
def messages_view(protocol: Protocol) -> PageMessagesView:
    """Return what the template of the page's messages prints."""
    spell = speller(protocol, SPELLING)
    usual = {row.key: row for row in rows(protocol, PARTS, spell)}
    others = other_rows(protocol, PARTS, spell, "page", _page_speller(spell))
    return PageMessagesView(
        tuple(
            PageMessageView(typescript_key(row.key), tuple(_parts(row, usual[row.key])))
            for row in others
        )
    )


def _parts(row: Row, usual: Row) -> Iterator[Code]:
    """Yield the properties for the texts of a row that differ from the binding's."""
    if row.message != usual.message:
        yield typescript_property(Code("message"), row.message, 4)
    if row.hint != usual.hint:
        # Prettier does not break a line after so short a key.
        yield Code(f"hint: {typescript_string(row.hint)},")


def _page_speller(spell: Spell) -> Spell:
    """Return how the page writes a spelling: an argument of a call is a field or a box."""

    def spelled(kind: str, name: str) -> str:
        if kind != "call":
            return spell(kind, name)
        argument, equals, value = name.partition("=")
        if equals:
            return f"choose {value} as the {argument} under Advanced"
        return "check both boxes below" if "+" in name else "check the box below"

    return spelled
