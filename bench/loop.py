"""`python -m bench.loop MODULE FUNCTION [WRAPPER]` prints the microseconds of a call."""

import importlib
import sys
import time
from collections.abc import Callable

_BATCH_SECONDS = 0.04
_BATCHES = 5


def main(module: str, function: str, wrapper: str = "") -> None:
    """Print the time of a call: the minimum of several batches, to exclude other work."""
    calls = importlib.import_module(f"bench.calls.{module}")
    side = getattr(calls, function)
    call: Callable[[], object] = getattr(calls, wrapper)(side) if wrapper else side()
    count = 1
    while (taken := _batch(call, count)) < _BATCH_SECONDS:
        count = max(count * 2, int(count * _BATCH_SECONDS / max(taken, 1e-9)))
    least = min(_batch(call, count) for _ in range(_BATCHES))
    print(least / count * 1e6)


def _batch(call: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:])
