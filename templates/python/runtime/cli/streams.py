"""The standard streams: data goes to standard output, and everything else to standard error."""

from __future__ import annotations

import os
import sys
from typing import Literal, TextIO


def open_streams() -> None:
    """Make the standard streams of this process safe to use.

    Only `sys.stdout` writes to standard output: what a library or another program writes
    to its descriptor goes to standard error. A character that an encoding does not have
    is escaped. A closed descriptor is opened, because the next file would get its number.
    """
    # A write to a closed standard output must fail, and one to standard error must not.
    for number, flags in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, flags), True)
    if sys.stderr is None:
        sys.stderr = _stream(2, "w", "ascii", "backslashreplace")
    if sys.stdin is not None:
        sys.stdin = _stream(0, "r", sys.stdin.encoding, "replace")
    number = os.dup(1)
    os.dup2(2, 1)
    encoding = sys.stdout.encoding if sys.stdout else "ascii"
    sys.stdout = _stream(number, "w", encoding, "backslashreplace")


def _stream(number: int, mode: Literal["r", "w"], encoding: str, errors: str) -> TextIO:
    return open(number, mode, encoding=encoding, errors=errors, closefd=False)


def drop(stream: TextIO) -> None:
    """Drop what cannot be written, which Python would otherwise try again when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
