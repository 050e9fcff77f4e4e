"""The scopes of the spec, written by hand so that tests do not read the spec: add a new one here."""

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
