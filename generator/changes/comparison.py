"""Two models to what changed between them, and to what that takes from the version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.changes import grades
from generator.changes.change_rules import RULES
from generator.changes.changes import Change, changes
from generator.model.provider import Provider


@dataclass(frozen=True)
class Comparison:
    """Two models and what changed between them, from the greatest change to the least."""

    old: Provider
    new: Provider
    changes: Sequence[Change]

    @property
    def grade(self) -> str:
        """The grade of the whole: the highest of any change."""
        return grades.highest(RULES[one.rule].grade for one in self.changes)

    @property
    def least_version(self) -> str:
        """The least version that says these changes after that of the old model."""
        return grades.enough(self.old.packages.version, self.grade)


def compared(old: Provider, new: Provider, labels: Mapping[str, str]) -> Comparison:
    """Return what changed from one model to the other.

    `labels` has the word for each key of a package.
    """
    order = list(RULES)
    found = sorted(
        changes(old, new, labels),
        key=lambda one: (
            grades.GRADES.index(RULES[one.rule].grade),
            order.index(one.rule),
        ),
    )
    return Comparison(old, new, found)
