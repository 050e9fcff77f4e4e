"""The texts of errors as one surface writes them, for the views of its templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.protocol import Message, Protocol, Spell, Wording


@dataclass(frozen=True)
class Row:
    """A message with its spellings written; its values are still placeholders."""

    constant: str
    key: str
    message: str
    hint: str


def rows(protocol: Protocol, parts: tuple[str, ...], spell: Spell) -> list[Row]:
    """Return the messages that parts of a package can raise, in the words of a binding."""
    return [_row(one, one.wording, spell) for one in protocol.messages(*parts)]


def other_rows(
    protocol: Protocol,
    parts: tuple[str, ...],
    spell: Spell,
    surface: str,
    surface_spell: Spell,
) -> Iterator[Row]:
    """Yield the messages that a surface of a binding words differently than the binding."""
    for one in protocol.messages(*parts):
        row = _row(one, one.on(surface), surface_spell)
        if row != _row(one, one.wording, spell):
            yield row


def number(value: int) -> str:
    """Return a number as people read it: `65,536`."""
    return f"{value:,}"


def _row(message: Message, wording: Wording, spell: Spell) -> Row:
    return Row(
        message.constant,
        message.key,
        wording.message.spelled(spell),
        wording.hint.spelled(spell),
    )
