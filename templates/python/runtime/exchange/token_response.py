"""A token response, read strictly where a token could be wrong, and leniently where it could be lost.

The server may have rotated the refresh token already. So a malformed lifetime or scope does
not lose the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isnan

from .. import messages as core
from ..errors import AuthorizationError, OAuthError
from ..protocol import (
    MAX_EXPIRES_IN,
    MAX_RESPONSE_CHARACTERS,
    VISIBLE_TOKEN_PATTERN,
)
from ..response import TokenResponse
from ..scope import is_scope_token
from ..server_error import authorization_error
from . import messages
from .endpoint_response import (
    TWICE,
    EndpointResponse,
    duplicate,
    read_endpoint_response,
    without_duplicates,
)
from .errors import EndpointError, TokenEndpointError
from .json_values import is_array, is_object
from .response_form import ResponseForm

_VISIBLE = re.compile(VISIBLE_TOKEN_PATTERN)
_DIGITS = re.compile(r"[0-9]+")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-][0-9]{2}:[0-9]{2}))?"
)
"""A date and time of RFC 3339, whose offset may be missing."""
_NAMES = (
    *("access_token", "refresh_token", "token_type", "expires_in", "scope"),
    *("expires_at", "error", "error_description", "error_uri"),
)
_MILLISECONDS = 10**11
"""A larger time is in milliseconds: it would be after the year 5000 in seconds."""
_LARGE = 2**60
"""More than any time or lifetime, and small enough for a float."""
_MISSING = object()


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
    response = read_endpoint_response(status, headers, body, _once(form), tokens)
    found = _object(response.members, form)
    issued = _once_at(found, form.path("access_token"))
    # An error counts, whatever a malformed token next to it is.
    has_token = isinstance(issued, str) and issued != ""
    _check_error(response, form, has_token=has_token)
    token = _text(found, form.path("access_token"))
    if token is None:
        raise OAuthError(messages.MISSING_TOKEN_TOKEN_ENDPOINT)
    if not _VISIBLE.fullmatch(token):
        raise OAuthError(messages.INVALID_ACCESS_TOKEN_TOKEN_ENDPOINT)
    kind = _text(found, form.path("token_type"))
    if kind is not None and kind.lower() not in map(str.lower, form.token_types):
        raise OAuthError(core.UNSUPPORTED_TOKEN_TYPE)
    members: dict[str, object] = {}
    for name in form.extra:
        _keep(name, _at(response.members, name), members)
    expires_in = form.lifetime
    if expires_in is None:
        expires_in = _lifetime(found, form, sent_at, members)
    return IssuedResponse(
        access_token=token,
        refresh_token=check_refresh_token(_text(found, form.path("refresh_token"))),
        expires_in=expires_in,
        scopes=_scopes(found, form, requested, members),
        requested=requested,
        state_verified=state_verified,
        members=members,
    )


def _once(form: ResponseForm) -> set[str]:
    """Return the names that must appear once: each part of the paths to what is read."""
    paths = [*map(form.path, _NAMES), *form.within, *form.success]
    return {name for path in paths for name in path.split(".") if name}


def _object(members: Mapping[str, object], form: ResponseForm) -> Mapping[str, object]:
    """Return the first object of the form that has a token, or the first one."""
    found = [_once_at(members, path) if path else members for path in form.within]
    objects = [one for one in found if is_object(one)]
    for one in objects:
        if _at(one, form.path("access_token")) not in (_MISSING, None, ""):
            return one
    return objects[0] if objects else {}


def _at(members: object, path: str) -> object:
    """Return the value at a path, which can be TWICE, or _MISSING.

    Raises OAuthError: ``duplicate_parameter`` for an object on the way that appears twice.
    """
    for name in path.split("."):
        if members is TWICE:
            raise duplicate(path)
        if not is_object(members) or name not in members:
            return _MISSING
        members = members[name]
    return members


def _once_at(members: object, path: str) -> object:
    """Return the value at a path, or _MISSING. Raises OAuthError: ``duplicate_parameter``."""
    value = _at(members, path)
    if value is TWICE:
        raise duplicate(path)
    return value


def _text(members: Mapping[str, object], path: str) -> str | None:
    """Return a text, or None if it is absent, null, or empty; anything else raises."""
    value = _once_at(members, path)
    if value is _MISSING or value is None or value == "":
        return None
    if not isinstance(value, str):
        raise OAuthError(messages.MALFORMED_RESPONSE, values={"member": path})
    return value


def check_refresh_token(refresh_token: str | None) -> str | None:
    """Return refresh_token (RFC 6749 App. A.17). Raises OAuthError: ``invalid_refresh_token``."""
    if refresh_token is None:
        return None
    if not (refresh_token and refresh_token.isascii() and refresh_token.isprintable()):
        raise OAuthError(messages.INVALID_REFRESH_TOKEN, "refresh_token")
    return refresh_token


def _check_error(
    response: EndpointResponse, form: ResponseForm, *, has_token: bool
) -> None:
    """Raise if the response reports an error, whatever its status is."""
    members = response.members
    failed = any(
        _spelled(_once_at(members, path)) != _spelled(value)
        for path, value in form.success.items()
    )
    code = _once_at(members, form.path("error"))
    is_set = code is not _MISSING and code not in (None, "", False)
    # With a declared mark of success, the member can have a value in every response.
    if failed or (is_set and not form.success):
        if has_token and not failed:
            raise OAuthError(core.AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN)
        raise _error(response, form, code if is_set else None)
    if response.status >= 400:
        found = {"found": "no error code"}
        text = messages.UNEXPECTED_RESPONSE_OTHER
        if response.status == 429 or response.status >= 500:
            text = messages.UNEXPECTED_RESPONSE_UNAVAILABLE
        raise EndpointError(text, response.status, response.retry_after, found)


def _error(response: EndpointResponse, form: ResponseForm, code: object) -> OAuthError:
    values = {"error": _spelled(code) or "unknown"}
    for name in ("error_description", "error_uri"):
        value = _at(response.members, form.path(name))
        if isinstance(value, str) and len(value) <= MAX_RESPONSE_CHARACTERS:
            # A lone surrogate cannot be printed.
            values[name] = value.encode("utf-8", "replace").decode()
    error = authorization_error(values, state_verified=False, remedies=form.remedies)
    if not isinstance(error, AuthorizationError):
        return error
    return TokenEndpointError.of(error, response.status, response.retry_after)


def _spelled(value: object) -> str | None:
    """Return a scalar as the text that a form-encoded body has for it, or None."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def _lifetime(
    found: Mapping[str, object],
    form: ResponseForm,
    sent_at: float,
    members: dict[str, object],
) -> int | None:
    """Return the lifetime in seconds; a value that is not one becomes a member."""
    if "expires_at" in form.paths:
        value = _at(found, form.path("expires_at"))
        moment = _moment(value)
        if moment is not None:
            return _whole(max(0.0, moment - sent_at))
        name = "expires_at"
    else:
        value = _at(found, form.path("expires_in"))
        lifetime = _number(value)
        if lifetime is not None and lifetime >= 0:
            return _whole(lifetime)
        name = "expires_in"
    _keep(name, value, members)
    return None


def _number(value: object) -> float | None:
    """Return a number, or the number that a text of digits is."""
    if isinstance(value, str):
        digits = value.strip()
        return min(float(digits), _LARGE) if _DIGITS.fullmatch(digits) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    number = min(value, _LARGE)
    return None if isnan(number) else float(number)


def _whole(seconds: float) -> int:
    return MAX_EXPIRES_IN if seconds >= MAX_EXPIRES_IN else int(seconds)


def _moment(value: object) -> float | None:
    """Return a time in Unix seconds from seconds, milliseconds, or RFC 3339."""
    number = _number(value)
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
    value = _at(found, form.path("scope"))
    if value is _MISSING or value is None or value == "":
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
    if value is not _MISSING and value is not None and value is not TWICE:
        members[name] = without_duplicates(value)
