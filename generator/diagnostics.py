"""Problems of a spec as values: what is wrong, where, and what to write instead."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

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
    hint: str
    first: Path | None = None
    at_key: bool = False
    place: Position | None = None


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem at its place in a file, with that line of the file. Sorts in its order."""

    file: str
    line: int
    column: int
    code: str
    path: str
    message: str
    hint: str
    width: int = 1
    excerpt: str = ""


class SpecProblems(Exception):
    """A spec cannot be used; `diagnostics` holds all that is wrong, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("the spec has problems")
        self.diagnostics = sorted(set(diagnostics))


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

    def locate(self, problems: Iterable[Problem]) -> list[Diagnostic]:
        """Return the problems with their places."""
        return [self._diagnostic(problem) for problem in problems]

    def _diagnostic(self, problem: Problem) -> Diagnostic:
        place = self.position_of(problem)
        hint = problem.hint
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


@functools.lru_cache(4096)
def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that `word` is nearly, whatever its case, or None."""
    lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), lower, 1)
    return lower[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "name"?`, or nothing where no known word is near to `word`."""
    near = nearest(word, tuple(known))
    return f'did you mean "{near}"?' if near else ""
