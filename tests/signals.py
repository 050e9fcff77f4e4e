"""Ctrl-C in the processes that tests start."""

from __future__ import annotations

import signal


def let_ctrl_c_stop_children() -> None:
    """Let Ctrl-C stop the processes that this one starts; it keeps ignoring Ctrl-C if it did.

    A shell ignores SIGINT in a background job, and a process inherits that. It does not inherit
    a handler.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda _number, _frame: None)
