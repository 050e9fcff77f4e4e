"""The scopes of the spec by hand, which are no expectation of the code under test: add a new one here."""

from __future__ import annotations

DOCUMENTED = (
    "readUsersData",
    "modifyUsersData",
    "manageJobs",
    "roles",
    "createJobs",
    "modifyRoles",
)
"""In the documented order."""
