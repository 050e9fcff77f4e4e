"""A process that is killed at one of its system calls, as `ptrace` of Linux stops it there."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

IS_POSSIBLE = sys.platform == "linux"

# From <sys/ptrace.h>. Each system call has two stops: before and after the kernel carries it out.
_TRACE_ME, _NEXT_CALL, _SET_OPTIONS = 0, 24, 0x4200
_MARK_CALLS, _END_WITH_TRACER = 1, 0x100000
_CALL_STOP = signal.SIGTRAP | 0x80


def stopped_at(number: int | None, task: Callable[[], object]) -> int:
    """Run a task in a child process, kill it at one of its stops, and return how many it reached.

    The first stop has the number 1. A task that ends before that stop, or has no number, is not killed.
    """
    trace = ctypes.CDLL(None, use_errno=True).ptrace
    trace.argtypes = [ctypes.c_long] * 4
    child = os.fork()
    if child == 0:
        _run(task, trace)
    os.waitpid(child, 0)
    if trace(_SET_OPTIONS, child, 0, _MARK_CALLS | _END_WITH_TRACER):
        os.kill(child, signal.SIGKILL)
        raise OSError(ctypes.get_errno(), "ptrace failed")
    stops, passed_on = 0, 0
    while True:
        trace(_NEXT_CALL, child, 0, passed_on)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return stops
        passed_on = os.WSTOPSIG(status)
        if passed_on == _CALL_STOP:
            stops, passed_on = stops + 1, 0
            if stops == number:
                os.kill(child, signal.SIGKILL)


def _run(
    task: Callable[[], object], trace: Callable[[int, int, int, int], int]
) -> None:
    """Run the task in this process, and end it."""
    try:
        trace(_TRACE_ME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        task()
    finally:
        os._exit(0)
