"""Text that a user copied: the one response in it is found, then read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import messages
from .allowed import Allowed
from .errors import Message, OAuthError
from .missing_token import missing_token
from .parameters import (
    open_end,
    read_parameters,
    second_response,
)
from .pasted_json import find_json, read_json
from .pasted_parameters import (
    TOKEN_ONLY,
    RunReader,
    holds_state,
    piece_name,
)
from .pasted_run import Run
from .pasted_text import (
    check_whole,
    may_be_ours,
    without_entities,
    without_invisible,
    without_surroundings,
)
from .protocol import (
    ACCESS_TOKEN_PATTERN,
    BLANKS,
    BREAKS,
    RESPONSE_NAMES,
    STOPS,
)
from .response import RequestContext, TokenResponse, read_response

_JSON_START = re.compile(rf"\{{|\[[>{BLANKS}{BREAKS}]*\{{")
# The digits of a byte beyond ASCII, which stays encoded, are not part of a name.
_TOKEN_NAME = re.compile(
    r"(?:(?<![A-Za-z0-9_.~\-])|(?<=%[89A-Fa-f][0-9A-Fa-f]))"
    # A label is followed by the response or by a line break, and not by a token.
    r"access_token(?:=|[\"']?\s{0,9}[=:](?![ \t]{0,9}(?:[\r\n#?]|[A-Za-z]+://|$)))"
)
_ASCII_ESCAPES = {
    digits: chr(code)
    for code in range(128)
    for digits in (f"{code:02x}", f"{code:02X}")
}
_ONE_URI = re.compile(f"[^{STOPS}{BLANKS}{BREAKS}]*")
# A token can be in the form of a header, or of curl's option for one.
_BARE_TOKEN = re.compile(
    r"(?:(?:(?:-H|--header)[ =]?[\"']?)?(?:authorization:[ \t]*)?bearer[ \t]+)?"
    + ACCESS_TOKEN_PATTERN,
    re.IGNORECASE | re.ASCII,
)
# Without a scheme, a port shows that a word is an address and not a token.
_ADDRESS = re.compile(r"[A-Za-z]://|[A-Za-z0-9.\]]:[0-9]{1,5}/")


def read_pasted(text: str, expected: RequestContext, allowed: Allowed) -> TokenResponse:
    """Return the one response in text: a URL, a fragment, a title, or a JSON object.

    Spaces, quotes, and email quoting around it are removed, and so are invisible
    characters anywhere. An authorization request in text contributes nothing.

    Raises OAuthError: ``input_too_large``, ``empty_input``, ``malformed_json``,
    ``bad_encoding`` for UTF-16, ``bad_value_type``, ``truncated_input``,
    ``ambiguous_response`` if the response or its end is not certain, and all that reading
    parameters and the response raises.
    """
    pasted, text = text, without_surroundings(text)
    document = _document(text)
    if document is not None:
        values = _read_document(text, document, expected.state)
        return read_response(values, expected, allowed, pasted=True)
    text = without_entities(text)
    pieces, seen = _find_response(text, expected)
    if allowed.any_characters is True:
        _check_token_end(without_entities(without_invisible(pasted)), pieces)
    values = read_parameters(pieces)
    if expected.state is not None and may_be_ours(text, pieces, expected.state):
        values.pop("state", None)
        seen = messages.STATE_MISSING_IN_REQUEST
    return read_response(values, expected, allowed, state_seen=seen, pasted=True)


def _document(text: str) -> str | None:
    """Return the part of text to read as JSON, or None if it has parameters instead."""
    is_json = _JSON_START.match(text) is not None
    if is_json and text.startswith("["):
        return text  # No server returns a list, so it is rejected later.
    return find_json(text) or (text if is_json else None)


def _read_document(text: str, document: str, state: str | None) -> dict[str, str]:
    """Return the members of a JSON object in text; no other response may be next to it."""
    for rest in text.split(document, 1):
        others = RunReader(rest, state).runs()
        if _count_token_names(rest) or any(map(_is_response, others)):
            raise second_response()
    values = read_json(document, state)
    if _count_token_names(document) > 1:
        raise second_response()
    if "access_token=" in document and "access_token" not in values:
        raise OAuthError(messages.MISSING_TOKEN_ENCODED)
    return values


def _is_response(run: Run) -> bool:
    return not run.is_request() and any(name in RESPONSE_NAMES for name in run.names)


def _find_response(
    text: str, expected: RequestContext
) -> tuple[list[str], Message | None]:
    """Return the pieces of the one run that has a token or an error.

    Also returns the message for the expected state if it is in another place.
    """
    state = expected.state
    response: Run | None = None
    query: Run | None = None
    has_code, seen = False, None
    for run in RunReader(text, state).runs():
        names = run.names
        if "access_token" in names and run.has_request():
            raise OAuthError(messages.AMBIGUOUS_RESPONSE_REQUEST_AND_TOKEN)
        if run.is_request():
            seen = seen or _seen(run, state, messages.STATE_MISSING_IN_REQUEST)
        elif response is not None:
            raise second_response()
        elif "access_token" in names or "error" in names:
            response = run
            check_whole(run, TOKEN_ONLY, messages.MISSING_TOKEN_ENCODED)
            if _count_token_names(text) > names.count("access_token"):
                raise second_response()
        else:
            has_code = has_code or "code" in names
            if run.in_query:
                query = run
                seen = _seen(run, state, messages.STATE_MISSING_IN_QUERY) or seen
    if response is None:
        raise missing_token(text, _missing_token(text), has_code=has_code)
    if expected.state_in_query and query and "state" not in response.names:
        between = text[query.end : response.start]
        if between.startswith("#") and _ONE_URI.fullmatch(between):
            states = [one for one in query.pieces if piece_name(one) == "state"]
            return [*response.pieces, *states], None
    return response.pieces, seen


def _seen(run: Run, state: str | None, text: Message) -> Message | None:
    return text if holds_state(run.pieces, state) else None


def _count_token_names(text: str) -> int:
    """Return how often a token is named, in any form: a value may contain a response."""
    return len(_TOKEN_NAME.findall(_ascii_decoded(text)))


def _ascii_decoded(text: str) -> str:
    """Return text with each ``%XX`` of an ASCII character decoded."""
    head, *rest = text.split("%")
    return head + "".join(
        [(_ASCII_ESCAPES.get(part[:2]) or f"%{part[:2]}") + part[2:] for part in rest]
    )


def _check_token_end(text: str, pieces: Iterable[str]) -> None:
    """Raise OAuthError unless a token of any characters certainly ends at the end of its piece.

    The punctuation after such a token may be part of it, and so may the next line.
    """
    for piece in pieces:
        end = rf"{re.escape(piece)}(?:[&{BLANKS}{BREAKS}]|\Z)"
        if piece_name(piece) == "access_token" and not re.search(end, text):
            raise open_end("access_token")


def _missing_token(text: str) -> Message:
    if _BARE_TOKEN.fullmatch(text):
        return messages.MISSING_TOKEN_BARE_TOKEN
    if _ADDRESS.search(text):
        return messages.MISSING_TOKEN_ADDRESS
    return messages.MISSING_TOKEN_PASTED
