"""The parameters of a response, checked strictly against RFC 6749 §4.2.2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from . import messages
from .allowed import Allowed
from .constant_time import is_equal
from .errors import Message, OAuthError
from .parameters import open_end
from .protocol import ACCESS_TOKEN_PATTERN, MAX_EXPIRES_IN, VISIBLE_TOKEN_PATTERN
from .scope import is_scope_token
from .server_error import authorization_error

_B64TOKEN = re.compile(ACCESS_TOKEN_PATTERN)
_VISIBLE_TOKEN = re.compile(VISIBLE_TOKEN_PATTERN)
_DIGITS = re.compile(r"[0-9]+")
_PUNCTUATION = re.compile(r"[^A-Za-z0-9]")


class RequestContext(NamedTuple):
    """The values of a request that its response is compared with."""

    state: str | None
    """The state; None if the provider has none."""
    scopes: tuple[str, ...]
    scope_separator: str
    remedies: Mapping[str, str]
    """What to do about each documented error code."""
    state_in_query: bool = False
    """Whether the provider returns the state in the query and the token in the fragment."""

    def __repr__(self) -> str:
        return "<RequestContext, state not shown>"


class TokenResponse:
    """A response with a token, in which every parameter has been checked."""

    __slots__ = (
        "access_token",
        "expires_in",
        "extra_scopes",
        "missing_scopes",
        "scopes",
        "state_verified",
        "token_type",
    )

    def __init__(
        self,
        *,
        access_token: str,
        token_type: str,
        expires_in: int | None,
        scopes: frozenset[str] | None,
        missing_scopes: frozenset[str],
        extra_scopes: frozenset[str],
        state_verified: bool,
    ) -> None:
        """Store the values; scopes is None if they are unknown."""
        self.access_token = access_token
        self.token_type = token_type
        self.expires_in = expires_in
        self.scopes = scopes
        self.missing_scopes = missing_scopes
        self.extra_scopes = extra_scopes
        self.state_verified = state_verified

    def __repr__(self) -> str:
        return "<TokenResponse, token not shown>"


def read_response(
    values: Mapping[str, str],
    expected: RequestContext,
    allowed: Allowed,
    *,
    state_seen: Message | None = None,
    pasted: bool = False,
) -> TokenResponse:
    """Return the response that decoded values form; an empty value counts as absent.

    state_seen is the message for a state in another part of the input. If the values
    were pasted, the end of a state may be missing.

    Raises OAuthError, in this order: ``ambiguous_response`` for an error together
    with a token, ``code_instead_of_token``, ``missing_token``, ``state_missing``,
    ``truncated_input``, ``state_mismatch``, the server's own error,
    ``invalid_access_token``, ``missing_token_type``, ``unsupported_token_type``,
    ``invalid_expires_in``, ``invalid_scope_token``.
    """
    values = {name: value for name, value in values.items() if value}
    if "error" in values:
        raise _error(values, expected, pasted=pasted)
    if "access_token" not in values:
        raise no_token("code" in values, messages.MISSING_TOKEN_RESPONSE)
    # Only True itself is a permission: "no" and 1 are not.
    if (
        expected.state is not None
        and "state" not in values
        and allowed.missing_state is not True
    ):
        raise _state_missing(state_seen, lacks_type="token_type" not in values)
    verified = verify_state(values.get("state"), expected.state, pasted=pasted)
    token = values["access_token"]
    _check_access_token(token, allowed)
    if "token_type" in values or allowed.missing_token_type is not True:
        _check_token_type(values.get("token_type"))
    expires_in = _read_expires_in(values.get("expires_in"))
    requested = frozenset(expected.scopes)
    granted = _read_scopes(values.get("scope"), expected.scope_separator, requested)
    return TokenResponse(
        access_token=token,
        token_type="Bearer",
        expires_in=expires_in,
        scopes=granted,
        missing_scopes=frozenset() if granted is None else requested - granted,
        extra_scopes=frozenset() if granted is None else granted - requested,
        state_verified=verified,
    )


def _error(
    values: Mapping[str, str], expected: RequestContext, *, pasted: bool
) -> OAuthError:
    """Return the server's own error, unless a token is next to it."""
    if "access_token" in values:
        return OAuthError(messages.AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN)
    verified = verify_state(values.get("state"), expected.state, pasted=pasted)
    return authorization_error(
        values, state_verified=verified, remedies=expected.remedies
    )


