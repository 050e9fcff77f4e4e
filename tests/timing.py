"""The time limit for any input, in processor time of this process, because the machine may be busy."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

LIMIT = 0.1
"""The seconds within which any input has its outcome, as the best of three."""


def in_time(work: Callable[[], object]) -> None:
    """Do the work up to three times until it is fast enough; otherwise, fail.

    Garbage collection is off meanwhile: with the objects of many random examples in memory, one
    collection takes longer than the work.
    """
    took = [0.0]
    for _ in range(3):
        gc.disable()
        try:
            start = time.process_time()
            work()
            took.append(time.process_time() - start)
        finally:
            gc.enable()
        if took[-1] < LIMIT:
            return
    pytest.fail(f"the best of three took {min(took[1:]):.3f} s")
