"""What every enumeration of scopes has: a wire name that is the member's text, and its meaning."""

from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self


class ScopeBase(str, Enum):
    """A scope: a text equal to its name in the URL, that knows what it permits.

    A member's value is `(name, summary, permits, reach, story)`, and then the name.
    """

    _value_: str
    summary: str
    """What it is for, in a short sentence."""
    permits: tuple[str, ...]
    """What it permits, each a verb and a resource: `view records`."""
    reach: str
    """Which of these resources it reaches."""
    story: str
    """What an application can do with it."""

    def __new__(
        cls,
        name: str,
        summary: str,
        permits: tuple[str, ...],
        reach: str,
        story: str,
    ) -> Self:
        """Make the member whose text and value is `name`."""
        scope = str.__new__(cls, name)
        scope._value_ = name
        scope.summary = summary
        scope.permits = permits
        scope.reach = reach
        scope.story = story
        return scope

    # Python 3.12 changed how a mixed-in enumeration is formatted; this is the same in all.
    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)
