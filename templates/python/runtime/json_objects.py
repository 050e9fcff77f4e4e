"""Finds the JSON objects in a text, and their ends, before a recursive decoder reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .protocol import MAX_JSON_DEPTH

_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}]', re.DOTALL)


def objects(text: str) -> Iterator[str]:
    """Yield each part of text from a ``{`` to its ``}``, in time linear to its length.

    A part may still be malformed. The search ends at a ``{`` that is never closed, and
    at brackets that nest more than 64 deep.
    """
    start = text.find("{")
    while start >= 0:
        end = _end(text, start)
        if end is None:
            return
        yield text[start:end]
        start = text.find("{", end)


def is_object(text: str) -> bool:
    """Return whether text is one object from its first to its last character."""
    return text.startswith("{") and _end(text, 0) == len(text)


def is_shallow(text: str) -> bool:
    """Return whether brackets nest at most 64 deep."""
    return all(depth <= MAX_JSON_DEPTH for depth, _ in _depths(text, 0))


def _end(text: str, start: int) -> int | None:
    for depth, end in _depths(text, start):
        if depth == 0:
            return end
        if depth > MAX_JSON_DEPTH:
            return None
    return None


def _depths(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the depth after each bracket and string, and the end of that."""
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text, start):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        yield depth, token.end()
