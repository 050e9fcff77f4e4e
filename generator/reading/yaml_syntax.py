"""What a reader of YAML says of text that it cannot read, in words for people who do not know YAML."""

from __future__ import annotations

from typing import Any

from generator.reading.diagnostics import Position, Problem

_KNOWN = {
    "mapping values are not allowed in this context": (
        "a colon and a blank stand where no key can be",
        "put text that holds a colon in quotes, or correct the indentation",
    ),
    "found character that cannot start any token": (
        "no value can begin with this character",
        "indent with blanks, not with tabs, and put text that begins with @ % or ` in quotes",
    ),
    "found unexpected end of stream": (
        "what begins here is not closed",
        "close the quote",
    ),
    "found unknown escape character": (
        "this escape in double quotes is not known",
        "write two backslashes for one, or use single quotes",
    ),
    "did not find expected key": (
        "this line does not go on with the object or the text above it",
        "indent keys alike, close the quotes above, and put text that begins with { in quotes",
    ),
    "did not find expected '-' indicator": (
        "this line does not go on with the list above it",
        "indent each entry of a list alike, beginning with a hyphen and a blank",
    ),
    "did not find expected node content": (
        "a value belongs here",
        "take out a comma too many, and close each { and [ that was opened",
    ),
    "could not find expected ':'": (
        "a key without a value",
        "put a colon and a blank after the key, or join the line with the text above",
    ),
    "did not find expected ',' or '}'": (
        "an object in braces is not closed, or lacks a comma",
        "put commas between its members and a } at its end",
    ),
    "did not find expected ',' or ']'": (
        "a list in brackets is not closed, or lacks a comma",
        "put commas between its entries and a ] at its end",
    ),
}
"""What libyaml says, with what is wrong and what to do."""

_OTHER = (
    "this cannot be read as YAML",
    "look at indentation, quotes and brackets here and on the line before",
)


def problem(error: Any) -> Problem:
    """Return the problem of a file at which PyYAML raised a MarkedYAMLError."""
    said = str(error.problem or error.context)
    message, hint = _KNOWN.get(said, _OTHER)
    place = _place(error)
    return Problem("yaml-syntax", (), message, f"{hint} (YAML: {said})", place=place)


_BEGINS = ("quoted", "flow", "simple key")
"""In libyaml's words, what is wrong where it begins: a quote or bracket left open, a key alone."""


def _place(error: Any) -> Position:
    """Return where the fault is, which may be above the line on which it was noticed."""
    noticed, began = error.problem_mark, error.context_mark
    is_above = any(words in str(error.context) for words in _BEGINS)
    if began and noticed and is_above and noticed.line > began.line:
        noticed = began
    return Position(noticed.line + 1, noticed.column + 1) if noticed else Position(1, 1)
