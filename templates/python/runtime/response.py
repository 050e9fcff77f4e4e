"""Parameters of an answer, held strictly against RFC 6749 §4.2.2."""

from __future__ import annotations

import re
from collections.abc import Mapping

from . import messages
from .allowed import Allowed
from .constant_time import is_equal
from .errors import Message, OAuthError
from .parameters import open_end
from .protocol import ACCESS_TOKEN_PATTERN, MAX_EXPIRES_IN
from .scope import is_scope_token
from .server_error import authorization_error

_B64TOKEN = re.compile(ACCESS_TOKEN_PATTERN)
_DIGITS = re.compile(r"[0-9]+")
_PUNCTUATION = re.compile(r"[^A-Za-z0-9]")


class Expected:
    """What the request asked for, to compare its answer with."""

    __slots__ = ("remedies", "scope_separator", "scopes", "state", "state_in_query")

    def __init__(
        self,
        *,
        state: str | None,
        scopes: tuple[str, ...],
        scope_separator: str,
        remedies: Mapping[str, str],
        state_in_query: bool = False,
    ) -> None:
        """Keep what the answer is held against.

        state is None where the provider has none. remedies says, for each error
        code that is documented, what to do about it. state_in_query says that the
        provider returns the state in the query and the token in the fragment.
        """
        self.state_in_query = state_in_query
        self.state = state
        self.scopes = scopes
        self.scope_separator = scope_separator
        self.remedies = remedies


class Answer:
    """A token answer whose every parameter has been checked."""

    __slots__ = (
        "access_token",
        "expires_in",
        "extra",
        "missing",
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
        missing: frozenset[str],
        extra: frozenset[str],
        state_verified: bool,
    ) -> None:
        """Keep the values; scopes is None where they are not known."""
        self.access_token = access_token
        self.token_type = token_type
        self.expires_in = expires_in
        self.scopes = scopes
        self.missing = missing
        self.extra = extra
        self.state_verified = state_verified

    def __repr__(self) -> str:
        return "<Answer, token not shown>"


def read_answer(
    values: Mapping[str, str],
    expected: Expected,
    allowed: Allowed,
    *,
    state_seen: Message | None = None,
    pasted: bool = False,
) -> Answer:
    """Return the answer that decoded values hold; an empty one counts as absent.

    state_seen is the message for a state in another part of the input. If the values were pasted, the end of a state may be missing.

    Raises OAuthError, in this order: ``ambiguous_response`` for an error together
    with a token, ``code_instead_of_token``, ``missing_token``, ``state_missing``,
    ``truncated_input``, ``state_mismatch``, the server's own error,
    ``invalid_access_token``, ``missing_token_type``, ``unsupported_token_type``,
    ``invalid_expires_in``, ``invalid_scope_token``.
    """
    values = {name: value for name, value in values.items() if value}
    if "error" in values and "access_token" in values:
        raise OAuthError(messages.AMBIGUOUS_RESPONSE_ERROR_AND_TOKEN)
    if "error" in values:
        verified = _verify_state(values.get("state"), expected, pasted=pasted)
        raise authorization_error(
            values, state_verified=verified, remedies=expected.remedies
        )
    if "access_token" not in values:
        raise no_token("code" in values, messages.MISSING_TOKEN_RESPONSE)
    # Only True itself is a permission: "no" and 1 are not.
    if (
        expected.state is not None
        and "state" not in values
        and allowed.missing_state is not True
    ):
        raise _state_missing(state_seen, lacks_type="token_type" not in values)
    verified = _verify_state(values.get("state"), expected, pasted=pasted)
    token = values["access_token"]
    if not is_access_token(token):
        raise OAuthError(messages.INVALID_ACCESS_TOKEN_RESPONSE)
    if "token_type" in values or allowed.missing_token_type is not True:
        _check_token_type(values.get("token_type"))
    expires_in = _read_expires_in(values.get("expires_in"))
    asked = frozenset(expected.scopes)
    granted = _read_scopes(values.get("scope"), expected.scope_separator, asked)
    return Answer(
        access_token=token,
        token_type="Bearer",
        expires_in=expires_in,
        scopes=granted,
        missing=frozenset() if granted is None else asked - granted,
        extra=frozenset() if granted is None else granted - asked,
        state_verified=verified,
    )


def no_token(has_code: bool, otherwise: Message) -> OAuthError:
    """Return the error for a response without a token, which may have a code instead."""
    return OAuthError(messages.CODE_INSTEAD_OF_TOKEN if has_code else otherwise)


def is_access_token(text: str) -> bool:
    """Return whether text is a b64token (RFC 6750 §2.1)."""
    return _B64TOKEN.fullmatch(text) is not None


def _state_missing(seen: Message | None, *, lacks_type: bool) -> OAuthError:
    """Return the error for a token without a state next to it.

    A browser carries a fragment across redirects (RFC 9700 §4.1.2), so a state in
    another component may come from another server, and no hint suggests to trust it.
    """
    if seen is not None:
        return OAuthError(seen)
    if lacks_type:
        return OAuthError(messages.STATE_MISSING_WITH_TOKEN_TYPE)
    return OAuthError(messages.STATE_MISSING_ALONE)


def _verify_state(state: str | None, expected: Expected, *, pasted: bool) -> bool:
    """Return whether state is the expected one; a foreign one raises (§10.12)."""
    if expected.state is None or state is None:
        return False
    if is_equal(state, expected.state):
        return True
    # Punctuation after the complete state comes from some program, not from an attack.
    start, rest = state[: len(expected.state)], state[len(expected.state) :]
    if pasted and is_equal(start, expected.state) and _PUNCTUATION.match(rest):
        raise open_end("state")
    start = expected.state[: len(state)]
    if pasted and 2 * len(state) >= len(expected.state) and is_equal(state, start):
        raise OAuthError(messages.TRUNCATED_INPUT_STATE)
    raise OAuthError(messages.STATE_MISMATCH)


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
    # Ten digits are enough for the limit, and int() refuses some thousands.
    significant = text.lstrip("0")
    if len(significant) > 10:
        return MAX_EXPIRES_IN
    return min(int(significant or "0"), MAX_EXPIRES_IN)


def _read_scopes(
    scope: str | None, separator: str, asked: frozenset[str]
) -> frozenset[str] | None:
    """Return what was granted: what was asked, where the answer is silent (§3.3)."""
    if scope is None:
        return asked or None
    granted = frozenset(scope.split(separator)) - {""}
    if not granted or not all(map(is_scope_token, granted)):
        raise OAuthError(messages.INVALID_SCOPE_TOKEN_RESPONSE)
    return granted
