"""What every enumeration of scopes has: a wire name that is the member's text, and its meaning."""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

_Scope = TypeVar("_Scope", bound="ScopeBase")


class ScopeBase(str, Enum):
    """A scope: a text like any other, equal to its name in the URL, that knows what it permits."""

    summary: str
    """What it is for, in a short sentence."""
    permits: tuple[str, ...]
    """What it permits, each a verb and a resource: `view records`."""
    reach: str
    """Which of these resources it reaches."""
    story: str
    """What an application can do with it."""

    def __new__(
        cls: type[_Scope],
        name: str,
        summary: str,
        permits: tuple[str, ...],
        reach: str,
        story: str,
    ) -> _Scope:
        """Make the member whose text and value is `name`."""
        scope = str.__new__(cls, name)
        scope._value_ = name
        scope.summary = summary
        scope.permits = permits
        scope.reach = reach
        scope.story = story
        return scope

    # Python 3.12 changed how a mixed-in enumeration is formatted; this is the same in all.
    __str__ = str.__str__
    __format__ = str.__format__
