"""How deep JSON nests, seen before a decoder that recurses reads it."""

from __future__ import annotations

import re

_MAX_DEPTH = 64
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}]', re.DOTALL)


def is_shallow(text: str) -> bool:
    """Return whether brackets nest 64 deep at most."""
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth > _MAX_DEPTH:
            return False
    return True
