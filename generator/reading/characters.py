"""Turn the bytes of a file into text, and replace the characters that a reader cannot see."""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Callable
from itertools import islice

from generator.reading.diagnostics import Path, Position, Problem

MAX_BYTES = 256 * 1024

_ENOUGH = 1000
"""The maximum number of forbidden characters to record for one text, more than a report lists."""
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What a spec cannot contain: controls, bidi controls, line separators, lone surrogates, noncharacters."""


def decoded(data: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text of a file and its problems, or None if it is too large or not UTF-8."""
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES:,} bytes"
        hint = "check the file name; a spec has a few hundred lines"
        place = Position(1, 1)
        return None, [Problem("too-large", (), message, hint, place=place)]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        read = data[: error.start].decode("utf-8")
        message = f"the byte 0x{data[error.start]:02X} is not valid UTF-8"
        place = _positions(read)(len(read))
        hint = "save the file as UTF-8"
        return None, [Problem("not-utf-8", (), message, hint, place=place)]
    return printable(text, _positions(text), ())


def printable(
    text: str, place: Callable[[int], Position], path: Path
) -> tuple[str, list[Problem]]:
    """Return `text` with a space for each forbidden character, and a problem for each.

    `place` converts an offset in the text to a position.
    """
    if not FORBIDDEN.search(text):
        return text, []
    hint = "remove it; only line feeds and tabs are allowed as control characters"
    problems = [
        Problem(
            "forbidden-character",
            path,
            f"the character U+{ord(match.group()):04X} is not allowed",
            hint,
            place=place(match.start()),
        )
        for match in islice(FORBIDDEN.finditer(text), _ENOUGH)
    ]
    return FORBIDDEN.sub(" ", text), problems


def _positions(text: str) -> Callable[[int], Position]:
    """Return a function that converts an offset in `text` to a position."""
    breaks = [-1, *(match.start() for match in re.finditer("\n", text))]

    def place(offset: int) -> Position:
        line = bisect.bisect_left(breaks, offset)
        return Position(line, offset - breaks[line - 1])

    return place
