"""Coroutines that leave no frames with secrets in a traceback."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")


def without_frames_async(
    function: Callable[_P, Coroutine[object, object, _R]],
) -> Callable[_P, Coroutine[object, object, _R]]:
    """Do the same as `without_frames` for a coroutine function."""

    @wraps(function)
    async def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return await function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001
            failed = error.with_traceback(None)
        del args, kwargs
        failed.__context__ = failed.__cause__ = None
        try:
            # Outside of the clause above, so that no context is set.
            raise failed
        finally:
            del failed

    return run
