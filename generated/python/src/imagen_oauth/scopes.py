# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The documented scopes of the Imagen API, with what each permits."""

from __future__ import annotations

from enum import Enum

from ._runtime.scope import ScopeFacts


class Scope(str, Enum):
    """The documented scopes, in the documented order.

    A member is a string that equals its name in the URL.
    """

    READ_USERS_DATA = "readUsersData"
    """See records, media, and collections."""

    MODIFY_USERS_DATA = "modifyUsersData"
    """See and change records, media, and collections."""

    MANAGE_JOBS = "manageJobs"
    """See and manage jobs and workflows."""

    ROLES = "roles"
    """Look up users and groups."""

    CREATE_JOBS = "createJobs"
    """Create and manage workflow jobs."""

    MODIFY_ROLES = "modifyRoles"
    """Change users and send them email."""

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

    # Otherwise, str() returns Scope.READ_USERS_DATA, and so does format() from Python 3.11 on.
    def __str__(self) -> str:
        return self.value


_FACTS = {
    Scope.READ_USERS_DATA: ScopeFacts(
        summary="See records, media, and collections.",
        permits=("view records", "view media", "view collections"),
        reach="Data that the application's creator can see.",
        story=(
            "The application can read all data that the user who created it has access "
            "to."
        ),
    ),
    Scope.MODIFY_USERS_DATA: ScopeFacts(
        summary="See and change records, media, and collections.",
        permits=(
            "view records",
            "view media",
            "view collections",
            "modify records",
            "modify media",
            "modify collections",
        ),
        reach="Data that the application's creator can change.",
        story=(
            "The application can change all data that the user who created it has "
            "access to."
        ),
    ),
    Scope.MANAGE_JOBS: ScopeFacts(
        summary="See and manage jobs and workflows.",
        permits=("view jobs", "view workflows", "manage jobs", "manage workflows"),
        reach="Jobs that the application's creator can see.",
        story=(
            "The application can read every job that the user who created it can see."
        ),
    ),
    Scope.ROLES: ScopeFacts(
        summary="Look up users and groups.",
        permits=("search for users", "search for groups"),
        reach="Users and groups that the application's creator can see.",
        story=(
            "The application can view every user and group that the user who created "
            "it can see."
        ),
    ),
    Scope.CREATE_JOBS: ScopeFacts(
        summary="Create and manage workflow jobs.",
        permits=("create workflow jobs", "manage workflow jobs"),
        reach="Jobs that the application's creator owns.",
        story=(
            "The application can create jobs and manage those that the user who "
            "created it owns."
        ),
    ),
    Scope.MODIFY_ROLES: ScopeFacts(
        summary="Change users and send them email.",
        permits=("modify users", "email users"),
        reach="Users whom the application's creator has permission to modify.",
        story=(
            "The application can change every user whom the user who created it has "
            "permission to modify."
        ),
    ),
}
