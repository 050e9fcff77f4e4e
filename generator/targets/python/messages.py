"""The texts of errors in Python and on its command line: spellings, and views for templates."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.protocol import Protocol, Spell
from generator.model.text import Code
from generator.targets.messages import Row, Spelling, other_rows, rows, speller
from generator.targets.python.encoders import python_prose, python_string
from generator.targets.views import MessageView

PARTS = ("core", "calls", "exchange", "store", "command")
_OF_COMMAND = ("core", "calls", "store", "command")
"""The parts whose errors the command shows."""

SPELLING = Spelling(
    name=Code,
    assigns="=",
    true="True",
    methods={"headers": "headers()", "timestamp": ".timestamp()"},
    types={
        "boolean": "True or False",
        "bytes": "bytes",
        "integer": "an int",
        "mapping": "a mapping",
        "none": "None",
        "text": "a str",
        "texts": "str",
    },
)


def command_speller(protocol: Protocol) -> Spell:
    """Return how the command's messages write a spelling: `add --allow-missing-state`."""
    in_python = speller(protocol, SPELLING)

    def spell(kind: str, name: str) -> str:
        if kind == "call":
            return f"add {' and '.join(map(_option, name.split('+')))}"
        return option(name) if kind == "arg" else in_python(kind, name)

    return spell


def option(argument: str) -> str:
    """Return the option for an argument; one for a list takes a single item."""
    singular = argument.removesuffix("s") if argument.endswith("scopes") else argument
    return f"--{singular.replace('_', '-')}"


def _option(call: str) -> str:
    argument, _, value = call.partition("=")
    return f"{option(argument)} {value}".rstrip()


@dataclass(frozen=True, slots=True)
class TextView:
    """A text without a code: the name of its constant, and its literal."""

    name: Code
    text: Code


@dataclass(frozen=True, slots=True)
class MessagesView:
    """What the template of a part's messages gets.

    `in_command` is what the command says differently, if the part is the command.
    """

    messages: tuple[MessageView, ...]
    texts: tuple[TextView, ...]
    in_command: tuple[MessageView, ...]


@functools.cache
def messages_view(
    protocol: Protocol, part: str, *, has_users: bool = True
) -> MessagesView:
    """Return what the template of a part's messages prints."""
    spell = speller(protocol, SPELLING)
    surface = "" if has_users else "no_users"
    found = rows(protocol, (part,), spell, surface)
    return MessagesView(
        messages=tuple(_message_view(one, 4) for one in found),
        texts=tuple(_text_views(protocol, part, spell)),
        in_command=tuple(_in_command(protocol)) if part == "command" else (),
    )


def _in_command(protocol: Protocol) -> Iterator[MessageView]:
    spell, in_command = speller(protocol, SPELLING), command_speller(protocol)
    for row in other_rows(protocol, _OF_COMMAND, spell, "command", in_command):
        yield _message_view(row, 8)


def _message_view(row: Row, indent: int) -> MessageView:
    return MessageView(
        name=Code(row.constant),
        key=python_string(row.key),
        message=python_prose(row.message, indent),
        hint=python_prose(row.hint, indent),
    )


def _text_views(protocol: Protocol, part: str, spell: Spell) -> Iterator[TextView]:
    for name, text in protocol.texts.get(part, {}).items():
        before = f"{name} = "
        yield TextView(Code(name.upper()), python_prose(text.spelled(spell), 0, before))
