"""What a rule finds. The code of the problem is the rule's own name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.model.provider import Provider
from generator.reading.diagnostics import Hint, Path


class Finding(NamedTuple):
    """A node that breaks a rule: what is wrong with it, what to write instead, the node it meets."""

    path: Path
    message: str
    hint: Hint
    first: Path | None = None


Rule = Callable[[Provider], Iterator[Finding]]
"""A rule's name is the code of its problem, and its docstring says of the problem what it is."""
