"""A token response, read strictly where a token could be wrong, and leniently where it could be lost.

The server may have rotated the refresh token already. So a malformed lifetime or scope does
not lose the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from .. import messages as core
from ..errors import OAuthError
from ..protocol import (
    MAX_EXPIRES_IN,
    MAX_RESPONSE_CHARACTERS,
    VISIBLE_TOKEN_PATTERN,
)
from ..response import TokenResponse
from ..scope import is_scope_token
from . import messages
from .endpoint_failure import check_error
from .endpoint_response import TWICE, read_endpoint_response, without_duplicates
from .json_values import is_array
from .members import MISSING, number_of, once_at, text_at, value_at
from .response_form import ERROR_MEMBERS, ResponseForm

_VISIBLE = re.compile(VISIBLE_TOKEN_PATTERN)
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-][0-9]{2}:[0-9]{2}))?"
)
"""A date and time of RFC 3339, whose offset may be missing."""
_NAMES = (
    *("access_token", "refresh_token", "token_type", "expires_in", "scope"),
    "expires_at",
    *ERROR_MEMBERS,
)
_MILLISECONDS = 10**11
"""A larger time is in milliseconds: it would be after the year 5000 in seconds."""


class IssuedResponse(TokenResponse):
    """A token response with what only a token endpoint returns."""

    __slots__ = ("members", "refresh_token", "server")

    def __init__(
        self,
        *,
        access_token: str,
        refresh_token: str | None,
        expires_in: int | None,
        scopes: frozenset[str] | None,
        requested: frozenset[str],
        state_verified: bool,
        members: Mapping[str, object],
        server: str = "",
    ) -> None:
        """Store the values; scopes is None, and server empty, if they are unknown."""
        super().__init__(
            access_token=access_token,
            token_type="Bearer",
            expires_in=expires_in,
            scopes=scopes,
            missing_scopes=frozenset() if scopes is None else requested - scopes,
            extra_scopes=frozenset() if scopes is None else scopes - requested,
            state_verified=state_verified,
        )
        self.refresh_token = refresh_token
        self.members = members
        self.server = server


def read_token_response(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    form: ResponseForm,
    *,
    sent_at: float,
    requested: frozenset[str],
    state_verified: bool = False,
) -> IssuedResponse:
    """Return the tokens of a response (RFC 6749 §5.1).

    sent_at is when the request was sent, and requested are its scopes. A lifetime or scope
    that cannot be read is None, and its value is in the members.

    Raises TokenEndpointError for the server's error (§5.2), which may have the status 200.
    Raises EndpointError if the response is not an OAuth response. Raises OAuthError:
    ``ambiguous_response``, ``missing_token``, ``invalid_access_token``,
    ``invalid_refresh_token``, ``unsupported_token_type``, ``duplicate_parameter``,
    ``malformed_response``.
    """
    tokens = (form.path("access_token"), form.path("refresh_token"))
    response = read_endpoint_response(status, headers, body, form.once(_NAMES), tokens)
    found = form.place(response.members, tokens[0])
    issued = once_at(found, tokens[0])
    # An error counts, whatever a malformed token next to it is.
    has_token = isinstance(issued, str) and issued != ""
    check_error(response, form, has_token=has_token, is_marked=True)
    token = text_at(found, tokens[0])
    if token is None:
        raise OAuthError(messages.MISSING_TOKEN_TOKEN_ENDPOINT)
    if not _VISIBLE.fullmatch(token):
        raise OAuthError(messages.INVALID_ACCESS_TOKEN_TOKEN_ENDPOINT)
    kind = text_at(found, form.path("token_type"))
    if kind is not None and kind.lower() not in map(str.lower, form.token_types):
        raise OAuthError(core.UNSUPPORTED_TOKEN_TYPE)
    members: dict[str, object] = {}
    for name in form.extra:
        _keep(name, value_at(response.members, name), members)
    expires_in = form.lifetime
    if expires_in is None:
        expires_in = _lifetime(found, form, sent_at, members)
    return IssuedResponse(
        access_token=token,
        refresh_token=check_refresh_token(text_at(found, form.path("refresh_token"))),
        expires_in=expires_in,
        scopes=_scopes(found, form, requested, members),
        requested=requested,
        state_verified=state_verified,
        members=members,
    )


def check_refresh_token(refresh_token: str | None) -> str | None:
    """Return refresh_token (RFC 6749 App. A.17). Raises OAuthError: ``invalid_refresh_token``."""
    if refresh_token is None:
        return None
    if not (refresh_token and refresh_token.isascii() and refresh_token.isprintable()):
        raise OAuthError(messages.INVALID_REFRESH_TOKEN, "refresh_token")
    return refresh_token


def _lifetime(
    found: Mapping[str, object],
    form: ResponseForm,
    sent_at: float,
    members: dict[str, object],
) -> int | None:
    """Return the lifetime in seconds; a value that is not one becomes a member."""
    if "expires_at" in form.paths:
        value = value_at(found, form.path("expires_at"))
        moment = _moment(value)
        if moment is not None:
            return _whole(max(0.0, moment - sent_at))
        name = "expires_at"
    else:
        value = value_at(found, form.path("expires_in"))
        lifetime = number_of(value)
        if lifetime is not None and lifetime >= 0:
            return _whole(lifetime)
        name = "expires_in"
    _keep(name, value, members)
    return None


def _whole(seconds: float) -> int:
    return MAX_EXPIRES_IN if seconds >= MAX_EXPIRES_IN else int(seconds)


def _moment(value: object) -> float | None:
    """Return a time in Unix seconds from seconds, milliseconds, or RFC 3339."""
    number = number_of(value)
    if number is not None:
        return number / 1_000 if number >= _MILLISECONDS else number
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        text = f"{found[1]}T{found[2]}{found[3] or '+00:00'}"
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _scopes(
    found: Mapping[str, object],
    form: ResponseForm,
    requested: frozenset[str],
    members: dict[str, object],
) -> frozenset[str] | None:
    """Return the granted scopes: those of the request if the response omits them (§5.1)."""
    value = value_at(found, form.path("scope"))
    if value is MISSING or value is None or value == "":
        return requested or None
    names: Sequence[object] = ()
    if isinstance(value, str) and len(value) <= MAX_RESPONSE_CHARACTERS:
        names = [one for one in value.split(form.scope_separator) if one]
    elif is_array(value):
        names = value
    granted = {one for one in names if isinstance(one, str) and is_scope_token(one)}
    if granted and len(granted) == len(set(map(str, names))):
        return frozenset(granted)
    _keep("scope", value, members)
    return None


def _keep(name: str, value: object, members: dict[str, object]) -> None:
    if value is not MISSING and value is not None and value is not TWICE:
        members[name] = without_duplicates(value)
