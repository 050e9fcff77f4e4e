# Generated from tests/cases/given-identifiers/spec.yaml; edit that and run `make generate`.
"""The documented scopes of the Example API, with what each permits."""

from __future__ import annotations

from enum import Enum

from ._runtime.scope import ScopeFacts


class Scope(str, Enum):
    """The documented scopes, in the documented order.

    A member is a text, equal to its name in the URL.
    """

    EVERYTHING = "*"
    """Use it."""

    TWO_FACTOR = "2fa"
    """Use it."""

    READ_NOTES = "notes.read"
    """Use it."""

    READ_SOME_NOTES = "notes:read"
    """Use it."""

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

    # Otherwise, str() returns Scope.EVERYTHING, and so does format() from Python 3.11 on.
    def __str__(self) -> str:
        return self.value


_FACTS = {
    Scope.EVERYTHING: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.TWO_FACTOR: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.READ_NOTES: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.READ_SOME_NOTES: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
}
