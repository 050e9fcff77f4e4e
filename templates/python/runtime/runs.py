"""Runs of parameters in free text: where each starts, goes on and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .characters import BLANKS, BREAKS, CUT_MARKS, INVISIBLE, QUOTES
from .encoding import percent_decode
from .errors import OAuthError
from .parameters import READ_NAMES, truncated

_NAME = re.compile(f"({'|'.join(READ_NAMES)})=")
_RUN_START = re.compile(rf"(?<![A-Za-z0-9_.~%\-]){_NAME.pattern}")
_ANY_NAME = re.compile(r"[A-Za-z0-9_.~%\-]+=")
_STOP = re.compile(f"[&#{BLANKS}{BREAKS}]")
_WORD_START = re.compile(f"[#{BLANKS}{BREAKS}]")
_OPENING = re.compile(rf"[(<\[{{{QUOTES}{INVISIBLE}]*")
_GAP = re.compile(f"[{BLANKS}]*([{BREAKS}][{BLANKS}{BREAKS}>]*)?")
_UNSEEN = re.compile(f"[{INVISIBLE}]*")
_TITLE = re.compile(f"[-\u2013\u2014][{BLANKS}]")
_TOKEN_CHARACTER = re.compile(r"[A-Za-z0-9\-._~+/=]")
_BEHIND_A_VALUE = ",;:!?)]>" + QUOTES + INVISIBLE


class Run:
    """Parameters joined by ``&``, each as it stands in the text.

    A fault is an error in the way the run ends: it counts if the run is read.
    """

    __slots__ = ("end", "fault", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.end = 0
        self.fault: OAuthError | None = None

    def names(self) -> list[str]:
        """Return the names of the pieces, decoded where that is possible."""
        return [piece_name(piece) for piece in self.pieces]

    def add(self, parts: list[str], *, ended_by_ampersand: bool) -> None:
        """Add a piece; what ends it otherwise leaves punctuation behind it."""
        piece = "".join(parts)
        parts.clear()
        self.pieces.append(
            piece if ended_by_ampersand else piece.rstrip(_BEHIND_A_VALUE)
        )


class RunReader:
    """Finds the runs of a text one by one, in time linear to its length."""

    def __init__(self, text: str) -> None:
        self._text = text
        # What _reaches_ampersand found last, and for which part of the text: else
        # it would look through the same lines again from each of their breaks.
        self._looked_from = self._looked_to = 0
        self._found_ampersand = False

    def runs(self) -> Iterator[Run]:
        """Yield the runs; each has a parameter with a name that we read."""
        end = 0
        while start := _RUN_START.search(self._text, end):
            run = self._read(self._first_piece(start.start(), end))
            end = run.end
            yield run

    def _first_piece(self, start: int, floor: int) -> int:
        """Return where the first of the pieces that ``&`` joins to start begins."""
        text = self._text
        if start == floor or text[start - 1] != "&":
            return start
        word = floor
        for before in _WORD_START.finditer(text, floor, start):
            word = before.end()
        query = text.rfind("?", word, text.index("&", word)) + 1
        opening = _OPENING.match(text, query or word)
        return opening.end() if opening else word

    def _read(self, at: int) -> Run:
        """Return the run whose first piece begins at a place in the text."""
        text, run = self._text, Run()
        parts: list[str] = []
        piece_start = at
        while True:
            stop = _STOP.search(text, at)
            run.end = stop.start() if stop else len(text)
            parts.append(text[at : run.end])
            if stop is None or stop[0] == "#":
                run.add(parts, ended_by_ampersand=False)
                return run
            at, blank, broken = self._gap(run.end)
            if text.startswith("&", at):
                run.add(parts, ended_by_ampersand=not blank)
                at = piece_start = at + 1
            elif broken and (name := _NAME.match(text, at)):
                run.add(parts, ended_by_ampersand=False)
                if name[1] in run.names():
                    run.fault = second_answer()
                    return run
                piece_start = at
            elif self._goes_on(piece_start, at, blank=blank, broken=broken):
                parts.append(" " if blank else "")
            else:
                run.add(parts, ended_by_ampersand=False)
                run.fault = self._fault(run, at, blank=blank, broken=broken)
                return run

    def _gap(self, at: int) -> tuple[int, bool, bool]:
        """Return where blanks and line breaks end, and whether each came first."""
        gap = _GAP.match(self._text, at)
        if gap is None:
            return at, False, False
        return gap.end(), gap.start(1) != at and gap.end() != at, gap[1] is not None

    def _goes_on(self, piece_start: int, at: int, *, blank: bool, broken: bool) -> bool:
        """Return whether the text at a place, after a gap, belongs to the piece."""
        text = self._text
        if blank:
            return (
                text.startswith("scope=", piece_start)
                and not _TITLE.match(text, at)
                and not _NAME.match(text, at)
                and (not broken or self._reaches_ampersand(at))
            )
        if text.startswith("&", piece_start - 1) and _ANY_NAME.match(text, at):
            return True
        return self._reaches_ampersand(at)

    def _reaches_ampersand(self, at: int) -> bool:
        """Return whether ``&`` comes before a blank, the end, or a line of its own.

        Line breaks on the way do not count. A line that starts with a name that we
        read shows that the lines are no wrapped URL: what stands before it may be
        anything, such as the label of a button.
        """
        if not self._looked_from <= at < self._looked_to:
            self._looked_from = at
            self._looked_to, self._found_ampersand = self._look_for_ampersand(at)
        return self._found_ampersand

    def _look_for_ampersand(self, at: int) -> tuple[int, bool]:
        while stop := _STOP.search(self._text, at):
            at = stop.start()
            if stop[0] not in BREAKS:
                return at, stop[0] == "&"
            at, _, _ = self._gap(at)
            if _NAME.match(self._text, at):
                return at, False
        return len(self._text), False

    def _fault(
        self, run: Run, at: int, *, blank: bool, broken: bool
    ) -> OAuthError | None:
        """Return the error for a run that ended at a gap before a place, or None."""
        text = self._text
        unseen = _UNSEEN.match(text, at)
        at = unseen.end() if unseen else at
        if at == len(text):
            return None
        if text.startswith(CUT_MARKS, at):
            return truncated()
        last = piece_name(run.pieces[-1])
        if not blank or (broken and last == "scope"):
            return _broken_value()
        if last == "access_token" and _TOKEN_CHARACTER.match(text, at):
            return None if _TITLE.match(text, at) else _broken_value()
        return None


def piece_name(piece: str) -> str:
    """Return the decoded name of a piece, or no name for one that is malformed."""
    name = piece.partition("=")[0]
    try:
        return percent_decode(name.replace("+", " "), "a name")
    except OAuthError:
        return ""


def _broken_value() -> OAuthError:
    return OAuthError(
        "ambiguous_response",
        "text follows the last value of the answer, which may go on there",
        "put the answer on one line, and nothing behind it",
    )


def second_answer() -> OAuthError:
    return OAuthError(
        "ambiguous_response",
        "the text has more than one answer",
        "copy one answer alone",
    )
