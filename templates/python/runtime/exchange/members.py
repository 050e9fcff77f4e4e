"""The members of a response, by their paths: names joined by dots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isnan

from ..errors import OAuthError
from . import messages
from .endpoint_response import TWICE, duplicate
from .json_values import is_object

MISSING = object()
"""The value of a member that a response does not have."""

_DIGITS = re.compile(r"[0-9]+")
_LARGE = 2**60
"""More than any time or lifetime, and small enough for a float."""


def value_at(members: object, path: str) -> object:
    """Return the value at a path, which can be TWICE, or MISSING.

    Raises OAuthError: ``duplicate_parameter`` for an object on the way that appears twice.
    """
    for name in path.split("."):
        if members is TWICE:
            raise duplicate(path)
        if not is_object(members) or name not in members:
            return MISSING
        members = members[name]
    return members


def once_at(members: object, path: str) -> object:
    """Return the value at a path, or MISSING. Raises OAuthError: ``duplicate_parameter``."""
    value = value_at(members, path)
    if value is TWICE:
        raise duplicate(path)
    return value


def text_at(members: Mapping[str, object], path: str) -> str | None:
    """Return a text, or None if it is absent, null, or empty; anything else raises."""
    value = once_at(members, path)
    if value is MISSING or value is None or value == "":
        return None
    if not isinstance(value, str):
        raise OAuthError(messages.MALFORMED_RESPONSE, values={"member": path})
    return value


def number_of(value: object) -> float | None:
    """Return a number, or the number that a text of digits is."""
    if isinstance(value, str):
        digits = value.strip()
        return min(float(digits), _LARGE) if _DIGITS.fullmatch(digits) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    number = min(value, _LARGE)
    return None if isnan(number) else float(number)
