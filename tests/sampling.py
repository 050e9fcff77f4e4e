"""Which of many cases a test uses: a representative part, or all of them with `HOSTILE=long`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

LONG = os.environ.get("HOSTILE") == "long"
"""Whether this is the long run, before a release or after a change of an encoder."""

_Case = TypeVar("_Case")


def one_in(step: int, cases: Sequence[_Case]) -> Sequence[_Case]:
    """Return the first of each `step` cases, or all of them in the long run."""
    return cases if LONG else cases[::step]
