"""Turn two versions of a file into the lines of a unified diff that is safe to print."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

NOTHING = "/dev/null"
"""The name of a version that does not exist."""


def unified(before: bytes, after: bytes, old: str, new: str) -> Iterator[str]:
    """Return the lines of the diff between two versions, named `old` and `new`.

    Characters that are not printable are escaped, so that every difference is visible.
    """
    yield from difflib.unified_diff(
        _lines(before), _lines(after), old, new, lineterm=""
    )


def _lines(data: bytes) -> Sequence[str]:
    *whole, last = data.decode("utf-8", "backslashreplace").split("\n")
    lines = [_shown(line) for line in whole]
    return [*lines, f"{_shown(last)}\n\\ No newline at end of file"] if last else lines


def _shown(line: str) -> str:
    return "".join(
        each if each.isprintable() or each == "\t" else ascii(each)[1:-1]
        for each in line
    )
