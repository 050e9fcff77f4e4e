"""A time limit for a request that blocks, whatever its library waits for."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Thread

from ..exchange.delivery import Received, response_lost


def in_time(once: Callable[[], Received], seconds: float) -> Received:
    """Return what once returns. After so many seconds, raise the error for a lost response.

    The timeouts of HTTP libraries start again with each byte, so a server that sends its
    headers slowly can keep them waiting for days. Nothing can stop that from outside. So
    once runs in a thread, which goes on without anyone who waits for it.
    """
    found: SimpleQueue[Received | BaseException] = SimpleQueue()
    context = copy_context()

    def run() -> None:
        try:
            found.put(context.run(once))
        except BaseException as error:  # noqa: BLE001
            found.put(error)

    try:
        Thread(target=run, name="token-request", daemon=True).start()
    except RuntimeError:
        # A Python that is ending, or has no threads, starts none.
        return once()
    try:
        result = found.get(timeout=seconds)
    except Empty:
        raise response_lost() from None
    if isinstance(result, BaseException):
        raise result
    return result
