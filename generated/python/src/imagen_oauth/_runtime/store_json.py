"""Entries of a store as JSON, and back; what is not such JSON is refused whole."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .answer import Answer, check_access_token
from .checks import check_client_id, check_domain
from .errors import OAuthError
from .scope import is_scope_token
from .store import Entries, Entry, Token

FORMAT = 1
MAX_SIZE = 1_048_576
"""The most bytes of a store; a thousand tokens take less."""

_YEAR_10000 = 253_402_300_800
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def encode(entries: Iterable[Entry[Token]]) -> memoryview:
    """Return entries as UTF-8, in a form that shows no secret where it is printed."""
    document = {"format": FORMAT, "tokens": [_values(one) for one in entries]}
    return memoryview(json.dumps(document, indent=1).encode())


def decode(data: memoryview, kind: type[Token], place: str) -> Entries[Token]:
    """Return the entries in data, with tokens of that kind; empty data holds none.

    Raises OAuthError: ``store_corrupt`` for anything that `encode` does not write,
    ``store_unavailable`` for what a later version wrote.
    """
    if not data:
        return []
    problem = None
    try:
        return _entries(json.loads(bytes(data)), kind)
    except _LaterFormat:
        problem = OAuthError(
            "store_unavailable",
            f"{place} was written by a later version",
            "update this package, or choose another place",
        )
    except (OAuthError, TypeError, ValueError, RecursionError):
        problem = OAuthError(
            "store_corrupt",
            f"{place} does not hold what this package writes",
            "log in again, which sets it aside, or remove it",
        )
    # Outside of the clauses above: what they caught has read the secrets.
    raise problem


class _LaterFormat(Exception):
    """The document is of a format that this version does not know."""


def _values(entry: Entry[Token]) -> dict[str, Json]:
    token = entry.token
    return {
        "domain": token.domain,
        "client_id": token.client_id,
        "asked": [*sorted(entry.asked)],
        "saved_at": entry.saved_at,
        "access_token": token.reveal(),
        "scopes": None if token.scopes is None else [*sorted(token.scopes)],
        "missing": [*sorted(token.missing_scopes)],
        "extra": [*sorted(token.extra_scopes)],
        "state_verified": token.state_verified,
        "expires_in": token.expires_in,
        "expires_at": token.expires_at,
    }


def _entries(document: Json, kind: type[Token]) -> Entries[Token]:
    values = _object(document)
    if _whole(values.get("format")) > FORMAT:
        raise _LaterFormat
    entries = [_entry(_object(one), kind) for one in _list(values.get("tokens"))]
    if len({one.key for one in entries}) < len(entries):
        raise ValueError("an entry is there twice")
    return entries


def _entry(values: dict[str, Json], kind: type[Token]) -> Entry[Token]:
    """Return the entry of an object; raise what `decode` catches where it is none."""
    expires_in, expires_at = (
        None if values.get(name) is None else _whole(values[name])
        for name in ("expires_in", "expires_at")
    )
    if (expires_in is None) != (expires_at is None):
        raise ValueError("the expiry is there by half")
    answer = Answer(
        access_token=check_access_token(_text(values.get("access_token"))),
        token_type="Bearer",
        expires_in=expires_in,
        scopes=None if values.get("scopes") is None else _scopes(values["scopes"]),
        missing=_scopes(values.get("missing")),
        extra=_scopes(values.get("extra")),
        state_verified=values.get("state_verified") is True,
    )
    token = kind.from_answer(
        answer,
        domain=check_domain(_text(values.get("domain"))),
        client_id=check_client_id(_text(values.get("client_id"))),
        received_at=(expires_at or 0) - (expires_in or 0),
    )
    return Entry(token, _scopes(values.get("asked")), _whole(values.get("saved_at")))


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _whole(value: Json) -> int:
    """Return a number of a format, of seconds, or of a time that a date can show."""
    if (
        not isinstance(value, int)
        or isinstance(value, bool)
        or not 0 <= value < _YEAR_10000
    ):
        raise TypeError("no whole number")
    return value


def _scopes(value: Json) -> frozenset[str]:
    names = [_text(one) for one in _list(value)]
    if not all(map(is_scope_token, names)):
        raise ValueError("no scopes")
    return frozenset(names)
