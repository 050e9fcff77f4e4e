"""The names of the spec's scopes, read from the spec without the generator."""

from __future__ import annotations

from tests.unit.specs import REAL_SPEC, parsed

DOCUMENTED: tuple[str, ...] = tuple(one["name"] for one in parsed(REAL_SPEC)["scopes"])
"""In the documented order."""
