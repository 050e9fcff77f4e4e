"""A response that is a JSON object: its members as text (RFC 8259)."""

from __future__ import annotations

import json
import re
from itertools import islice

from . import messages
from .encoding import is_utf8
from .errors import OAuthError
from .json_objects import is_object, objects
from .parameters import check_count, second_response, single_values, truncated
from .protocol import (
    CUT_MARKS,
    MAX_EXPIRES_IN,
    MAX_JSON_OBJECTS,
    READ_NAMES,
    RESPONSE_NAMES,
)

_MAIL_QUOTING = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
_MAX_SAFE_INTEGER = 2**53 - 1
"""Up to here, every language can represent each whole number (RFC 8259 §6)."""


def find_json(text: str) -> str | None:
    """Return the one object in text that has a token, an error, or a code; None if there is none.

    Raises OAuthError: ``ambiguous_response`` for a second one.
    """
    found = [*islice(objects(text), MAX_JSON_OBJECTS + 1)]
    if len(found) > MAX_JSON_OBJECTS:
        return None  # Nobody copies so many, and each one takes time.
    responses = [one for one in found if _is_response(one)]
    if len(responses) > 1:
        raise second_response()
    return responses[0] if responses else None


def read_json(text: str, state: str | None) -> dict[str, str]:
    """Return the members with a recognized name, as text; null counts as absent.

    The lines of the object may be quoted, as in an email. A state that is a number is
    its digits if state, the expected one, has only digits.

    Raises OAuthError: ``malformed_json``, ``too_many_parameters``, ``bad_value_type``,
    ``truncated_input``, ``bad_encoding`` for lone surrogates, ``duplicate_parameter``.
    """
    # Some languages join an escaped and an unescaped half of a pair.
    if not is_utf8(text):
        raise OAuthError(messages.BAD_ENCODING_TEXT_SURROGATE)
    members = _load(text)
    if members is None:
        raise OAuthError(messages.MALFORMED_JSON)
    check_count(len(members))
    has_digits = state is not None and state.isascii() and state.isdigit()
    values = [
        (name, _as_text(name, value, has_digits=has_digits))
        for name, value in members
        if name in READ_NAMES
    ]
    return single_values(values)


def _is_response(text: str) -> bool:
    return any(name in RESPONSE_NAMES for name, _ in _load(text) or ())


def _load(text: str) -> list[tuple[str, object]] | None:
    """Return the members of an object, or None if text is not one."""
    text = _MAIL_QUOTING.sub("", text)
    if not is_object(text):
        return None
    # The decoder's error contains the text, so it must not become the context of others.
    try:
        members: list[tuple[str, object]] = _DECODER.decode(text)
    except ValueError:
        return None
    return members


def _pairs(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    return pairs


def _refuse(constant: str) -> object:
    raise ValueError(constant)


# Numbers become doubles, as in languages without other numbers; NaN is not JSON (§6).
_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=float, parse_constant=_refuse
)


def _as_text(name: str, value: object, *, has_digits: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and name == "expires_in":
        return _seconds(value)
    if isinstance(value, float) and name == "state" and has_digits and _is_exact(value):
        return str(int(value))
    if not isinstance(value, str):
        raise OAuthError(messages.BAD_VALUE_TYPE, values={"parameter": name})
    if name != "error_description" and any(mark in value for mark in CUT_MARKS):
        raise truncated()
    if not is_utf8(value):
        raise OAuthError(messages.BAD_ENCODING_SURROGATE, values={"parameter": name})
    return value


def _is_exact(number: float) -> bool:
    return number.is_integer() and 0 <= number <= _MAX_SAFE_INTEGER


def _seconds(number: float) -> str:
    """Return a whole number in digits; a fraction remains one, and is rejected later."""
    limited = min(number, float(MAX_EXPIRES_IN))
    return str(int(limited)) if limited.is_integer() else str(limited)
