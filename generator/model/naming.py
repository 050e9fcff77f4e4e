"""Convert wire names to identifiers: split a name into words, and join them in a language's case."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


@functools.lru_cache(4096)
def words(name: str) -> tuple[str, ...]:
    """Return the words of `name` in lowercase.

    A word ends before a change of case and at any character that is not an ASCII letter or digit.
    Digits stay with the letters before them: `readAllNotes` becomes read, all, notes, and
    `HTTPServer2` becomes http, server2.
    """
    found: list[str] = []
    for part in re.split(r"[^A-Za-z0-9]+", name):
        pieces = _WORD.findall(part)
        for index, piece in enumerate(pieces):
            if index and piece.isdigit():
                found[-1] += piece
            else:
                found.append(piece.lower())
    return tuple(found)


def snake(parts: Sequence[str]) -> str:
    """Return `read_all_notes`."""
    return "_".join(parts)


def camel(parts: Sequence[str]) -> str:
    """Return `readAllNotes`."""
    return "".join([parts[0], *(part.capitalize() for part in parts[1:])])


def constant(parts: Sequence[str]) -> str:
    """Return `READ_ALL_NOTES`."""
    return "_".join(parts).upper()


def reserved_words(file: Path) -> frozenset[str]:
    """Return the words in a file that lists one word per line; `#` starts a comment."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def not_reserved(identifier: str, reserved: frozenset[str]) -> str:
    """Return `identifier`, with an underscore appended if the language reserves it."""
    return f"{identifier}_" if identifier in reserved else identifier
