"""Text that a user copied: the one redirect with a code in it is found, then read strictly."""

from __future__ import annotations

import re

from ..errors import OAuthError
from ..parameters import open_end, second_response
from ..pasted_parameters import RunReader
from ..pasted_run import Run
from ..pasted_text import (
    check_whole,
    may_be_ours,
    without_entities,
    without_surroundings,
)
from ..protocol import BLANKS, BREAKS, QUOTES, STOPS
from . import messages
from .code_redirect import (
    CodeContext,
    CodeResponse,
    decoded_pairs,
    read_code,
    without_own,
)

_REQUEST = ("client_id", "redirect_uri")
# What a query can contain, and what people put after a URL.
_PUNCTUATION = "!*,;:?)"
# Both are for reversed text, so that they end at a position.
_WORD = re.compile(rf"[^(\[{{{STOPS}{BLANKS}{BREAKS}{re.escape(QUOTES)}]*")
_SCHEME = re.compile(r"//:[A-Za-z0-9+.\-]*[A-Za-z]")


def read_code_pasted(text: str, expected: CodeContext) -> CodeResponse:
    """Return the code of the one redirect in text: a URL, its query, or a title.

    Spaces, quotes, and email quoting around it are removed, and so are invisible
    characters anywhere. An authorization request in text contributes nothing. The address
    is compared if it is there with its scheme.

    Raises OAuthError: ``input_too_large``, ``empty_input``, ``bad_encoding`` for UTF-16,
    ``truncated_input``, ``ambiguous_response`` if the response or its end is not certain,
    ``missing_code``, ``redirect_mismatch``, ``too_many_parameters``,
    ``bad_percent_encoding``, and what `read_code` raises.
    """
    text = without_entities(without_surroundings(text))
    run = _find_response(text, expected)
    pieces = run.pieces
    base = _address(text, run)
    if base is not None and expected.redirect_uri is not None:
        pieces = without_own(base, pieces, expected.redirect_uri, "text")
    pairs = decoded_pairs(pieces)
    if expected.state is not None and may_be_ours(text, pieces, expected.state):
        state = _given_name("state", expected)
        pairs = [(name, value) for name, value in pairs if name != state]
    return read_code(pairs, expected, messages.MISSING_CODE_PASTED, pasted=True)


def _find_response(text: str, expected: CodeContext) -> Run:
    """Return the one run that has a code or an error."""
    code = _given_name("code", expected)
    secrets = (code, "access_token")
    response: Run | None = None
    missing = messages.MISSING_CODE_PASTED
    for run in RunReader(text, expected.state, secrets).runs():
        names = run.names
        if _is_request(run, expected):
            if code in names:
                raise OAuthError(messages.AMBIGUOUS_RESPONSE_REQUEST_AND_CODE)
            if response is None:
                missing = messages.MISSING_CODE_REQUEST
        elif response is not None:
            raise second_response()
        elif text[: run.start].endswith("#") or not {code, "error"} & {*names}:
            if "access_token" in names:
                missing = messages.MISSING_CODE_TOKEN
        else:
            response = run
            check_whole(run, secrets, messages.MISSING_CODE_ENCODED)
            _check_end(text, run, code)
    if response is None:
        raise OAuthError(missing)
    return response


def _given_name(standard: str, expected: CodeContext) -> str:
    """Return the provider's name of a parameter."""
    return next(
        (given for given, name in expected.names.items() if name == standard), standard
    )


def _is_request(run: Run, expected: CodeContext) -> bool:
    """Return whether a run is a request; a documented member of redirects makes none."""
    own = [one for one in _REQUEST if one in run.names and one not in expected.members]
    return bool(own) or ("response_type" in run.names and run.is_request())


def _check_end(text: str, run: Run, code: str) -> None:
    """Raise OAuthError unless a code at the end certainly ends there.

    The punctuation after a code may be part of it.
    """
    raw = text[run.start : run.end]
    after = raw[len(raw.rstrip(_PUNCTUATION + QUOTES)) :]
    if run.names[-1] == code and any(mark in after for mark in _PUNCTUATION):
        raise open_end(code)


def _address(text: str, run: Run) -> str | None:
    """Return the URL before a query, or None if its scheme is not there."""
    if not run.in_query:
        return None
    word = _WORD.match(text[: run.start - 1][::-1])
    found = _SCHEME.search(word[0]) if word else None
    return word[0][: found.end()][::-1] if word and found else None
