"""The signals of the processes that tests start."""

from __future__ import annotations

import signal


def let_signals_stop_children() -> None:
    """Let Ctrl-C and a closed terminal stop the processes that this one starts.

    This one keeps ignoring them if it did. A shell ignores SIGINT in a background job, and
    nohup ignores SIGHUP; a process inherits that. It does not inherit a handler.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)
