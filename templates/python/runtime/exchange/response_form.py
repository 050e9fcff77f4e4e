"""How the responses of a provider's endpoints differ from the standard ones (RFC 6749 §5).

The responses of a device authorization and of a revocation have errors in the same form
(RFC 8628 §3.2, RFC 7009 §2.2.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .json_values import is_object
from .members import MISSING, once_at, value_at

ERROR_MEMBERS = ("error", "error_description", "error_uri")
"""The members of an error (RFC 6749 §5.2)."""


class ResponseForm(NamedTuple):
    """Where the members of a token response are. A path is names joined by dots."""

    within: tuple[str, ...] = ("",)
    """The paths of the object with the members: the first one with a token counts."""
    paths: Mapping[str, str] = {}
    """The path of each member that has another name, by its standard name.

    Those of the error are paths from the top, and the others are paths in that object.
    """
    lifetime: int | None = None
    """The lifetime of every token in seconds, if it is fixed."""
    success: Mapping[str, object] = {}
    """The values that mark a response as successful, by their paths from the top."""
    extra: tuple[str, ...] = ()
    """The paths from the top of the members that the caller receives."""
    token_types: tuple[str, ...] = ("bearer",)
    """The values of token_type that mean a bearer token, in any letter case."""
    scope_separator: str = " "
    remedies: Mapping[str, str] = {}
    """What to do about each documented error code."""

    def path(self, name: str) -> str:
        """Return the path of a standard member."""
        return self.paths.get(name, name)

    def once(self, names: Iterable[str]) -> set[str]:
        """Return the names that must appear once: each part of the paths to what is read."""
        paths = [*map(self.path, names), *self.within, *self.success]
        return {name for path in paths for name in path.split(".") if name}

    def place(self, members: Mapping[str, object], path: str) -> Mapping[str, object]:
        """Return the first object of the form that has a member, or the first one."""
        found = [once_at(members, one) if one else members for one in self.within]
        objects = [one for one in found if is_object(one)]
        for one in objects:
            if value_at(one, path) not in (MISSING, None, ""):
                return one
        return objects[0] if objects else {}
