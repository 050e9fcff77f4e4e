# Generated from tests/cases/punctuated-scopes/spec.yaml; edit that and run `make generate`.
"""The documented scopes of the Example API, with what each permits."""

from __future__ import annotations

from enum import Enum

from ._runtime.scope import ScopeFacts


class Scope(str, Enum):
    """The documented scopes, in the documented order.

    A member is a text, equal to its name in the URL.
    """

    NOTES_READ = "notes:read"
    """Use it."""

    HTTPS_EXAMPLE_ORG_AUTH_FILES_READONLY = "https://example.org/auth/files.readonly"
    """Use it."""

    USER_PROFILE = "user.profile"
    """Use it."""

    OFFLINE_ACCESS = "offline-access"
    """Use it."""

    A_B = "a+b"
    """Use it."""

    HTTP_SERVER2 = "HTTPServer2"
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

    # Otherwise, str() returns Scope.NOTES_READ, and so does format() from Python 3.11 on.
    def __str__(self) -> str:
        return self.value


_FACTS = {
    Scope.NOTES_READ: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.HTTPS_EXAMPLE_ORG_AUTH_FILES_READONLY: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.USER_PROFILE: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.OFFLINE_ACCESS: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.A_B: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
    Scope.HTTP_SERVER2: ScopeFacts(
        summary="Use it.",
        permits=("use notes",),
        reach="All of them.",
        story="It can be used.",
    ),
}
