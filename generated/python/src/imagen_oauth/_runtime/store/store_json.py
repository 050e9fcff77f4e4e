"""Encodes the entries of a store as JSON, and decodes them; unreadable ones stay unchanged."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Generic

from ..checks import check_client_id, check_domain, check_scheme
from ..errors import OAuthError
from ..json_objects import is_shallow
from ..protocol import LAST_SECOND
from ..response import TokenResponse, is_access_token
from ..scope import is_scope_token
from . import messages
from .secret import Secret
from .token_store import Entries, Entry, Token

FORMAT = 2
MAX_SIZE = 4_194_304
"""The maximum of bytes in a store: 64 of the longest responses."""

_GREATEST = sys.float_info.max
_LONGEST_NUMBER = 4_000
"""Python does not convert a number of more than 4,300 digits."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
_MEMBERS = frozenset(
    {
        *("scheme", "domain", "client_id", "asked", "saved_at"),
        *("access_token", "scopes", "missing", "extra", "state_verified"),
        *("expires_in", "expires_at"),
        *("refresh_token", "issuer", "refresh_sent_at", "settings", "identity"),
    }
)


@dataclass(frozen=True, repr=False)
class DecodedStore(Generic[Token]):
    """The contents of a store: entries, values that cannot be read, and their positions from 1."""

    entries: Entries[Token]
    unreadable: list[Json]
    positions: list[int]


def encode(
    entries: Entries[Token], unreadable: list[Json], kind: type[Token]
) -> memoryview:
    """Return a store as UTF-8, in a form that shows no secret if it is printed.

    It is decoded first. Raises OAuthError: ``invalid_entry`` if a decoded entry would not
    be equal, ``store_full`` if the store is too large.
    """
    tokens = [*map(_members, entries), *unreadable]
    text = _dump({"format": FORMAT, "tokens": tokens}, indent=1)
    again = _decoded(text, kind)
    if (
        again is None
        or again.entries != entries
        or _dump(again.unreadable) != _dump(unreadable)
    ):
        raise _not_reversible()
    if len(text) > MAX_SIZE:
        values = {"size": f"{MAX_SIZE:,}"}
        raise OAuthError(messages.STORE_FULL_FILE, values=values)
    return memoryview(text.encode())


def _decoded(text: str, kind: type[Token]) -> DecodedStore[Token] | None:
    try:
        return _document(json_value(text), kind)
    except ValueError:
        return None


def decode(
    data: bytes | memoryview, kind: type[Token], place: str
) -> DecodedStore[Token]:
    """Return the contents of data, with tokens of that kind; empty data has none.

    Raises OAuthError: ``store_corrupt`` if it is not the document of a store,
    ``store_unavailable`` if a later version wrote it.
    """
    if not data:
        return DecodedStore([], [], [])
    text = messages.STORE_CORRUPT
    try:
        if len(data) <= MAX_SIZE:
            return _document(json_value(str(data, "utf-8")), kind)
    except _LaterFormat:
        text = messages.STORE_UNAVAILABLE_LATER_VERSION
    except (TypeError, ValueError):
        pass
    raise OAuthError(text, values={"place": place})


def encode_entry(entry: Entry[Token], kind: type[Token]) -> str:
    """Return an entry as ASCII. Raises OAuthError: ``invalid_entry``, as `encode` does."""
    text = _dump(_members(entry))
    if decode_entry(text, kind) != entry:
        raise _not_reversible()
    return text


def decode_entry(text: str, kind: type[Token]) -> Entry[Token] | None:
    """Return the entry in a text, or None if it cannot be read."""
    try:
        return _entry(json_value(text), kind)
    except (OAuthError, TypeError, ValueError):
        return None


def _members(entry: Entry[Token]) -> dict[str, object]:
    """Return the members of an entry, including those of a later version.

    An entry without settings or an identity has no member for them.
    """
    token, refresh_token = entry.token, entry.refresh_token
    settings = {"settings": dict(entry.settings)} if entry.settings else {}
    identity = {"identity": entry.identity} if entry.identity else {}
    return {
        **entry.more,
        **settings,
        **identity,
        "scheme": token.scheme,
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
        "refresh_token": None if refresh_token is None else refresh_token.reveal(),
        "issuer": entry.issuer,
        "refresh_sent_at": entry.refresh_sent_at,
    }


def json_value(text: str) -> Json:
    """Return the value of a JSON text. Raises ValueError for any other text."""
    if not is_shallow(text):
        raise ValueError("nested too deeply")
    # Infinity and NaN are not JSON, so none is written back.
    value: Json = json.loads(
        text, parse_int=_number, parse_float=_number, parse_constant=lambda _: None
    )
    return value


