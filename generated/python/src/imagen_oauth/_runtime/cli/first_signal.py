"""Ctrl-C ends the command with one line, from the first import on."""

from __future__ import annotations

import os
import signal

from .exit_codes import STOPPED


def stop_at_once() -> None:
    """Let Ctrl-C end the process with one line until the command runs.

    An exception could appear anywhere in the imports, and there is nothing to undo yet.
    A process that ignores Ctrl-C keeps ignoring it.
    """
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)


def stop(*_: object) -> None:
    """Report that the command was stopped, and end the process."""
    try:
        os.write(2, b"Error: stopped\n")
    except OSError:
        pass
    os._exit(STOPPED)
