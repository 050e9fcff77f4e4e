"""Turn the errors of the YAML parser into messages for readers who do not know YAML.

The parser reports where it stopped. The mistake is often earlier, so the line and what was read
last say more than the parser's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from generator.reading.diagnostics import Position, Problem

_TAB = ("a tab is not valid indentation", "indent with spaces")
_ESCAPE = (
    "unknown escape sequence in double quotes",
    "write a backslash as two backslashes, or use single quotes",
)

_KNOWN = {
    "mapping values are not allowed in this context": (
        "unexpected colon",
        "put text that contains a colon in quotes, or fix the indentation",
    ),
    "found character that cannot start any token": (
        "a value cannot start with this character",
        "put text that starts with @, %, or ` in quotes",
    ),
    "found a tab character that violates indentation": _TAB,
    "found unexpected end of stream": (
        "the quoted text that starts here is not closed",
        "add the closing quote",
    ),
    "found unknown escape character": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE,
    "did not find expected alphabetic or numeric character": (
        "a value cannot start with * or & here",
        "put text that starts with * or & in quotes, and start list entries with a hyphen and a space",
    ),
    "did not find expected comment or line break": (
        "text follows a | or > at the start of a value",
        "put text that starts with | or > in quotes, or move it to the next line and indent it",
    ),
    "did not find expected key": (
        "this line does not continue the object or text above it",
        "indent all keys equally, and close the quotes above",
    ),
    "did not find expected '-' indicator": (
        "this line does not continue the list above it",
        "indent all entries equally, and start each with a hyphen and a space",
    ),
    "did not find expected node content": (
        "a value is missing here",
        "remove extra commas, close each { and [, and put a comma in quotes if it is the value",
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


Explanation = tuple[str, str]
"""A message and a hint."""


@dataclass(frozen=True, slots=True)
class _Error:
    """One error of the parser: its words, its place, the lines of the file, and the last event."""

    said: str
    row: int
    column: int
    lines: Sequence[str]
    last: Any

    @property
    def line(self) -> str:
        """The line of the mistake."""
        return self.lines[self.row] if self.row < len(self.lines) else ""

    @property
    def rest(self) -> str:
        """The line from the mistake on."""
        return self.line[self.column :]

    @property
    def follows_last(self) -> bool:
        """Whether only spaces are between the last event and the mistake."""
        end = self.last and self.last.end_mark
        between = end and end.line == self.row and self.line[end.column : self.column]
        return isinstance(between, str) and not between.strip()


def has_no_colon(key: Any, value: Any, lines: Sequence[str]) -> bool:
    """Return whether a key in braces has no colon after it, so that its value is empty."""
    start, end = key.end_mark, value.start_mark
    is_empty = isinstance(value, yaml.ScalarEvent) and not value.value
    if not is_empty or value.style or start.line != end.line:
        return False
    return ":" not in lines[start.line][start.column : end.column]


def problem(error: Any, lines: Sequence[str], last: Any) -> Problem:
    """Return the problem for a MarkedYAMLError of PyYAML, after the event `last` in these lines."""
    said = str(error.problem or error.context)
    place = _place(error)
    if _is_unclosed(last, place):
        start, end = last.start_mark, last.end_mark
        place = Position(start.line + 1, start.column + 1)
        message = f"the quoted text that starts here ends on line {end.line + 1}"
        found = message, "add the closing quote where the text should end"
    else:
        known = _Error(said, place.line - 1, place.column - 1, lines, last)
        explained = (one for each in _EXPLAINERS for one in each(known))
        found = next(explained, _KNOWN.get(said, _OTHER))
    message, hint = found
    return Problem("yaml-syntax", (), message, f"{hint} (YAML: {said})", place=place)


def conflicts(lines: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each conflict that a merge left in the lines."""
    marks = [
        (row, found[0])
        for row, one in enumerate(lines, 1)
        if (found := _CONFLICT.match(one))
    ]
    starts = [one for one in marks if one[1].startswith("<")]
    for row, mark in starts or marks[:1]:
        hint = "keep the lines that you need, and remove those that start with <<<<<<<, |||||||, =======, or >>>>>>>"
        place = Position(row, 1, len(mark))
        yield Problem(
            "merge-conflict", (), "unresolved merge conflict", hint, place=place
        )


_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?= )|={7}$")


def _is_unclosed(last: Any, place: Position) -> bool:
    """Return whether the mistake follows a quoted text that began on an earlier line."""
    if not _is_quoted(last):
        return False
    start, end = last.start_mark.line, last.end_mark.line
    return start < end and place.line in (start + 1, end + 1)


