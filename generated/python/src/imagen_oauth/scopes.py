# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The documented scopes of the Imagen API."""

from typing import final

from ._runtime.scope import ScopeBase, ScopeFacts


@final
class Scope(ScopeBase):
    """The documented scopes, in the documented order.

    A member is equal to its name in the URL, and has the facts below as attributes.
    """

    READ_USERS_DATA = "readUsersData", ScopeFacts(
        summary="See records, media and collections.",
        permits=("view records", "view media", "view collections"),
        reach="What the creating user may see.",
        story=(
            "The application can read all data that the user who created it has "
            "access to."
        ),
    )
    MODIFY_USERS_DATA = "modifyUsersData", ScopeFacts(
        summary="See and change records, media and collections.",
        permits=(
            "view records",
            "view media",
            "view collections",
            "modify records",
            "modify media",
            "modify collections",
        ),
        reach="What the creating user may change.",
        story=(
            "The application can change all data that the user who created it has "
            "access to."
        ),
    )
    MANAGE_JOBS = "manageJobs", ScopeFacts(
        summary="See and manage jobs and workflows.",
        permits=("view jobs", "view workflows", "manage jobs", "manage workflows"),
        reach="Jobs that the creating user can see.",
        story=(
            "The application can read every job that the user who created it can "
            "see."
        ),
    )
    ROLES = "roles", ScopeFacts(
        summary="Look up users and groups.",
        permits=("search for users", "search for groups"),
        reach="Users and groups that the creating user can see.",
        story=(
            "The application can view every user and group that the user who created"
            " it can see."
        ),
    )
    CREATE_JOBS = "createJobs", ScopeFacts(
        summary="Create and manage workflow jobs.",
        permits=("create workflow jobs", "manage workflow jobs"),
        reach="Jobs that the creating user owns.",
        story=(
            "The application can create and manage every job that the user who "
            "created it owns."
        ),
    )
    MODIFY_ROLES = "modifyRoles", ScopeFacts(
        summary="Change users and send them email.",
        permits=("modify users", "email users"),
        reach="Users for whom the creating user holds the permissions that this takes.",
        story=(
            "The application can change every user for whom the user who created it "
            "holds the permissions that this takes."
        ),
    )
