# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The documented scopes of the Imagen API."""

from typing import final

from ._runtime.scope import ScopeBase


@final
class Scope(ScopeBase):
    """The documented scopes, in the documented order.

    A member is equal to its name in the URL, and has a `summary`, what it `permits`,
    its `reach` and a `story`, in this order below.
    """

    READ_USERS_DATA = (
        "readUsersData",
        "See records, media and collections.",
        ("view records", "view media", "view collections"),
        "What the creating user may see.",
        "The application can read all data that the user who created it has access to.",
    )
    MODIFY_USERS_DATA = (
        "modifyUsersData",
        "See and change records, media and collections.",
        (
            "view records",
            "view media",
            "view collections",
            "modify records",
            "modify media",
            "modify collections",
        ),
        "What the creating user may change.",
        (
            "The application can change all data that the user who created it has access "
            "to."
        ),
    )
    MANAGE_JOBS = (
        "manageJobs",
        "See and manage jobs and workflows.",
        ("view jobs", "view workflows", "manage jobs", "manage workflows"),
        "Jobs that the creating user can see.",
        "The application can read every job that the user who created it can see.",
    )
    ROLES = (
        "roles",
        "Look up users and groups.",
        ("search for users", "search for groups"),
        "Users and groups that the creating user can see.",
        (
            "The application can view every user and group that the user who created it "
            "can see."
        ),
    )
    CREATE_JOBS = (
        "createJobs",
        "Create and manage workflow jobs.",
        ("create workflow jobs", "manage workflow jobs"),
        "Jobs that the creating user owns.",
        (
            "The application can create and manage every job that the user who created it "
            "owns."
        ),
    )
    MODIFY_ROLES = (
        "modifyRoles",
        "Change users and send them email.",
        ("modify users", "email users"),
        "Users for whom the creating user holds the permissions that this takes.",
        (
            "The application can change every user for whom the user who created it holds "
            "the permissions that this takes."
        ),
    )
