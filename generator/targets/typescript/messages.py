"""The texts of errors in TypeScript: spellings, and the view for the template of its messages."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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

PARTS = ("core", "web")

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
        "boolean": "true or false",
        "bytes": "a Uint8Array",
        "integer": "an integer",
        "mapping": "an object",
        "none": "undefined",
        "text": "a string",
        "texts": "strings",
    },
)


@dataclass(frozen=True, slots=True)
class MessagesView:
    """What the template of the messages gets.

    `codes` are the literals of all codes, `shared` are the constants of the texts that several
    messages have, and `texts` are the constants of texts without a code.
    """

    codes: tuple[Code, ...]
    shared: tuple[Code, ...]
    messages: tuple[MessageView, ...]
    texts: tuple[Code, ...]


@functools.cache
def messages_view(protocol: Protocol) -> MessagesView:
    """Return what the template of the messages prints."""
    spell = speller(protocol, SPELLING)
    table = rows(protocol, PARTS, spell)
    shared = _shared(table)

    def literal(text: str) -> Code:
        return shared.get(text) or typescript_string(text)

    return MessagesView(
        codes=tuple(typescript_string(code) for code in protocol.codes(*PARTS)),
        shared=tuple(_constant(name, text) for text, name in shared.items()),
        messages=tuple(
            MessageView(
                name=Code(row.constant),
                key=typescript_string(row.key),
                message=literal(row.message),
                hint=literal(row.hint),
            )
            for row in table
        ),
        texts=tuple(
            typescript_constant(Code(name.upper()), text.spelled(spell))
            for name, text in protocol.texts["core"].items()
        ),
    )


def _constant(name: Code, text: str) -> Code:
    """Return a constant of the module with a text."""
    literal = typescript_string(text)
    line = f"const {name} = {literal};"
    fits = len(line) <= TYPESCRIPT_WIDTH
    return Code(line if fits else f"const {name} =\n  {literal};")


def _shared(table: Sequence[Row]) -> dict[str, Code]:
    """Return each text of several messages, with its constant: the first message names it."""
    named: dict[str, Code] = {}
    for row in table:
        named.setdefault(row.message, Code(f"{row.constant}_MESSAGE"))
        named.setdefault(row.hint, Code(f"{row.constant}_HINT"))
    counts = Counter(text for row in table for text in (row.message, row.hint))
    return {text: name for text, name in named.items() if counts[text] > 1}
