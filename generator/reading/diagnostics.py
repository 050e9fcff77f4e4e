"""Problems of a spec as values: what is wrong, where, and what to write instead."""

from __future__ import annotations

import difflib
import functools
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

MOST = 100
"""Problems that are listed of a run; the rest is counted."""

_MORE = "more-problems"
CODES = {_MORE: "There are more problems than are listed."}
"""The problem that this module finds, by its code."""

Hint = str | Callable[[], str]
"""What to write instead; a function says it only of a problem that is listed."""

Path = tuple[str | int, ...]
"""The way to a node of a document: keys and list indices from its root."""


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file. Lines and columns count from 1, `width` is in characters of that line."""

    line: int
    column: int
    width: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the node at `path`.

    The place is the node's, or its key's with `at_key`, or `place` where a reader knows better.
    `first` is the path of an earlier node that this one collides with; its line is put before
    the hint.
    """

    code: str
    path: Path
    message: str
    hint: Hint
    first: Path | None = None
    at_key: bool = False
    place: Position | None = None

    @property
    def advice(self) -> str:
        """The text of the hint."""
        return self.hint if isinstance(self.hint, str) else self.hint()


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem at its place in a file, with that line of the file. Sorts in its order.

    `count` is how many problems it stands for: more than one after the last that is listed.
    """

    file: str
    line: int
    column: int
    code: str
    path: str
    message: str
    hint: str
    width: int = 1
    excerpt: str = ""
    count: int = 1


class SpecProblems(Exception):
    """A spec cannot be used; `diagnostics` holds what is wrong, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("the spec has problems")
        self.diagnostics = limited(sorted(set(diagnostics)))


def limited(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return the first diagnostics in their order, and one that counts the rest, if there is any."""
    shown = [one for one in diagnostics if one.code != _MORE][:MOST]
    listed = set(shown)
    rest = [one for one in diagnostics if one not in listed]
    return [*shown, _more(rest[0], sum(one.count for one in rest))] if rest else shown


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many problems there are, listed or not, in words."""
    total = sum(one.count for one in diagnostics)
    least = "at least " if any(one.code == _MORE for one in diagnostics) else ""
    return f"{least}{total:,} problem{'' if total == 1 else 's'}"


def _more(first: Diagnostic, count: int) -> Diagnostic:
    """Return what stands for problems that are not listed, at the place of the first of them."""
    noun = "more problem is" if count == 1 else "more problems are"
    # A file with so many is not looked at any further.
    message = f"at least {count:,} {noun} not listed"
    hint = "correct the others first"
    return Diagnostic(
        first.file, first.line, first.column, _MORE, "", message, hint, count=count
    )


@dataclass(frozen=True)
class SourceMap:
    """Where each node of one document stands in its file, and the lines of the file."""

    file: str
    lines: list[str]
    values: dict[Path, Position]
    keys: dict[Path, Position]

    def position(self, path: Path, at_key: bool = False) -> Position:
        """Return the place of the node at `path`, or of the nearest one above that exists."""
        if at_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Position(1, 1))

    def position_of(self, problem: Problem) -> Position:
        """Return where a problem stands."""
        return problem.place or self.position(problem.path, problem.at_key)

    def locate(self, problems: Sequence[Problem]) -> list[Diagnostic]:
        """Return the problems with their places: the first ones, and the count of the rest."""
        if len(problems) <= MOST:
            return [self._diagnostic(problem) for problem in problems]
        first = heapq.nsmallest(MOST + 1, problems, key=self.position_of)
        *shown, after = map(self._diagnostic, first)
        return [*shown, _more(after, len(problems) - MOST)]

    def _diagnostic(self, problem: Problem) -> Diagnostic:
        place = self.position_of(problem)
        hint = problem.advice
        if problem.first is not None:
            hint = f"first declared at line {self.position(problem.first).line}; {hint}"
        return Diagnostic(
            self.file,
            place.line,
            place.column,
            problem.code,
            path_text(problem.path),
            problem.message,
            hint,
            place.width,
            self.lines[place.line - 1] if place.line <= len(self.lines) else "",
        )


def path_text(path: Path) -> str:
    """Return a path as people write it: `scopes[3].name`."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def news(
    places: SourceMap, earlier: Iterable[Problem], later: Iterable[Problem]
) -> list[Problem]:
    """Return the later problems of a document that do not follow from an earlier one.

    A value that one stage refuses is not held against the next ones, and neither is a value that
    is not in the file at all. What is missing is missing all the same.
    """
    refused = {places.position_of(one) for one in earlier if one.code != "missing"}
    return [
        one
        for one in later
        if one.code == "missing"
        or (one.path in places.values and places.position_of(one) not in refused)
    ]


_MANY = 100
"""Words that can be compared one by one; of more, only those with one slip are near."""
_LONGEST = 100


def near_or(word: str, known: Sequence[str], otherwise: str) -> Hint:
    """Return the hint that names the known word that `word` is nearly, or else another hint."""
    return lambda: did_you_mean(word, known) or otherwise


@functools.lru_cache(4096)
def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that `word` is nearly, whatever its case, or None."""
    if len(known) > _MANY:
        shorter = _by_shortened(known)
        return next((shorter[one] for one in _shortened(word) if one in shorter), None)
    lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), lower, 1)
    return lower[near[0]] if near else None


@functools.lru_cache(16)
def _by_shortened(known: tuple[str, ...]) -> dict[str, str]:
    """Return the known words by what is left of each without one of its characters."""
    found: dict[str, str] = {}
    for one in known:
        for shortened in _shortened(one):
            found.setdefault(shortened, one)
    return found


def _shortened(word: str) -> list[str]:
    """Return a word in lower case, and without each one of its characters."""
    lower = word[:_LONGEST].lower()
    shorter = (lower[:index] + lower[index + 1 :] for index in range(len(lower)))
    return [lower, *shorter]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "name"?`, or nothing where no known word is near to `word`."""
    near = nearest(word, tuple(known))
    return f'did you mean "{near}"?' if near else ""