def _is_quoted(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')


# What the line shows, from the most to the least certain

_LOOKS_LIKE = {
    **dict.fromkeys("\u00a0\u2007\u202f\u3000\u200b", "a space"),
    **dict.fromkeys("–—−‐•", "a hyphen"),
    **dict.fromkeys("“”„‘’", "a straight quote"),
    "：": "a colon and a space",
}
_AT_START = re.compile(
    rf"[ \t]*(?:- )?(?:\w+(?:: *)?)?([{''.join(_LOOKS_LIKE)}])|.*?[:\[{{] *([“”„‘’])"
)
_ONE_KEY = re.compile(r"[ ]*(?:- +)?[\w-]+")


def _other_character(error: _Error) -> Iterator[Explanation]:
    """A character only looks like one that YAML knows."""
    for row in (error.row, error.row - 1):
        found = _AT_START.match("".join(error.lines[row : row + 1]))
        character = found and (found[1] or found[2])
        # On the line above, text may start with a quotation mark or a dash.
        if character and (row == error.row or character not in "–—−‐•“”„‘’"):
            where = "" if row == error.row else f" on line {row + 1}"
            meant = _LOOKS_LIKE[character]
            code = f"the character U+{ord(character):04X}{where}"
            yield f"{code} only looks like {meant}", f"write {meant} instead"


def _after_quotes(error: _Error) -> Iterator[Explanation]:
    if _is_quoted(error.last) and error.follows_last and "," not in error.said:
        mark = error.last.style
        inside = "two single quotes" if mark == "'" else 'a backslash and a quote (\\")'
        hint = (
            f"put the whole text in quotes, and write each quote inside it as {inside}"
        )
        yield "text follows the closing quote", hint


def _after_brackets(error: _Error) -> Iterator[Explanation]:
    last: Any = error.last
    # Only the end of an object in braces or a list in brackets has a width.
    has_width: bool = last and last.start_mark.column < last.end_mark.column
    is_end = has_width and isinstance(last, yaml.CollectionEndEvent)
    is_key = error.rest.startswith(":")
    if is_end and error.follows_last and not is_key and "," not in error.said:
        if error.rest[:1] in ("}", "]"):
            yield f"this {error.rest[0]} does not close anything", "remove it"
        else:
            hint = "put text that starts with { or [ in quotes"
            yield "text follows the closing brace or bracket", hint


def _inside_brackets(error: _Error) -> Iterator[Explanation]:
    """A brace or a bracket ends unquoted text, but only inside braces or brackets."""
    before, mark = error.line[: error.column][-1:], error.rest[:1]
    is_text = mark in ("{", "[") and before.strip(" \t]}'\"")
    is_after = before in ("}", "]") and mark.strip(" \t,:#]}")
    if "," in error.said and (is_text or is_after):
        inside = mark if is_text else {"}": "{", "]": "["}[before]
        hint = f"inside braces or brackets, put text that contains {inside} in quotes"
        yield f"text that contains {inside} is not in quotes", hint


def _list_entry(error: _Error) -> Iterator[Explanation]:
    start = error.line.lstrip()
    if error.said == "did not find expected key" and re.match("-( |$)", start):
        hint = f"start the entry on line {_block(error) + 1} with a hyphen and a space, too"
        yield "a list cannot continue an object", hint
    if error.said == "could not find expected ':'" and start.startswith(("{", "[")):
        hint = "start the line with a hyphen and a space if it is an entry of the list above"
        yield "this line does not continue the list or object above it", hint
    if error.said == "did not find expected '-' indicator":
        hint = "indent it like the other keys of its entry, or start a new entry with a hyphen and a space"
        if re.match("-[^ ]", start):
            hint = "put a space after the hyphen"
        yield "this line does not continue the list above it", hint


def _block(error: _Error) -> int:
    """Return the first of the lines before the mistake that are indented at least as much."""
    row, least = error.row, _indent(error.line)
    while row and not error.lines[row - 1][:least].strip():
        row -= 1
    return row


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indentation(error: _Error) -> Iterator[Explanation]:
    if error.rest.startswith("\t") and not error.line[: error.column].strip():
        yield _TAB
    is_key = _ONE_KEY.fullmatch(error.line[: error.column])
    if is_key and error.said == "mapping values are not allowed in this context":
        above = error.lines[error.row - 1] if error.row else ""
        if (
            above.strip()
            and ": " not in above
            and _indent(above) == _indent(error.line)
        ):
            hint = "add a colon and a space after its key"
            yield "the line above this key has no colon", hint
        hint = "indent both equally; if both lines are one text, put it in quotes"
        yield "this key is indented more than the key above it", hint


def _comment(error: _Error) -> Iterator[Explanation]:
    if error.line.lstrip().startswith("//"):
        yield "this line is not a comment", "start a comment with #"


_EXPLAINERS: list[Callable[[_Error], Iterator[Explanation]]] = [
    _other_character,
    _after_quotes,
    _after_brackets,
    _inside_brackets,
    _list_entry,
    _indentation,
    _comment,
]


_BEGINS = ("quoted", "flow", "simple key")
"""Words in libyaml's messages for mistakes at the start of a node, such as an open quote."""


def _place(error: Any) -> Position:
    """Return the position of the mistake, which may be above the line that libyaml reports."""
    noticed, began = error.problem_mark, error.context_mark
    is_above = any(words in str(error.context) for words in _BEGINS)
    if began and noticed and is_above and noticed.line > began.line:
        noticed = began
    return Position(noticed.line + 1, noticed.column + 1) if noticed else Position(1, 1)
