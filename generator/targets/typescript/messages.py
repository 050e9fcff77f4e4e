"""The texts of errors in TypeScript: spellings, and the view for the template of its messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.model.protocol import Protocol
from generator.model.text import Code
from generator.targets.messages import Row, Spelling, rows, speller
from generator.targets.typescript.encoders import (
    TYPESCRIPT_WIDTH,
    typescript_constant,
    typescript_string,
)
from generator.targets.typescript.names import spelled
from generator.targets.views import MessageView

PARTS = ("core",)

SPELLING = Spelling(
    name=spelled,
    assigns=": ",
    true="true",
    methods={
        "from_value": "AccessToken.fromValue",
        "headers": "headers()",
        "timestamp": ".getTime() / 1000",
    },
    types={
        "integer": "an integer",
        "mapping": "an object",
        "none": "undefined",
        "text": "a string",
        "texts": "strings",
    },
)


@dataclass(frozen=True, slots=True)
class GroupView:
    """The messages of a code, after the constants of the texts that several of them share."""

    texts: tuple[Code, ...]
    messages: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True)
class MessagesView:
    """What the template of the messages gets.

    `codes` are the literals of all codes, and `texts` are the constants of texts without a code.
    """

    codes: tuple[Code, ...]
    groups: tuple[GroupView, ...]
    texts: tuple[Code, ...]


def messages_view(protocol: Protocol) -> MessagesView:
    """Return what the template of the messages prints."""
    spell = speller(protocol, SPELLING)
    return MessagesView(
        codes=tuple(typescript_string(code) for code in protocol.codes(*PARTS)),
        groups=tuple(
            _group_view(code, list(group))
            for code, group in groupby(rows(protocol, PARTS, spell), _code)
        ),
        texts=tuple(
            typescript_constant(Code(name.upper()), text.spelled(spell))
            for name, text in protocol.texts.items()
        ),
    )


def _code(row: Row) -> str:
    return row.key.partition(".")[0]


def _group_view(code: str, group: list[Row]) -> GroupView:
    shared = {text: Code(name) for text, name in _shared(code.upper(), group)}

    def literal(text: str) -> Code:
        return shared.get(text) or typescript_string(text)

    return GroupView(
        texts=tuple(_constant(name, text) for text, name in shared.items()),
        messages=tuple(
            MessageView(
                name=Code(row.constant),
                key=typescript_string(row.key),
                message=literal(row.message),
                hint=literal(row.hint),
            )
            for row in group
        ),
    )


def _constant(name: Code, text: str) -> Code:
    """Return a constant of the module with a text."""
    literal = typescript_string(text)
    line = f"const {name} = {literal};"
    fits = len(line) <= TYPESCRIPT_WIDTH
    return Code(line if fits else f"const {name} =\n  {literal};")


def _shared(name: str, group: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield each text of several messages, with the name of its constant."""
    for part, texts in (
        ("MESSAGE", [row.message for row in group]),
        ("HINT", [row.hint for row in group]),
    ):
        repeated = [text for text, count in Counter(texts).items() if count > 1]
        for number, text in enumerate(repeated, 1):
            yield text, f"{name}_{part}{number if len(repeated) > 1 else ''}"
