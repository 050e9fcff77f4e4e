"""A JSON object as an answer: its members as text (RFC 8259)."""

from __future__ import annotations

import json
import re

from .answer import MAX_EXPIRES_IN
from .characters import CUT_MARKS
from .encoding import is_utf8
from .errors import OAuthError
from .json_depth import is_shallow
from .parameters import READ_NAMES, check_count, single_values, truncated

_MAIL_QUOTING = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)


def read_json(text: str) -> dict[str, str]:
    """Return the members of READ_NAMES as text; null counts as absent.

    Takes an object whose lines may be quoted as in mail. Raises OAuthError:
    ``malformed_json``, ``too_many_parameters``, ``bad_value_type``,
    ``truncated_input``, ``bad_encoding`` for lone surrogates,
    ``duplicate_parameter``.
    """
    # Of a half that is not escaped and one that is, some languages make a whole pair.
    if not is_utf8(text):
        raise _lone_surrogate("the text")
    text = _MAIL_QUOTING.sub("", text)
    members = _load(text) if text.startswith("{") and is_shallow(text) else None
    if members is None:
        raise OAuthError(
            "malformed_json",
            "the text starts as JSON and is no JSON object",
            "copy the whole object, from { to }",
        )
    check_count(len(members))
    values = [
        (name, _as_text(name, value)) for name, value in members if name in READ_NAMES
    ]
    return single_values(values)


def _load(text: str) -> list[tuple[str, object]] | None:
    # The decoder's error holds the text, so it ends here and becomes no context.
    try:
        members: list[tuple[str, object]] = _DECODER.decode(text)
    except ValueError:
        return None
    return members


def _pairs(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    return pairs


def _refuse(constant: str) -> object:
    raise ValueError(constant)


# Numbers become doubles, as in languages that have no other; NaN is no JSON (§6).
_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=float, parse_constant=_refuse
)


def _as_text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and name == "expires_in":
        return _seconds(value)
    if not isinstance(value, str):
        raise OAuthError(
            "bad_value_type",
            f"{name} is not text",
            "copy the answer as it is; it takes text, for expires_in a number too",
        )
    if name != "error_description" and any(mark in value for mark in CUT_MARKS):
        raise truncated()
    if not is_utf8(value):
        raise _lone_surrogate(name)
    return value


def _lone_surrogate(place: str) -> OAuthError:
    return OAuthError(
        "bad_encoding",
        f"{place} has a lone surrogate",
        "copy the answer again from where it was first shown",
    )


def _seconds(number: float) -> str:
    """Return a whole number in digits; any other stays as it is, to be refused."""
    limited = min(number, float(MAX_EXPIRES_IN))
    return str(int(limited)) if limited.is_integer() else str(limited)
