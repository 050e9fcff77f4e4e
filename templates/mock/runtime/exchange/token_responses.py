"""A standard response in the form of the provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..members import put
from .facts import TokenResponse

FORMATS = ("json", "form")
"""The formats of a token response."""


def provider_response(
    form: TokenResponse,
    token: Mapping[str, Any],
    now: Callable[[], float],
    within: str,
    token_type: str,
) -> dict[str, Any]:
    """Return the members of a successful response, with the token in the object at the path `within`.

    `now` returns Unix seconds.
    """
    members = _marked(form)
    for path in form.members:
        put(members, path, f"mock {path}")
    sent: dict[str, Any] = {**token, "token_type": token_type}
    if not sent.get("scope"):
        sent.pop("scope", None)
    else:
        sent["scope"] = form.scope_separator.join(str(sent["scope"]).split(" "))
    paths = dict(form.paths)
    lifetime = sent.pop("expires_in")
    if "expires_at" in paths:
        sent["expires_at"] = int(now()) + lifetime
    if form.has_lifetime:
        sent["expires_in"] = lifetime
    for name, value in sent.items():
        path = paths.get(name, name)
        put(members, f"{within}.{path}" if within else path, value)
    return members


def other_response(form: TokenResponse, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a successful response with no token."""
    members, within = _marked(form), form.within[0]
    for name, value in values.items():
        put(members, f"{within}.{name}" if within else name, value)
    return members


def _marked(form: TokenResponse) -> dict[str, Any]:
    """Return the members that mark a success."""
    members: dict[str, Any] = {}
    for path, value in form.success:
        put(members, path, value)
    return members


def provider_error(form: TokenResponse, error: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of an error response."""
    members: dict[str, Any] = {}
    for path, value in form.success:
        put(members, path, _other(value))
    paths = dict(form.paths)
    for name, value in error.items():
        put(members, paths.get(name, name), value)
    return members


def _other(value: str | int | bool) -> str | int | bool:
    """Return a value that does not mark a success."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"not {value}"
