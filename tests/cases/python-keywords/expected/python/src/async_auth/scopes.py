# Generated from tests/cases/python-keywords/spec.yaml; edit that and run `make generate`.
"""The documented scopes of the Example API, with what each permits."""

from __future__ import annotations

from enum import Enum

from ._runtime.scope import ScopeFacts


class Scope(str, Enum):
    """The documented scopes, in the documented order.

    A member is a text, equal to its name in the URL.
    """

    CLASS = "class"
    """Use it."""

    NONE = "None"
    """Use it."""

    IMPORT = "import"
    """Use it."""

    MRO = "mro"
    """Use it."""

    NAME = "name"
    """Use it."""

    VALUE = "value"
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

    # Otherwise, str() returns Scope.CLASS, and so does format() from Python 3.11 on.
    def __str__(self) -> str:
        return self.value


_FACTS = {
    Scope.CLASS: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.NONE: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.IMPORT: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.MRO: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.NAME: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.VALUE: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
}
