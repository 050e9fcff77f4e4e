"""What a server says about its error, in plain words that can be logged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..http.masking import masked

_LONGEST = 200
# No form of a secret consists of such words, if the secret itself is masked.
_WORD = r"(?:[A-Z]{1,5}|[A-Za-z]?[a-z]{0,19}(?:['_\-][a-z]{1,9}){0,2})"
_PLAIN = re.compile(rf"[(\"']?{_WORD}[.,;:!?)\"']{{0,2}}")
_OMITTED = "\u2026"


def shown_reason(error: str, description: str | None, secrets: Iterable[str]) -> str:
    """Return the code of an error, and its description without words that may be secret.

    The message of an error may be logged, and a server can repeat a token in any form. So
    a word with digits, other symbols, or capitals within is omitted.
    """
    words = masked(description or "", secrets).split()
    plain = [one if _PLAIN.fullmatch(one) else _OMITTED for one in words]
    if all(one == _OMITTED for one in plain):
        return error
    text = re.sub(rf"{_OMITTED}(?: {_OMITTED})+", _OMITTED, " ".join(plain))
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rpartition(' ')[0]} {_OMITTED}"
    return f"{error}: {text}"