def notes(decoded: DecodedStore[Token], place: str) -> list[str]:
    """Return a line about the entries that cannot be read, if there are any."""
    if not decoded.positions:
        return []
    total = len(decoded.entries) + len(decoded.unreadable)
    where = f"{', '.join(map(str, decoded.positions))} of {total} in {place}"
    if len(decoded.positions) == 1:
        line = (
            f"entry {where} cannot be read and stays unchanged; it may contain a token"
        )
    else:
        line = f"entries {where} cannot be read and stay unchanged; they may contain tokens"
    return [line]


class _LaterFormat(Exception):
    """The document has a format that this version does not know."""


def _not_reversible() -> OAuthError:
    return OAuthError(messages.INVALID_ENTRY_NOT_REVERSIBLE, "entry")


def _document(document: Json, kind: type[Token]) -> DecodedStore[Token]:
    if _whole(_object(document).get("format")) > FORMAT:
        raise _LaterFormat
    decoded: DecodedStore[Token] = DecodedStore([], [], [])
    values = _list(_object(document).get("tokens"))
    for position, value in enumerate(values, 1):
        try:
            decoded.entries.append(_entry(value, kind))
        except (OAuthError, TypeError, ValueError):
            decoded.unreadable.append(value)
            decoded.positions.append(position)
    return decoded


def _entry(value: Json, kind: type[Token]) -> Entry[Token]:
    """Return the entry of a value, of format 1 too; raise what `decode_entry` catches."""
    values = _object(value)
    # Python reads and writes NaN, which is not JSON, and not equal to itself.
    json.dumps(values, allow_nan=False)
    refresh_token, issuer = (
        None if values.get(name) is None else _text(values[name])
        for name in ("refresh_token", "issuer")
    )
    return Entry(
        _token(values, kind),
        _scopes(values.get("asked")),
        _whole(values.get("saved_at")),
        refresh_token=None if refresh_token is None else Secret(refresh_token),
        issuer=issuer,
        refresh_sent_at=_optional_whole(values.get("refresh_sent_at")),
        settings={
            name: _text(one)
            for name, one in _object(values.get("settings", {})).items()
        },
        identity=_text(values.get("identity", "")),
        more={name: one for name, one in values.items() if name not in _MEMBERS},
    )


def _token(values: dict[str, Json], kind: type[Token]) -> Token:
    """Return the token of an entry; raise what `decode_entry` catches."""
    expires_in, expires_at = (
        _optional_whole(values.get(name)) for name in ("expires_in", "expires_at")
    )
    if (expires_in is None) != (expires_at is None):
        raise ValueError("only one half of the expiry is there")
    access_token = _text(values.get("access_token"))
    # Whether other characters are allowed was decided before the token was saved.
    if not is_access_token(access_token, any_characters=True):
        raise ValueError("not a token")
    response = TokenResponse(
        access_token=access_token,
        token_type="Bearer",
        expires_in=expires_in,
        scopes=None if values.get("scopes") is None else _scopes(values["scopes"]),
        missing_scopes=_scopes(values.get("missing")),
        extra_scopes=_scopes(values.get("extra")),
        state_verified=values.get("state_verified") is True,
    )
    scheme = check_scheme(_text(values.get("scheme", "https")))
    return kind.from_response(
        response,
        domain=check_domain(_text(values.get("domain")), scheme),
        client_id=check_client_id(_text(values.get("client_id"))),
        received_at=(expires_at or 0) - (expires_in or 0),
        scheme=scheme,
    )


def _dump(value: object, indent: int | None = None) -> str:
    """Return a value as ASCII. Raises OAuthError: ``invalid_entry`` if it is not JSON."""
    try:
        return json.dumps(value, indent=indent)
    except (TypeError, ValueError, RecursionError):
        pass
    raise _not_reversible()


def _number(text: str) -> int | float:
    """Return a number; one that is out of range becomes the largest float."""
    if text.lstrip("-").isdigit() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    return max(-_GREATEST, min(float(text), _GREATEST))


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _whole(value: Json) -> int:
    """Return a number that is a format, seconds, or a time that a date can show."""
    if (
        not isinstance(value, int)
        or isinstance(value, bool)
        or not 0 <= value <= LAST_SECOND
    ):
        raise TypeError("not a whole number")
    return value


def _optional_whole(value: Json) -> int | None:
    return None if value is None else _whole(value)


def _scopes(value: Json) -> frozenset[str]:
    names = [_text(one) for one in _list(value)]
    if not all(map(is_scope_token, names)):
        raise ValueError("not scopes")
    return frozenset(names)
