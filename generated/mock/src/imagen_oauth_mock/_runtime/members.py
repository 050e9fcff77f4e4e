"""Sets and removes a member of a JSON object by its path: names joined by dots."""

from __future__ import annotations

from typing import Any


def put(members: dict[str, Any], path: str, value: object) -> None:
    """Set the member at a path, and make the objects that contain it."""
    *before, last = path.split(".")
    for name in before:
        if not isinstance(members.get(name), dict):
            members[name] = {}
        members = members[name]
    members[last] = value


def remove(members: dict[str, Any], path: str) -> None:
    """Remove the member at a path, if there is one."""
    *before, last = path.split(".")
    for name in before:
        if not isinstance(members.get(name), dict):
            return
        members = members[name]
    members.pop(last, None)
