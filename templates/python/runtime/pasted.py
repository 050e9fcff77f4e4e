"""What a person copied: the one answer in it is found, then read strictly."""

from __future__ import annotations

import re

from .answer import Answer, Expected, no_token, read_answer
from .characters import BLANKS, BREAKS, CUT_MARKS, INVISIBLE, QUOTES
from .checks import require_text
from .errors import OAuthError
from .parameters import READ_NAMES, check_size, read_parameters, truncated
from .pasted_json import read_json
from .runs import Run, RunReader, piece_name, second_answer

_AROUND = BLANKS + BREAKS + INVISIBLE + QUOTES + ">"
_JSON_START = re.compile(rf"\{{|\[[>{BLANKS}{BREAKS}]*\{{")
# Linux hands over no more of a line (N_TTY_BUF_SIZE less one), and does not say so.
_TERMINAL_LINE = re.compile(r"^[^\n]{4095}$", re.MULTILINE)
# The digits of a byte beyond ASCII, which stays encoded, are no part of a name.
_TOKEN_NAME = re.compile(
    r"(?:(?<![A-Za-z0-9_.~\-])|(?<=%[89A-Fa-f][0-9A-Fa-f]))"
    r"access_token(?:=|[\"']?\s{0,9}:)"
)
_ASCII_ESCAPES = {
    digits: chr(code)
    for code in range(128)
    for digits in (f"{code:02x}", f"{code:02X}")
}
_ONE_WORD = re.compile(r"(?:[Bb]earer )?[A-Za-z0-9\-._~+/]+=*")


def read_pasted(text: str, expected: Expected, *, allow_missing_state: bool) -> Answer:
    """Return the one answer in text: a URL, a fragment, a title or a JSON object.

    Blanks, quotes, invisible characters and mail quoting around it are left out.
    Raises OAuthError: ``input_too_large``, ``empty_input``, ``malformed_json``,
    ``bad_value_type``, ``truncated_input``, ``ambiguous_response`` where the answer
    or its end cannot be told for certain, and all that reading parameters and the
    answer raises.
    """
    check_size(require_text(text, "text"))
    cut_by_terminal = _TERMINAL_LINE.search(text) is not None
    text = text.strip(_AROUND)
    if not text:
        raise OAuthError(
            "empty_input", "the text is empty", "paste what the server showed"
        )
    if cut_by_terminal:
        raise OAuthError(
            "truncated_input",
            "a line has 4,095 characters, where a terminal cuts what is pasted",
            "save the answer to a file, and read it from there",
        )
    if _JSON_START.match(text):
        values = read_json(text)
    else:
        values = read_parameters(_find_answer(text.replace("&amp;", "&")))
    return read_answer(values, expected, allow_missing_state=allow_missing_state)


def _find_answer(text: str) -> list[str]:
    """Return the pieces of the one run that has a token or an error."""
    has_code = False
    runs = RunReader(text).runs()
    for run in runs:
        names = run.names()
        if "access_token" in names or "error" in names:
            _check_whole(run)
            if _tokens_named(text) > names.count("access_token") or next(runs, None):
                raise second_answer()
            return run.pieces
        has_code = has_code or "code" in names
    raise no_token(has_code, _missing_token_hint(text))


def _tokens_named(text: str) -> int:
    """Return how often a token is named, in any form: a value may hold another answer."""
    head, *rest = text.split("%")
    decoded = head + "".join(
        [(_ASCII_ESCAPES.get(part[:2]) or f"%{part[:2]}") + part[2:] for part in rest]
    )
    return len(_TOKEN_NAME.findall(decoded))


def _check_whole(run: Run) -> None:
    if run.pieces[-1].endswith(CUT_MARKS) or any(map(_is_cut, run.pieces)):
        raise truncated()
    if run.fault:
        raise run.fault


def _is_cut(piece: str) -> bool:
    # A description is prose, where these marks are punctuation.
    name = piece_name(piece)
    return (
        name in READ_NAMES
        and name != "error_description"
        and any(mark in piece for mark in CUT_MARKS)
    )


def _missing_token_hint(text: str) -> str:
    if "response_type=" in text:
        return "this is the URL to sign in at; open it, and paste what it leads to"
    if _ONE_WORD.fullmatch(text):
        return "pass a token without its answer to from_value, which verifies nothing"
    return "paste the whole address that the sign-in led to"
