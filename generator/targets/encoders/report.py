"""A spec's words to a line of a terminal."""

from __future__ import annotations

from generator.model.text import Code
from generator.targets.encoders.words import Words, one_line, printable, raw_of


def report_line(words: Words) -> Code:
    """Return the words on one line of a terminal, where no character of them is a command."""
    return Code(printable(one_line(words)))


def report_name(name: Words) -> Code:
    """Return a name or value of a spec in quotes, on one line of a terminal."""
    return Code(f'"{printable(raw_of(name))}"')
