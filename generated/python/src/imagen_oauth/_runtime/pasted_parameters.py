"""Runs of parameters in free text: where each one starts, continues, and ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .constant_time import is_equal
from .encoding import percent_decode
from .errors import OAuthError
from .parameters import check_count, open_end, second_response, truncated
from .pasted_run import Run, compiled
from .protocol import (
    BLANKS,
    BREAKS,
    CUT_MARKS,
    QUOTES,
    READ_NAMES,
    REQUEST_NAMES,
    STOPS,
)

TOKEN_ONLY = ("access_token",)
"""The name of the secret in a response with a token."""

_NAME = f"(?:{'|'.join(READ_NAMES)})="
_ANY_NAME = f"(?:{'|'.join((*READ_NAMES, *REQUEST_NAMES))})="
_NAME_CHARACTER = r"[A-Za-z0-9_.~%\-]"
_TITLE = f"[-\u2013\u2014][{BLANKS}]"
_IN_WORD = f"[^&#{STOPS}{BLANKS}{BREAKS}]"
_WORD = f"{_IN_WORD}*"
# Each of these is followed by characters that it cannot contain, so no pattern below
# tries a second way through a text, and their time is linear.
_BLANK = f"[{BLANKS}]+(?![{BLANKS}{BREAKS}&#])"
_BREAK = f"[{BREAKS}][{BLANKS}{BREAKS}>]*(?![{BLANKS}{BREAKS}>])"
_SCOPES = f"{_WORD}(?:{_BLANK}(?!{_TITLE}|{_NAME}){_WORD})*"
# A line that starts a parameter or a URL does not continue the value before it.
_NEW = (
    rf"(?:{_ANY_NAME}|[A-Za-z][A-Za-z0-9+.\-]*://"
    rf"|[^?&#{STOPS}{BLANKS}{BREAKS}]*\?{_ANY_NAME})"
)

# These are compiled when first used. Together, they take longer than the rest of the
# import, and not every program reads pasted text.
_RUN_START = f"(?<!{_NAME_CHARACTER}){_ANY_NAME}"
_WORD_START = f"[#{STOPS}{BLANKS}{BREAKS}]"
_OPENING = rf"[(<\[{{{QUOTES}]*"
_VALUE = f"(?:scope={_SCOPES}|{_WORD})"
# A token continues after one break, and never in a line that may be a parameter.
_BREAK_IN_TOKEN = rf"(?:\r\n|[{BREAKS}])[{BLANKS}>]*(?![{BLANKS}{BREAKS}>])"
_WRAPPED_TOKEN = rf"(?:{_BREAK_IN_TOKEN}(?!{_NEW}|[A-Za-z0-9_.\-]+=(?!=)){_WORD})+"
_WRAPPED = f"(?:{_BREAK}(?!{_NEW}){_WORD})+"
_WRAPPED_SCOPES = f"(?:[{BLANKS}]*{_BREAK}(?!{_NEW}){_SCOPES})+"
_WRAP = f"(?<![{BLANKS}]){_BREAK}"
_BLANK_OR_WRAP = f"[{BLANKS}]+(?:{_BREAK})?"
_GAP = f"[{BLANKS}]*(?:{_BREAK})?"
_JOINT = f"(?:{_GAP}&)+"
_AMPERSANDS = f"{_JOINT}(?:{_BREAK}(?!{_NAME})(?={_NAME_CHARACTER}+=))?"
_NEXT_PARAMETER = (
    f"{_JOINT}(?:[{BLANKS}]*{_BREAK})?"
    f"{_NAME_CHARACTER}+(?:{_BREAK}{_NAME_CHARACTER}+)*(?:{_BREAK})?="
)
_OTHER_FRAGMENT = "#(?!(?:_=_)?$)"
_AFTER_A_VALUE = ",;:!?)]>*" + QUOTES
# The quote that ends an HTML attribute certainly ends a token.
_CONTINUES_IN_LINE = f'(?!">)[^{BREAKS}]*[A-Za-z0-9\\-_~+/=]'
_NOT_SEEN = f"[{STOPS}{QUOTES}]*"
_SPACE = f"[{BLANKS}{BREAKS}>]+"
_STATE = rf"(?<!{_NAME_CHARACTER})state={_WORD}"
_GLUED = rf"(?![<>])[{STOPS}]+[A-Za-z0-9]"


class RunReader:
    """Finds the runs of a text one by one, in time linear to its length."""

    def __init__(
        self, text: str, state: str | None, secrets: tuple[str, ...] = TOKEN_ONLY
    ) -> None:
        """Take the text, and the expected state: a value that equals it is complete.

        secrets are the names of the values that must not be cut.
        """
        self._text = text
        self._state = state
        self._secrets = secrets
        self._starts = tuple([f"{name}=" for name in secrets])
        self._has_request = count_requests(text) > 0
        self._count = 0
        self._no_parameter_before = 0

    def runs(self) -> Iterator[Run]:
        """Yield the runs; each has a parameter with a known name.

        Raises OAuthError: ``too_many_parameters``, counted over all runs.
        """
        end = 0
        while start := compiled(_RUN_START).search(self._text, end):
            run = self._read(self._first_piece(start.start(), end))
            end = run.end
            yield run

    def _first_piece(self, start: int, floor: int) -> int:
        """Return the start of the first piece that is joined by ``&`` to the one at start."""
        text = self._text
        if start == floor or text[start - 1] != "&":
            return start
        word = floor
        for before in compiled(_WORD_START).finditer(text, floor, start):
            word = before.end()
        query = text.rfind("?", word, text.index("&", word)) + 1
        return query or _end(_OPENING, text, word)

    def _read(self, at: int) -> Run:
        """Return the run whose first piece begins at a position in the text."""
        text, run = self._text, Run(self._text, at)
        while True:
            piece, run.end = self._piece(at)
            ampersands = compiled(_AMPERSANDS).match(text, run.end)
            if ampersands:
                after_blank = text[run.end] in BLANKS
                self._add(run, piece, punctuated=after_blank)
                at = ampersands.end()
                continue
            self._add(run, piece, punctuated=True)
            at = _end(_GAP, text, run.end)
            name = compiled(_NAME).match(text, at)
            if name is None or not _has_break(text[run.end : at]):
                before = run.pieces[-1] if text[at : at + 1] == "#" else piece
                run.fault = self._fault(before, run.end, at)
                return run
            # Without an & before the break, the next line is not part of a URL, and in
            # a text with a request, it is unknown which state is whose.
            if piece and (run.in_query or self._has_request):
                return run
            if name[0][:-1] in run.names:
                run.fault = second_response()
                return run

    def _piece(self, at: int) -> tuple[str, int]:
        """Return a piece without the line breaks that wrap it, and its end."""
        text = self._text
        end = _end(_VALUE, text, at)
        if self._is_own_state(text[at:end]):
            return _ascii_start(text[at:end]), end
        wrapped = _WRAPPED
        if text.startswith("scope=", at):
            wrapped = _WRAPPED_SCOPES
        elif text.startswith(self._starts, at):
            wrapped = _WRAPPED_TOKEN
        end = self._end_of_wrapped(wrapped, end)
        unwrapped = compiled(_WRAP).sub("", text[at:end])
        return compiled(_BLANK_OR_WRAP).sub(" ", unwrapped), end

    def _end_of_wrapped(self, wrapped: str, at: int) -> int:
        """Return the end of the lines that continue a piece up to ``&name=``, or at.

        Without a ``&name=`` after them, the lines may be anything, such as the label
        of a button.
        """
        # Otherwise, each line break would search the same lines again.
        if at < self._no_parameter_before:
            return at
        end = _end(wrapped, self._text, at)
        if compiled(_NEXT_PARAMETER).match(self._text, end):
            return end
        self._no_parameter_before = end
        return at

    def _add(self, run: Run, piece: str, *, punctuated: bool) -> None:
        # Punctuation ends a value in a sentence; before & it is part of the value.
        if punctuated:
            piece = _without_punctuation(piece)
        self._count += 1
        check_count(self._count)
        if piece:
            run.pieces.append(piece)
            run.names.append(piece_name(piece))

    def _fault(self, last: str, gap: int, at: int) -> OAuthError | None:
        """Return what is wrong with the text at a position, after the last piece and a gap."""
        text = self._text
        if at == len(text):
            return None
        unseen = _end(_NOT_SEEN, text, at)
        if unseen != gap and text.startswith(CUT_MARKS, unseen):
            return truncated()
        if self._is_own_state(last):
            return None
        name = piece_name(last)
        is_token = name in self._secrets
        if text[gap] in BREAKS or (name == "scope" and _has_break(text[gap:at])):
            is_new = not is_token and _matches(_NEW, text, at)
            is_whole = is_new or _is_whole(last, text[at])
            return None if is_whole else open_end(name)
        # The token may continue in whatever follows: encoded, quoted, or cut.
        if is_token:
            follows = _CONTINUES_IN_LINE if gap == at else f"(?!{_TITLE})"
            if text[at] == "#":
                follows = _OTHER_FRAGMENT
            return open_end(name) if _matches(follows, text, at) else None
        is_cut = name in READ_NAMES and _matches(_GLUED, text, gap)
        return open_end(name) if is_cut else None

    def _is_own_state(self, piece: str) -> bool:
        """Return whether a piece is the expected state, with or without punctuation."""
        return self._state is not None and _is_state(piece, self._state)


def count_requests(text: str, response: Iterable[str] = ()) -> int:
    """Return how many requests a text has at most, wrapped or cut up.

    Some servers repeat a parameter of the request in their response, whose pieces do
    not count.
    """
    unwrapped = compiled(_SPACE).sub("", text)
    repeated = "&".join(response)
    return max(
        unwrapped.count(f"{name}=") - repeated.count(f"{name}=")
        for name in REQUEST_NAMES
    )


def count_states(text: str, state: str) -> int:
    """Return how many parameters in text are a state with the expected value."""
    pieces = compiled(_STATE).findall(text)
    return sum(_is_state(piece, state) for piece in pieces)


def piece_name(piece: str) -> str:
    """Return the decoded name of a piece, or an empty text if it is malformed."""
    return _decoded(piece.partition("=")[0])


def holds_state(pieces: Iterable[str], state: str | None) -> bool:
    """Return whether one of the pieces is the expected state, compared when decoded."""
    return state is not None and any(
        is_equal(_decoded(piece.partition("=")[2]), state)
        for piece in pieces
        if piece_name(piece) == "state"
    )


def _is_state(piece: str, state: str) -> bool:
    if not piece.startswith("state="):
        return False
    piece = _ascii_start(piece)
    return holds_state((piece, piece.rstrip(_AFTER_A_VALUE)), state)


def _is_whole(piece: str, following: str) -> bool:
    """Return whether a value cannot continue with the first character of the next line."""
    name, _, value = piece.partition("=")
    if name == "expires_in":
        return following not in "0123456789"
    return name == "token_type" and value.lower() == "bearer"


def _decoded(text: str) -> str:
    """Return a decoded name or value, or an empty text if it is malformed."""
    try:
        return percent_decode(text.replace("+", " "), "a name")
    except OAuthError:
        return ""


def _ascii_start(piece: str) -> str:
    """Return a piece up to its first non-ASCII character."""
    return piece[: _end(r"[\x00-\x7F]*", piece, 0)]


def _without_punctuation(piece: str) -> str:
    """Return a piece without the punctuation after a URI in a sentence.

    A URI contains no non-ASCII character (RFC 3986 §2). A description may contain them,
    and an ellipsis shows that something is missing.
    """
    is_prose = piece_name(piece) == "error_description"
    end = len(piece)
    while end and (
        piece[end - 1] in _AFTER_A_VALUE
        or not (is_prose or piece[end - 1].isascii() or piece[end - 1] in CUT_MARKS)
    ):
        end -= 1
    return piece[:end]


def _end(pattern: str, text: str, at: int) -> int:
    found = compiled(pattern).match(text, at)
    return found.end() if found else at


def _matches(pattern: str, text: str, at: int) -> bool:
    return compiled(pattern).match(text, at) is not None


def _has_break(gap: str) -> bool:
    return any(character in BREAKS for character in gap)
