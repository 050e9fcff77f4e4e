"""The findings of rules. The code of a problem is the name of its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.model.provider import Provider
from generator.reading.diagnostics import Hint, Path


class Finding(NamedTuple):
    """A node that violates a rule: its path, what is wrong, how to fix it, and the earlier node.

    With `at_key`, the position is that of the node's key.
    """

    path: Path
    message: str
    hint: Hint
    first: Path | None = None
    at_key: bool = False


Rule = Callable[[Provider], Iterator[Finding]]
"""The name of a rule is the code of its problem, and its docstring describes the problem."""
