"""Text that a user copied: removes what surrounds a response, and checks that none of it is cut."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from . import messages
from .checks import require_text
from .encoding import is_utf16
from .errors import Message, OAuthError
from .line_limit import check_lines
from .parameters import check_size, open_end, truncated
from .pasted_parameters import count_requests, count_states, piece_name
from .pasted_run import Run
from .protocol import (
    BLANKS,
    BREAKS,
    CUT_MARKS,
    INVISIBLE,
    PASTE_MARKS,
    QUOTES,
    READ_NAMES,
)

_AROUND = BLANKS + BREAKS + QUOTES + ">"
_UNSEEN = re.compile(f"[{INVISIBLE}]|{'|'.join(map(re.escape, PASTE_MARKS))}")
# In HTML, & is one of these (HTML 4.01 §5.3); the others are printable ASCII.
_ENTITY = re.compile(r"&(?:amp|#0{0,9}([0-9]{2,3})|#[xX]0{0,9}([2-7][0-9A-Fa-f]));")
_ENTITY_NAME = re.compile(r"[A-Za-z0-9]{1,31};.")
# The escapes of JSON and JavaScript for &, #, and =, and = in an email's source (RFC 2045 §6.7).
_SOURCE_ESCAPE = re.compile(r"\\(?:u00|x)(?:2[36]|3[Dd])|^token_type=3D")


def without_invisible(text: str) -> str:
    """Return text without invisible characters and the marks around a paste."""
    return _UNSEEN.sub("", text)


def without_surroundings(text: str) -> str:
    """Return text without invisible characters, and without spaces and quotes around it.

    Raises OAuthError: ``input_too_large``, ``empty_input``, ``bad_encoding`` for UTF-16,
    ``truncated_input`` for a line that a terminal may have truncated.
    """
    check_size(require_text(text, "text"), "text")
    # Before decoding: an encoded invisible character is part of a value.
    seen = without_invisible(text).strip(_AROUND)
    if not seen:
        raise OAuthError(messages.EMPTY_INPUT_PASTED, "text")
    if is_utf16(seen):
        raise OAuthError(messages.BAD_ENCODING_UTF16, "text")
    check_lines(text)
    return seen


def without_entities(text: str) -> str:
    """Return text with the character of each HTML entity for printable ASCII."""
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    """Return the character of an entity; one beyond printable ASCII stays unchanged."""
    decimal, hexadecimal = entity.groups()
    code = int(decimal or "38") if hexadecimal is None else int(hexadecimal, 16)
    return chr(code) if 0x20 < code < 0x7F else entity[0]


def may_be_ours(text: str, response: Iterable[str], state: str) -> bool:
    """Return whether each expected state in text may come from our own request.

    A request that is cut up does not form one run, but still has its names and one state.
    """
    return 0 < count_requests(text, response) >= count_states(text, state)


def check_whole(run: Run, secrets: Collection[str], encoded: Message) -> None:
    """Raise OAuthError unless a run ends where its last value ends.

    secrets are the names of the values that must not be cut. The codes are
    ``truncated_input`` and ``ambiguous_response``, and encoded is for text with the escapes
    of a source.
    """
    if run.pieces[-1].endswith(CUT_MARKS) or any(
        _is_cut(piece, secrets) for piece in run.pieces
    ):
        raise truncated()
    if any(_SOURCE_ESCAPE.search(one) for one in run.pieces if not _is_prose(one)):
        raise OAuthError(encoded)
    if run.fault:
        raise run.fault
    # The text after the & of an HTML entity may be the rest of the secret.
    for name in secrets:
        after = run.pieces[run.names.index(name) + 1 :] if name in run.names else ()
        if _ENTITY_NAME.match("&".join(after)):
            raise open_end(name)


def _is_cut(piece: str, secrets: Collection[str]) -> bool:
    name = piece_name(piece)
    return (
        (name in READ_NAMES or name in secrets)
        and not _is_prose(piece)
        and any(mark in piece for mark in CUT_MARKS)
    )


def _is_prose(piece: str) -> bool:
    """Return whether a piece is a description, in which a mark may be punctuation."""
    return piece_name(piece) == "error_description"
