"""The spec's scopes and the tasks that they permit, read from the spec without the generator."""

from __future__ import annotations

from tests.unit.specs import REAL_SPEC, parsed

_PERMITS: dict[str, tuple[str, ...]] = {
    scope["name"]: tuple(
        f"{permit['verb']} {resource}"
        for permit in scope["permits"]
        for resource in permit["resources"]
    )
    for scope in parsed(REAL_SPEC)["scopes"]
}

DOCUMENTED: tuple[str, ...] = tuple(_PERMITS)
"""In the documented order."""

PERMITTING: dict[str, tuple[str, ...]] = {
    task: tuple(name for name, tasks in _PERMITS.items() if task in tasks)
    for permitted in _PERMITS.values()
    for task in permitted
}
"""The scopes that permit each task; both in the documented order."""


def tasks_of(*scopes: str) -> list[str]:
    """Return the tasks that exactly these scopes permit."""
    return [task for task, able in PERMITTING.items() if able == scopes]
