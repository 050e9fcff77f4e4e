"""The parameters of a fragment, decoded (RFC 6749 App. B)."""

from __future__ import annotations

from collections.abc import Iterable

from . import messages
from .encoding import percent_decode
from .errors import OAuthError
from .protocol import (
    MAX_RESPONSE_CHARACTERS,
    MAX_RESPONSE_PARAMETERS,
    READ_NAMES,
)

_RECOGNIZED = frozenset(READ_NAMES)


def check_size(text: str, argument: str | None = None) -> None:
    """Raise OAuthError ``input_too_large`` for more than 65,536 code points."""
    if len(text) > MAX_RESPONSE_CHARACTERS:
        raise OAuthError(messages.INPUT_TOO_LARGE_RESPONSE, argument)


def check_count(count: int) -> None:
    """Raise OAuthError ``too_many_parameters`` for more than 64."""
    if count > MAX_RESPONSE_PARAMETERS:
        raise OAuthError(messages.TOO_MANY_PARAMETERS)


def read_parameters(pieces: Iterable[str]) -> dict[str, str]:
    """Return the recognized parameters, from the pieces between ``&``.

    Raises OAuthError: ``too_many_parameters``, ``bad_percent_encoding`` and
    ``bad_encoding`` in any piece, ``duplicate_parameter``.
    """
    filled = [piece for piece in pieces if piece]
    check_count(len(filled))
    return single_values(
        [_decode(piece, number) for number, piece in enumerate(filled, 1)]
    )


def single_values(
    pairs: Iterable[tuple[str, str]],
) -> dict[str, str]:
    """Return the pairs with a recognized name.

    Raises OAuthError: ``duplicate_parameter`` if such a name appears twice.
    """
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise OAuthError(messages.DUPLICATE_PARAMETER, values={"parameter": name})
        if name in _RECOGNIZED:
            values[name] = value
    return values


def _decode(piece: str, number: int) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    position = name
    if name not in _RECOGNIZED:
        position = f"parameter {number}"
        name = percent_decode(name.replace("+", " "), position)
        position = name if name in _RECOGNIZED else position
    # A bearer token contains no space (RFC 6750 §2.1), so its + is not one.
    if name != "access_token":
        value = value.replace("+", " ")
    return name, percent_decode(value, position)


def second_response() -> OAuthError:
    """Return the error for a text that contains more than one response."""
    return OAuthError(messages.AMBIGUOUS_RESPONSE_SECOND_RESPONSE)


def open_end(name: str) -> OAuthError:
    """Return the error for a value whose end is not certain."""
    if name not in READ_NAMES:
        return OAuthError(messages.AMBIGUOUS_RESPONSE_TEXT_AFTER_RESPONSE)
    values = {"parameter": name}
    return OAuthError(messages.AMBIGUOUS_RESPONSE_TEXT_AFTER_PARAMETER, values=values)


def truncated() -> OAuthError:
    """Return the error for a response that a program shortened for display."""
    return OAuthError(messages.TRUNCATED_INPUT_CUT_MARK)
