"""How the response of a provider's token endpoint differs from the standard one (RFC 6749 §5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


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