def no_token(has_code: bool, otherwise: Message) -> OAuthError:
    """Return the error for a response without a token, which may have a code instead."""
    return OAuthError(messages.CODE_INSTEAD_OF_TOKEN if has_code else otherwise)


def is_access_token(text: str, *, any_characters: bool = False) -> bool:
    """Return whether text is a b64token (RFC 6750 §2.1), or any visible ASCII."""
    # Only True itself is a permission: "no" and 1 are not.
    pattern = _VISIBLE_TOKEN if any_characters is True else _B64TOKEN
    return pattern.fullmatch(text) is not None


def _state_missing(seen: Message | None, *, lacks_type: bool) -> OAuthError:
    """Return the error for a token without a state next to it.

    A browser carries a fragment across redirects (RFC 9700 §4.1.2), so a state in
    another component may come from another server, and no hint suggests trusting it.
    """
    if seen is not None:
        return OAuthError(seen)
    if lacks_type:
        return OAuthError(messages.STATE_MISSING_WITH_TOKEN_TYPE)
    return OAuthError(messages.STATE_MISSING_ALONE)


def verify_state(state: str | None, expected: str | None, *, pasted: bool) -> bool:
    """Return whether state is the expected one; another one raises (§10.12).

    If the response was pasted, the end of the state may be missing. Raises OAuthError:
    ``state_mismatch``, ``ambiguous_response``, ``truncated_input``.
    """
    if expected is None or state is None:
        return False
    if is_equal(state, expected):
        return True
    # Punctuation after the complete state was added by a program, not by an attacker.
    start, rest = state[: len(expected)], state[len(expected) :]
    if pasted and is_equal(start, expected) and _PUNCTUATION.match(rest):
        raise open_end("state")
    start = expected[: len(state)]
    if pasted and 2 * len(state) >= len(expected) and is_equal(state, start):
        raise OAuthError(messages.TRUNCATED_INPUT_STATE)
    raise OAuthError(messages.STATE_MISMATCH)


def _check_access_token(token: str, allowed: Allowed) -> None:
    if not is_access_token(token, any_characters=allowed.any_characters):
        raise OAuthError(
            messages.INVALID_ACCESS_TOKEN_RESPONSE_VISIBLE
            if is_access_token(token, any_characters=True)
            else messages.INVALID_ACCESS_TOKEN_RESPONSE
        )


def _check_token_type(token_type: str | None) -> None:
    if token_type is None:
        raise OAuthError(messages.MISSING_TOKEN_TYPE)
    if token_type.lower() != "bearer":
        raise OAuthError(messages.UNSUPPORTED_TOKEN_TYPE)


def _read_expires_in(text: str | None) -> int | None:
    if text is None:
        return None
    if not _DIGITS.fullmatch(text):
        raise OAuthError(messages.INVALID_EXPIRES_IN_RESPONSE)
    # Ten digits are enough for the limit, and int() rejects thousands.
    significant = text.lstrip("0")
    if len(significant) > 10:
        return MAX_EXPIRES_IN
    return min(int(significant or "0"), MAX_EXPIRES_IN)


def _read_scopes(
    scope: str | None, separator: str, requested: frozenset[str]
) -> frozenset[str] | None:
    """Return the granted scopes: those of the request if the response omits them (§3.3)."""
    if scope is None:
        return requested or None
    granted = frozenset(scope.split(separator)) - {""}
    if not granted or not all(map(is_scope_token, granted)):
        raise OAuthError(messages.INVALID_SCOPE_TOKEN_RESPONSE)
    return granted
