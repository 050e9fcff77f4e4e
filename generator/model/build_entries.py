"""Find the entries of a spec that omit or rename a standard parameter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.build_endpoints import Values
from generator.model.build_token import is_fixed_scope, role_of
from generator.model.endpoints import Path, Role, StandardEntry


def standard_entries(spec: Values) -> Iterator[StandardEntry]:
    """Yield each entry of an `omit`, and each standard parameter in the list for all token requests."""
    for path, node in _places(spec):
        for index, name in enumerate(node.get("omit", ())):
            yield StandardEntry((*path, "omit", index), Role(name))
    token: Values = spec.get("token_endpoint") or {}
    for index, one in enumerate(token.get("parameters", ())):
        role = role_of(one)
        if role is not Role.PROVIDER and not is_fixed_scope(one):
            yield StandardEntry(("token_endpoint", "parameters", index), role)


def _places(spec: Values) -> Iterator[tuple[Path, Values]]:
    """Yield each node that can have an `omit`, with its path."""
    token: Values = spec.get("token_endpoint") or {}
    # Or it is `none`.
    refresh: Any = token.get("refresh")
    yield ("token_endpoint",), token
    yield ("token_endpoint", "refresh"), refresh if isinstance(refresh, dict) else {}
    for key in (
        "authorization_endpoint",
        "device_authorization_endpoint",
        "revocation_endpoint",
    ):
        yield (key,), spec.get(key) or {}
    for index, grant in enumerate(spec["grants"]):
        yield ("grants", index), grant
