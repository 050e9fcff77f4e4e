"""A token and what is known of its renewal, as values that a store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ..constant_time import is_equal
from ..errors import OAuthError
from ..response import is_access_token
from . import messages
from .client import ExchangeClient
from .issued_token import IssuedToken
from .json_values import is_array, is_object
from .stores import Record
from .token_response import IssuedResponse, check_refresh_token

_Token = TypeVar("_Token", bound=IssuedToken)

_VERSION = 1
_LONGEST_LEEWAY = 60.0
_FAULTS = (
    *(AttributeError, KeyError, TypeError, ValueError, OAuthError),
    # An integer of JSON can be too large for a float.
    OverflowError,
)
"""What a damaged record raises."""


@dataclass(frozen=True)
class Kept(Generic[_Token]):
    """A token in a store."""

    token: _Token
    issued_at: float
    """When it was issued, in Unix seconds."""
    sent_at: float | None = None
    """When a refresh was sent whose result is unknown."""
    resent: bool = False
    """Whether that refresh was sent a second time."""
    is_dead: bool = False
    """Whether the server rejected the refresh token."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.token!r}>"

    def is_fresh(self, now: float) -> bool:
        """Return whether the token need not be renewed yet.

        The leeway is a minute, or a tenth of a shorter lifetime. A token without a known
        end is used until the API rejects it.
        """
        expires_at = self.token.expires_at
        if expires_at is None:
            return True
        leeway = min(_LONGEST_LEEWAY, (expires_at - self.issued_at) / 10)
        # A clock that was set back makes a token look fresh for too long.
        return self.issued_at - _LONGEST_LEEWAY <= now < expires_at - leeway

    def is_of(self, token: IssuedToken) -> bool:
        """Return whether the access token is the same."""
        return is_equal(self.token.reveal(), token.reveal())

    def has_refresh_of(self, other: Kept[_Token]) -> bool:
        """Return whether the refresh token is the same."""
        ours, theirs = self.token, other.token
        if not (ours.has_refresh_token and theirs.has_refresh_token):
            return ours.has_refresh_token == theirs.has_refresh_token
        return is_equal(ours.reveal_refresh_token(), theirs.reveal_refresh_token())

    def is_usable(self, now: float) -> bool:
        """Return whether the token has not expired."""
        return self.token.expires_at is None or now < self.token.expires_at

    def sending(self, now: float) -> Kept[_Token]:
        """Return what is known while a refresh is on its way."""
        return replace(self, sent_at=now, resent=self.sent_at is not None)

    def dead(self) -> Kept[_Token]:
        """Return what is known after the server rejected the refresh token."""
        return replace(self, is_dead=True)

    def record(self) -> Record:
        """Return the values for a store."""
        token = self.token
        return {
            "version": _VERSION,
            "server": token.server,
            "client_id": token.client_id,
            "access_token": token.reveal(),
            "refresh_token": (
                token.reveal_refresh_token() if token.has_refresh_token else None
            ),
            "expires_at": token.expires_at,
            "issued_at": self.issued_at,
            "scopes": None if token.scopes is None else sorted(token.scopes),
            "members": dict(token.members),
            "sent_at": self.sent_at,
            "resent": self.resent,
            "dead": self.is_dead,
        }


def new_token(token: _Token, now: float) -> Kept[_Token]:
    """Return a token that nothing else is known of, such as that of a login."""
    if token.expires_at is None or token.expires_in is None:
        return Kept(token, now)
    return Kept(token, float(token.expires_at - token.expires_in))


def kept_of(record: object, kind: type[_Token], client: ExchangeClient) -> Kept[_Token]:
    """Return the token of a record of a client.

    Raises OAuthError: ``record_damaged``, and ``token_of_another_client`` for a record with
    the same key of another client, or of another tenant.
    """
    try:
        values = _mapping(record)
        kept = _kept_of(values, kind, client)
        server, client_id = _text(values["server"]), _text(values["client_id"])
    except _FAULTS:
        raise OAuthError(messages.RECORD_DAMAGED) from None
    if server not in ("", client.token_server) or client_id != client.client_id:
        raise OAuthError(messages.TOKEN_OF_ANOTHER_CLIENT, "key")
    return kept


def _kept_of(
    values: Mapping[str, object], kind: type[_Token], client: ExchangeClient
) -> Kept[_Token]:
    if values["version"] != _VERSION:
        raise ValueError
    issued_at, expires_at = _number(values["issued_at"]), values["expires_at"]
    scopes, members = values["scopes"], values["members"]
    granted = None if scopes is None else frozenset(map(_text, _list(scopes)))
    response = IssuedResponse(
        access_token=_access_token(values["access_token"]),
        refresh_token=check_refresh_token(_optional(values["refresh_token"])),
        expires_in=(
            None
            if expires_at is None
            else max(0, int(_number(expires_at)) - int(issued_at))
        ),
        scopes=granted,
        requested=granted or frozenset(),
        state_verified=False,
        members=_mapping(members),
        server=client.token_server,
    )
    token = kind.from_response(
        response,
        domain=client.issuer,
        client_id=client.client_id,
        received_at=issued_at,
        scheme=client.scheme,
    )
    sent_at = values["sent_at"]
    return Kept(
        token,
        issued_at,
        None if sent_at is None else _number(sent_at),
        values["resent"] is True,
        values["dead"] is True,
    )


def _access_token(value: object) -> str:
    if not is_access_token(_text(value), any_characters=True):
        raise ValueError
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return float(value)


def _list(value: object) -> list[object]:
    if not is_array(value):
        raise TypeError
    return list(value)


def _mapping(value: object) -> dict[str, object]:
    if not is_object(value):
        raise TypeError
    return {_text(name): each for name, each in value.items()}
