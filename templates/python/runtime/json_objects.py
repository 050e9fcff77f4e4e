"""JSON objects in a text: where each one ends, before a decoder that recurses reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MAX_DEPTH = 64
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


def _end(text: str, start: int) -> int | None:
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text, start):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth > _MAX_DEPTH:
            return None
        if depth == 0:
            return token.end()
    return None
