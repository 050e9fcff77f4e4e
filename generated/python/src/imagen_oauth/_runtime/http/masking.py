"""Removes the secrets that a server's text repeats, in the forms that are recognized."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator

MASK = "(not shown)"

_SHORTEST = 8
"""The minimum of consecutive characters that count as part of a secret."""

# A % may itself be encoded, any number of times; \u00XX is JSON within a text.
_ESCAPED = re.compile(r"(?:%(?:25)*|\\u00)([0-9A-Fa-f]{2})")


def masked(text: str, secrets: Iterable[str]) -> str:
    """Return text with MASK for each secret, or part of one, that it shows.

    A part is eight or more consecutive characters. Letter case, percent-encoding,
    base64, backslashes, and spaces or invisible characters in between do not hide it.
    A shorter secret is masked only in its exact form.
    """
    short = {one for one in secrets if one and len(one) < _SHORTEST}
    units = list(_units(text))
    parts = {part for one in secrets for form in _forms(one) for part in _parts(form)}
    folded = "".join(unit for unit, _, _ in units)
    covered: list[tuple[int, int]] = []
    for start in range(len(folded) - _SHORTEST + 1):
        end = start + _SHORTEST
        if folded[start:end] in parts:
            covered.append((units[start][1], units[end - 1][2]))
    shown = _without(text, covered)
    for secret in short:
        shown = shown.replace(secret, MASK)
    return shown


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return text with MASK for spans, which are in order and may overlap."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        if start >= done:
            pieces += [text[done:start], MASK]
        done = max(done, end)
    return "".join(pieces) + text[done:]


def _units(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each visible ASCII character, decoded and in lowercase, with its start and end."""
    position = 0
    while position < len(text):
        escaped = _ESCAPED.match(text, position)
        end = escaped.end() if escaped else position + 1
        character = chr(int(escaped[1], 16)) if escaped else text[position]
        for unit in unicodedata.normalize("NFKC", character).lower():
            if "!" <= unit <= "~" and unit != "\\":
                yield unit, position, end
        position = end


def _forms(secret: str) -> Iterator[str]:
    """Yield a secret and its base64 forms, at each offset within three bytes."""
    yield secret
    data = secret.encode("utf-8", "replace")
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + data).decode("ascii")
        # The characters at the ends depend on the bytes beside the secret.
        inner = encoded[-(-offset * 8 // 6) : (offset + len(data)) * 8 // 6]
        yield inner
        yield inner.translate(str.maketrans("+/", "-_"))


def _parts(secret: str) -> Iterator[str]:
    folded = "".join(unit for unit, _, _ in _units(secret))
    for start in range(len(folded) - _SHORTEST + 1):
        yield folded[start : start + _SHORTEST]
