"""Signals end the command without a traceback, and after it has restored the terminal."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager

from .first_signal import stop

_Handler = Callable[..., object] | signal.Handlers

_OTHERS = [
    signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
]


@contextmanager
def interruptible() -> Generator[None]:
    """Let signals raise KeyboardInterrupt or SystemExit in the block.

    Afterward, Ctrl-C is ignored, because only the result remains to be reported.
    """
    is_ours = _replace(signal.SIGINT, stop, signal.default_int_handler)
    replaced = [one for one in _OTHERS if _replace(one, signal.SIG_DFL, _exit)]
    try:
        yield
    finally:
        for one in replaced:
            signal.signal(one, signal.SIG_DFL)
        if is_ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def deferred(note: Callable[[BaseException], None]) -> Generator[None]:
    """Pass what a signal would raise to a function, because asyncio cannot start with it."""

    def handle(number: int, _: object) -> None:
        is_ctrl_c = number == signal.SIGINT
        note(KeyboardInterrupt() if is_ctrl_c else SystemExit(128 + number))

    before = {one: signal.getsignal(one) for one in (signal.SIGINT, *_OTHERS)}
    # One that is ignored stays so.
    replaced = {number: old for number, old in before.items() if callable(old)}
    for number in replaced:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, old in replaced.items():
            signal.signal(number, old)


def _replace(number: int, old: _Handler, new: _Handler) -> bool:
    """Replace a handler, and return whether it was the old one: a process may ignore a signal."""
    if signal.getsignal(number) != old:
        return False
    signal.signal(number, new)
    return True


def _exit(number: int, _: object) -> None:
    raise SystemExit(128 + number)
