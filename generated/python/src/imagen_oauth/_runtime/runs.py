"""Runs of parameters in free text: where each starts, goes on and ends."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from .characters import BLANKS, BREAKS, CUT_MARKS, INVISIBLE, QUOTES
from .encoding import percent_decode
from .errors import OAuthError
from .parameters import READ_NAMES, check_count, truncated

_NAME = f"(?:{'|'.join(READ_NAMES)})="
_NAME_CHARACTER = r"[A-Za-z0-9_.~%\-]"
_TITLE = f"[-\u2013\u2014][{BLANKS}]"
_WORD = f"[^&#{BLANKS}{BREAKS}]*"
# Each of these is followed by what it cannot hold itself, so that no pattern below
# tries a second way through a text: their time is linear.
_BLANK = f"[{BLANKS}]+(?![{BLANKS}{BREAKS}&#])"
_BREAK = f"[{BREAKS}][{BLANKS}{BREAKS}>]*(?![{BLANKS}{BREAKS}>])"
_SCOPES = f"{_WORD}(?:{_BLANK}(?!{_TITLE}|{_NAME}){_WORD})*"

# These are compiled when first used: together they take longer than the import of
# all else, and not every program reads pasted text.
_RUN_START = f"(?<!{_NAME_CHARACTER}){_NAME}"
_WORD_START = f"[#{BLANKS}{BREAKS}]"
_OPENING = rf"[(<\[{{{QUOTES}{INVISIBLE}]*"
_VALUE = f"(?:scope={_SCOPES}|{_WORD})"
_WRAPPED = f"(?:{_BREAK}(?!{_NAME}){_WORD})+"
_WRAPPED_SCOPES = f"(?:[{BLANKS}]*{_BREAK}(?!{_NAME}){_SCOPES})+"
_WRAP = f"(?<![{BLANKS}]){_BREAK}"
_BLANK_OR_WRAP = f"[{BLANKS}]+(?:{_BREAK})?"
_GAP = f"[{BLANKS}]*(?:{_BREAK})?"
_JOINT = f"(?:{_GAP}&)+"
_AMPERSANDS = f"{_JOINT}(?:{_BREAK}(?!{_NAME})(?={_NAME_CHARACTER}+=))?"
_NEXT_PARAMETER = (
    f"{_JOINT}(?:[{BLANKS}]*{_BREAK})?"
    f"{_NAME_CHARACTER}+(?:{_BREAK}{_NAME_CHARACTER}+)*="
)
_UNSEEN = f"[{INVISIBLE}]*"
_TITLE_OF_WINDOW = f"(?={_TITLE})"
_OTHER_FRAGMENT = "#(?!(?:_=_)?$)"
_BEHIND_A_VALUE = ",;:!?)]>" + QUOTES + INVISIBLE


class Run:
    """Parameters that ``&`` joins, each as it stands in the text.

    A fault is an error in the way the run ends; it counts where the run is read.
    """

    __slots__ = ("end", "fault", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.end = 0
        self.fault: OAuthError | None = None

    def names(self) -> list[str]:
        """Return the names of the pieces, decoded where that is possible."""
        return [piece_name(piece) for piece in self.pieces]


class RunReader:
    """Finds the runs of a text one by one, in time linear to its length."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0
        self._no_parameter_before = 0

    def runs(self) -> Iterator[Run]:
        """Yield the runs; each has a parameter with a name that we read.

        Raises OAuthError: ``too_many_parameters``, in all runs so far.
        """
        end = 0
        while start := _compiled(_RUN_START).search(self._text, end):
            run = self._read(self._first_piece(start.start(), end))
            end = run.end
            yield run

    def _first_piece(self, start: int, floor: int) -> int:
        """Return where the first of the pieces that ``&`` joins to start begins."""
        text = self._text
        if start == floor or text[start - 1] != "&":
            return start
        word = floor
        for before in _compiled(_WORD_START).finditer(text, floor, start):
            word = before.end()
        query = text.rfind("?", word, text.index("&", word)) + 1
        return _end(_OPENING, text, query or word)

    def _read(self, at: int) -> Run:
        """Return the run whose first piece begins at a place in the text."""
        text, run = self._text, Run()
        while True:
            piece, run.end = self._piece(at)
            ampersands = _compiled(_AMPERSANDS).match(text, run.end)
            if ampersands:
                after_blank = text[run.end] in BLANKS
                self._add(run, piece, punctuated=after_blank)
                at = ampersands.end()
                continue
            self._add(run, piece, punctuated=True)
            at = _end(_GAP, text, run.end)
            name = _compiled(_NAME).match(text, at)
            if name is None or not _has_break(text[run.end : at]):
                run.fault = self._fault(piece, run.end, at)
                return run
            if name[0][:-1] in run.names():
                run.fault = second_answer()
                return run

    def _piece(self, at: int) -> tuple[str, int]:
        """Return a piece, with the line breaks that wrap it taken out, and its end."""
        end = _end(_VALUE, self._text, at)
        is_scope = self._text.startswith("scope=", at)
        end = self._end_of_wrapped(_WRAPPED_SCOPES if is_scope else _WRAPPED, end)
        unwrapped = _compiled(_WRAP).sub("", self._text[at:end])
        return _compiled(_BLANK_OR_WRAP).sub(" ", unwrapped), end

    def _end_of_wrapped(self, wrapped: str, at: int) -> int:
        """Return where the lines that go on with a piece reach ``&name=``, else at.

        A line that starts with a name that we read goes on with nothing: where no
        ``&`` stands before it, what does may be anything, as the label of a button.
        """
        # Else the same lines would be looked through from each of their breaks.
        if at < self._no_parameter_before:
            return at
        end = _end(wrapped, self._text, at)
        if _compiled(_NEXT_PARAMETER).match(self._text, end):
            return end
        self._no_parameter_before = end
        return at

    def _add(self, run: Run, piece: str, *, punctuated: bool) -> None:
        # Punctuation ends what stands in a sentence; before & it is a part of it.
        if punctuated:
            piece = piece.rstrip(_BEHIND_A_VALUE)
        self._count += 1
        check_count(self._count)
        if piece:
            run.pieces.append(piece)

    def _fault(self, last: str, gap: int, at: int) -> OAuthError | None:
        """Return what is wrong with text at a place, that a gap parts from the last."""
        text = self._text
        next_seen = _end(_UNSEEN, text, at)
        name = piece_name(last)
        if gap == at:
            goes_on = name == "access_token" and _matches(_OTHER_FRAGMENT, text, at)
            return _open_end() if goes_on else None
        if next_seen == len(text):
            return None
        if text.startswith(CUT_MARKS, next_seen):
            return truncated()
        if text[gap] in BREAKS or (name == "scope" and _has_break(text[gap:at])):
            return _open_end()
        # Whatever follows, the token may go on in it: encoded, quoted, or cut.
        if name == "access_token" and not _matches(_TITLE_OF_WINDOW, text, next_seen):
            return _open_end()
        return None


def piece_name(piece: str) -> str:
    """Return the decoded name of a piece, or no name for one that is malformed."""
    name = piece.partition("=")[0]
    try:
        return percent_decode(name.replace("+", " "), "a name")
    except OAuthError:
        return ""


def second_answer() -> OAuthError:
    """Return the error for a text in which another answer follows the first."""
    return OAuthError(
        "ambiguous_response",
        "the text has more than one answer",
        "copy one answer alone",
    )


def _open_end() -> OAuthError:
    return OAuthError(
        "ambiguous_response",
        "text follows the last value of the answer, which may go on there",
        "put the answer on one line, and nothing behind it",
    )


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _end(pattern: str, text: str, at: int) -> int:
    found = _compiled(pattern).match(text, at)
    return found.end() if found else at


def _matches(pattern: str, text: str, at: int) -> bool:
    return _compiled(pattern).match(text, at) is not None


def _has_break(gap: str) -> bool:
    return any(character in BREAKS for character in gap)
