# Generated from spec.yaml; edit that and run `make generate`.
"""The documented scopes of the Example API, with what each permits."""

from __future__ import annotations

from enum import Enum

from ._runtime.scope import ScopeFacts


class Scope(str, Enum):
    """The documented scopes, in the documented order.

    A member is a string that equals its name in the URL.
    """

    NOTES_READ = "notes:read"
    """Read notes."""

    NOTES_WRITE = "notes:write"
    """Write notes."""

    @property
    def summary(self) -> str:
        """The purpose, in a short sentence."""
        return _FACTS[self].summary

    @property
    def permits(self) -> tuple[str, ...]:
        """The permissions, each a verb with a resource."""
        return _FACTS[self].permits

    @property
    def reach(self) -> str:
        """The resources that it reaches."""
        return _FACTS[self].reach

    @property
    def story(self) -> str:
        """What an application can do with the scope."""
        return _FACTS[self].story

    # Otherwise, str() returns Scope.NOTES_READ, and so does format() from Python 3.11 on.
    def __str__(self) -> str:
        return self.value


_FACTS = {
    Scope.NOTES_READ: ScopeFacts(
        summary="Read notes.",
        permits=("read notes",),
        reach="All of them.",
        story="The application can read notes.",
    ),
    Scope.NOTES_WRITE: ScopeFacts(
        summary="Write notes.",
        permits=("write notes",),
        reach="Your own.",
        story="The application can write notes.",
    ),
}
