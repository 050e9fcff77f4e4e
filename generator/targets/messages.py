"""The texts of errors as one surface writes them, for the views of its templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.protocol import Message, Protocol, Spell, Wording
from generator.model.text import Code


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a language spells what a message mentions.

    `name` spells an argument, an attribute, or a method. `assigns` is between an argument and its
    value, and `true` is the value if the message does not name one. `methods` are those that are
    not only spelled, and `types` are phrases.
    """

    name: Callable[[str], Code]
    assigns: str
    true: str
    methods: Mapping[str, str]
    types: Mapping[str, str]

    def arguments(self, call: str) -> list[Code]:
        """Return the arguments of a call, each with its value: `allow_missing_state=True`."""
        return [self._argument(one) for one in call.split("+")]

    def _argument(self, call: str) -> Code:
        argument, equals, value = call.partition("=")
        given = repr(value) if equals else self.true
        return Code(f"{self.name(argument)}{self.assigns}{given}")


@dataclass(frozen=True)
class Row:
    """A message with its spellings written; its values are still placeholders."""

    constant: str
    key: str
    message: str
    hint: str


def speller(protocol: Protocol, spelling: Spelling) -> Spell:
    """Return how a language's messages write a spelling: `pass allow_missing_state=True`."""

    def spell(kind: str, name: str) -> str:
        if kind == "call":
            return f"pass {' and '.join(spelling.arguments(name))}"
        if kind == "limit":
            return number(protocol.number(name))
        if kind == "type":
            return spelling.types[name]
        if kind == "method" and name in spelling.methods:
            return spelling.methods[name]
        return f".{spelling.name(name)}" if kind == "attr" else spelling.name(name)

    return spell


def rows(
    protocol: Protocol, parts: tuple[str, ...], spell: Spell, surface: str = ""
) -> list[Row]:
    """Return the messages that parts of a package can raise, in the words of a binding.

    `surface` names other words, if a message has them.
    """
    return [_row(one, one.on(surface), spell) for one in protocol.messages(*parts)]


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
