"""Turn the errors of the YAML parser into messages for readers who do not know YAML."""

from __future__ import annotations

from typing import Any

from generator.reading.diagnostics import Position, Problem

_KNOWN = {
    "mapping values are not allowed in this context": (
        "unexpected colon",
        "put text that contains a colon in quotes, or fix the indentation",
    ),
    "found character that cannot start any token": (
        "a value cannot start with this character",
        "indent with spaces instead of tabs, and put text that starts with @, %, or ` in quotes",
    ),
    "found unexpected end of stream": (
        "the quoted text that starts here is not closed",
        "add the closing quote",
    ),
    "found unknown escape character": (
        "unknown escape sequence in double quotes",
        "write a backslash as two backslashes, or use single quotes",
    ),
    "did not find expected key": (
        "this line does not continue the object or text above it",
        "indent all keys equally, close the quotes above, and put text that starts with { in quotes",
    ),
    "did not find expected '-' indicator": (
        "this line does not continue the list above it",
        "indent all entries equally, and start each with a hyphen and a space",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "remove extra commas, and close each { and [",
    ),
    "could not find expected ':'": (
        "this key has no value",
        "add a colon and a space after the key, or join the line with the text above",
    ),
    "did not find expected ',' or '}'": (
        "an object in braces is not closed or is missing a comma",
        "put commas between the members and a } at the end",
    ),
    "did not find expected ',' or ']'": (
        "a list in brackets is not closed or is missing a comma",
        "put commas between the entries and a ] at the end",
    ),
}
"""The message and hint for each error message of libyaml."""

_OTHER = (
    "this is not valid YAML",
    "check the indentation, quotes, and brackets on this line and the line before",
)


def problem(error: Any) -> Problem:
    """Return the problem for a MarkedYAMLError of PyYAML."""
    said = str(error.problem or error.context)
    message, hint = _KNOWN.get(said, _OTHER)
    place = _place(error)
    return Problem("yaml-syntax", (), message, f"{hint} (YAML: {said})", place=place)


_BEGINS = ("quoted", "flow", "simple key")
"""Words in libyaml's messages for mistakes at the start of a node, such as an open quote."""


def _place(error: Any) -> Position:
    """Return the position of the mistake, which may be above the line that libyaml reports."""
    noticed, began = error.problem_mark, error.context_mark
    is_above = any(words in str(error.context) for words in _BEGINS)
    if began and noticed and is_above and noticed.line > began.line:
        noticed = began
    return Position(noticed.line + 1, noticed.column + 1) if noticed else Position(1, 1)
