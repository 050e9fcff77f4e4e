"""Problems of a spec as values: what is wrong, its location, and how to fix it."""

from __future__ import annotations

import difflib
import functools
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

MOST = 100
"""The maximum number of problems that a run lists. It counts the rest."""

_MORE = "more-problems"
CODES = {_MORE: "There are more problems than the report lists."}
"""The problem that this module finds, by code."""

Hint = str | Callable[[], str]
"""How to fix a problem. A function is called only for a problem that is listed."""

Path = tuple[str | int, ...]
"""The path of a node in a document: keys and list indices from the root."""


@dataclass(frozen=True, order=True)
class Position:
    """A position in a file. Lines and columns count from 1, and `width` is in characters."""

    line: int
    column: int
    width: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Problem:
    """One problem with the node at `path`.

    The position is `place` if it is given, the key's position if `at_key` is set, and otherwise
    the node's. `first` is the path of an earlier node that this one collides with; the hint starts
    with its line.
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
        """The text of the hint, computed if necessary."""
        return self.hint if isinstance(self.hint, str) else self.hint()


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem at its position in a file, with that line of the file. Sorts by position.

    `count` is 1, or the number of problems that are not listed. A warning does not make a run fail.
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
    is_warning: bool = False


class SpecProblems(Exception):
    """A spec is not valid. `diagnostics` has the problems, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("the spec has problems")
        self.diagnostics = limited(sorted(set(diagnostics)))


def limited(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return the first diagnostics, followed by one that counts the rest if there are more."""
    shown = [one for one in diagnostics if one.code != _MORE][:MOST]
    listed = set(shown)
    rest = [one for one in diagnostics if one not in listed]
    return [*shown, _more(rest[0], sum(one.count for one in rest))] if rest else shown


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the number of problems, including those that are not listed, in words."""
    total = sum(one.count for one in diagnostics)
    least = "at least " if any(one.code == _MORE for one in diagnostics) else ""
    return f"{least}{total:,} problem{'' if total == 1 else 's'}"


def _more(first: Diagnostic, count: int) -> Diagnostic:
    """Return a diagnostic that counts unlisted problems, at the position of the first one."""
    noun = "more problem is" if count == 1 else "more problems are"
    # A file with this many problems is not checked any further.
    message = f"at least {count:,} {noun} not listed"
    hint = "fix the listed problems first"
    return Diagnostic(
        first.file, first.line, first.column, _MORE, "", message, hint, count=count
    )


@dataclass(frozen=True)
class SourceMap:
    """The position of each node of a document, and the lines of its file."""

    file: str
    lines: list[str]
    values: dict[Path, Position]
    keys: dict[Path, Position]

    def position(self, path: Path, at_key: bool = False) -> Position:
        """Return the position of the node at `path`, or of its closest ancestor that exists."""
        if at_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Position(1, 1))

    def position_of(self, problem: Problem) -> Position:
        """Return the position of a problem."""
        return problem.place or self.position(problem.path, problem.at_key)

    def locate(self, problems: Sequence[Problem]) -> list[Diagnostic]:
        """Return the first problems with their positions, and the count of the rest."""
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
    """Return a path as text: `scopes[3].name`."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def news(
    places: SourceMap, earlier: Iterable[Problem], later: Iterable[Problem]
) -> list[Problem]:
    """Return the later problems of a document that do not follow from an earlier one.

    Later stages do not report a value that an earlier stage rejected, or a value that is not in
    the file. Missing keys are always reported.
    """
    refused = {places.position_of(one) for one in earlier if one.code != "missing"}
    return [
        one
        for one in later
        if one.code == "missing"
        or (one.path in places.values and places.position_of(one) not in refused)
    ]


_MANY = 100
"""The most words that are compared one by one. In a longer list, only one typo is recognized."""
_LONGEST = 100


def near_or(word: str, known: Sequence[str], otherwise: str) -> Hint:
    """Return a hint that suggests the known word closest to `word`, or `otherwise` if none is."""
    return lambda: did_you_mean(word, known) or otherwise


@functools.lru_cache(4096)
def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that is closest to `word`, ignoring case, or None."""
    if len(known) > _MANY:
        shorter = _by_shortened(known)
        return next((shorter[one] for one in _shortened(word) if one in shorter), None)
    lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), lower, 1)
    return lower[near[0]] if near else None


@functools.lru_cache(16)
def _by_shortened(known: tuple[str, ...]) -> dict[str, str]:
    """Return the known words, indexed by each word with one character removed."""
    found: dict[str, str] = {}
    for one in known:
        for shortened in _shortened(one):
            found.setdefault(shortened, one)
    return found


def _shortened(word: str) -> list[str]:
    """Return a word in lowercase, and each version of it with one character removed."""
    lower = word[:_LONGEST].lower()
    shorter = (lower[:index] + lower[index + 1 :] for index in range(len(lower)))
    return [lower, *shorter]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "name"?`, or an empty string if no known word is close to `word`."""
    near = nearest(word, tuple(known))
    return f'did you mean "{near}"?' if near else ""
