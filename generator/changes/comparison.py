"""Two models become what changed between them, and the version that it requires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.changes import grades
from generator.changes.table import RULES
from generator.changes.walk import Change, changes
from generator.model.provider import Provider


@dataclass(frozen=True)
class Comparison:
    """Two models and what changed between them, from the highest grade to the lowest."""

    old: Provider
    new: Provider
    changes: Sequence[Change]

    @property
    def grade(self) -> str:
        """The highest grade of any change."""
        return grades.highest(RULES[one.rule].grade for one in self.changes)

    @property
    def least_version(self) -> str:
        """The lowest version that these changes allow after that of the old model."""
        return grades.enough(self.old.packages.version, self.grade)


def compared(old: Provider, new: Provider) -> Comparison:
    """Return what changed from one model to the other."""
    codes = sorted(RULES, key=lambda code: grades.GRADES.index(RULES[code].grade))
    found = sorted(changes(old, new), key=lambda one: codes.index(one.rule))
    return Comparison(old, new, found)
