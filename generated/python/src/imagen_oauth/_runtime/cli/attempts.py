"""Asks for a paste until one is accepted, for a limited number of attempts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import TypeVar

from ..errors import OAuthError
from ..store.secret import Secret
from . import exit_codes
from .output import Stopped, print_error, stopped_by
from .pasted_input import Ask

_Result = TypeVar("_Result")

_ATTEMPTS = 5
"""How often a user can paste a response at the prompt of one login."""


def is_terminal() -> bool:
    """Return whether a user can type or paste."""
    return sys.stdin is not None and sys.stdin.isatty()


def first_accepted(
    ask: Ask,
    prompt: Callable[[bool], str],
    read: Callable[[Secret], _Result],
    final: Collection[str],
    next_step: Callable[[str], str],
) -> _Result:
    """Return what read returns for the first text that it accepts.

    At a terminal, the user can paste again after an error, unless its code is one of final.
    prompt returns the text of a prompt, which can be the first one, and next_step says for
    the code of an error what to run then. Raises Stopped.
    """
    refused: OAuthError | None = None
    try:
        for left in reversed(range(_ATTEMPTS if is_terminal() else 1)):
            try:
                return read(ask(prompt(refused is None)))
            except OAuthError as error:
                refused = error.with_traceback(None)
            if not left or refused.code in final:
                raise stopped_by(refused, next_step(refused.code))
            print_error(stopped_by(refused))
    except (EOFError, KeyboardInterrupt):
        if refused is None:
            raise
    # Outside of the clause above, whose error refers to frames with secrets.
    assert refused is not None
    raise Stopped(exit_codes.STOPPED, "stopped", next_step(refused.code))
