"""Reads pasted text: hidden at a terminal, or all of standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from ..line_limit import check_lines
from ..parameters import check_size
from ..protocol import MAX_RESPONSE_CHARACTERS
from ..store.secret import Secret
from . import exit_codes
from .output import Stopped

Ask = Callable[[str], Secret]
"""A function that takes a prompt and reads a text."""

_MAX_BYTES = 4 * MAX_RESPONSE_CHARACTERS + 1
"""More bytes than the longest text has: a UTF-8 character has at most four."""


Subscribe = Callable[[Callable[[BaseException], None]], None]
"""Takes a function that ends a wait with an exception."""


@contextmanager
def open_input(subscribe: Subscribe | None = None) -> Generator[Ask]:
    """Yield a function that takes a prompt and reads a text, whole or not at all.

    At a terminal, the function can be called again, and the terminal does not show what
    is typed until the end of the block. subscribe gets a function that ends the wait there
    from another thread. The function that asks raises NotHidden if a terminal may show what
    is typed, and OAuthError ``truncated_input`` and ``input_too_large``.
    """
    # If the caller closed it, Python has no stream.
    if sys.stdin is None:
        raise Stopped(exit_codes.FAILED, "standard input is closed")
    if not sys.stdin.isatty():
        yield _read_all
        return
    # Not at the top: the import takes longer than the rest of the command.
    from .prompt import hidden_prompt

    with hidden_prompt(subscribe) as ask:
        yield ask


def _read_all(_: str) -> Secret:
    text = sys.stdin.buffer.read(_MAX_BYTES).decode("utf-8", "replace")
    check_size(text)
    check_lines(text)
    return Secret(text)
