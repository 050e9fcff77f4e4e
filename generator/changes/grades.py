"""The grades of changes, and the version that each requires."""

from __future__ import annotations

from collections.abc import Iterable

MAJOR, MINOR, PATCH, NONE = "major", "minor", "patch", "none"
GRADES = (MAJOR, MINOR, PATCH, NONE)
"""From the highest to the lowest."""

Version = tuple[int, int, int]


def highest(grades: Iterable[str]) -> str:
    """Return the highest of the grades, or `none` if there are none."""
    return min(grades, key=GRADES.index, default=NONE)


def parsed(version: str) -> Version:
    """Return the numbers of `1.2.3`."""
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def enough(version: str, grade: str) -> str:
    """Return the lowest version after `version` that a change of this grade requires.

    Below 1.0.0, a major change requires the next minor version, and any other the next patch.
    """
    major, minor, patch = parsed(version)
    if major == 0 and grade in (MAJOR, MINOR):
        grade = MINOR if grade == MAJOR else PATCH
    least = {
        MAJOR: (major + 1, 0, 0),
        MINOR: (major, minor + 1, 0),
        PATCH: (major, minor, patch + 1),
        NONE: (major, minor, patch),
    }
    return ".".join(map(str, least[grade]))
