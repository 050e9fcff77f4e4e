"""A fault of the authorization endpoint, and a decision, as what a test wants of a request."""

from __future__ import annotations

from .authorization_endpoint import RedirectChanges
from .authorization_server import Wanted
from .faults import Fault


def wanted(decision: str, fault: Fault | None) -> Wanted:
    """Return what a test wants of the next authorization request."""
    if fault is None:
        return Wanted(decision)
    values = tuple((name, str(value)) for name, value in fault.members.items())
    changes = RedirectChanges(values, tuple(fault.omit), fault.location)
    return Wanted(decision, fault.error, changes)
