"""What every enumeration of scopes has: a name in the URL that is the member's text, and facts."""

from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self


class ScopeFacts:
    """What is documented of a scope."""

    __slots__ = ("permits", "reach", "story", "summary")

    def __init__(
        self, *, summary: str, permits: tuple[str, ...], reach: str, story: str
    ) -> None:
        """Keep the facts as they are."""
        self.summary = summary
        self.permits = permits
        self.reach = reach
        self.story = story


_NO_FACTS = ScopeFacts(summary="", permits=(), reach="", story="")


class ScopeBase(str, Enum):
    """A scope: a text that is equal to its name in the URL, with what is known of it."""

    _value_: str
    summary: str
    """What it is for, in a short sentence."""
    permits: tuple[str, ...]
    """What it permits, each a verb with a resource: ``"view records"``."""
    reach: str
    """Which of these resources it reaches."""
    story: str
    """What an application can do with it, as a user story."""

    # The default is for type checkers: they take a look-up, Scope("name"), for a call of this.
    def __new__(cls, name: str, facts: ScopeFacts = _NO_FACTS) -> Self:
        """Make the member that stands as name in the URL."""
        scope = str.__new__(cls, name)
        scope._value_ = name
        scope.summary = facts.summary
        scope.permits = facts.permits
        scope.reach = facts.reach
        scope.story = facts.story
        return scope

    # Without this, str() is no name in the URL, and format() is one on 3.10 and 3.11 alone.
    def __str__(self) -> str:
        return self._value_
