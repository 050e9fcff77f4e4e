"""Problems of a spec as values: what is wrong, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way to a node of a document: keys and list indices from its root."""


@dataclass(frozen=True)
class Position:
    """A place in a file; lines and columns count from 1."""

    line: int
    column: int


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
    at_key: bool = False
    first: Path | None = None
    place: Position | None = None


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One problem at its place in a file. Sorts in the order of the file."""

    file: str
    line: int
    column: int
    code: str
    path: str
    message: str
    hint: str

    def as_text(self) -> str:
        """Return two lines: place, code and message; then the hint."""
        subject = f"{self.path}: " if self.path else ""
        place = f"{self.file}:{self.line}:{self.column}"
        return (
            f"{place}: error[{self.code}] {subject}{self.message}\n  hint: {self.hint}"
        )


class SpecProblems(Exception):
    """A spec cannot be used; `diagnostics` holds all that is wrong, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("the spec has problems")
        self.diagnostics = sorted(diagnostics)


@dataclass(frozen=True)
class SourceMap:
    """Where each node of one document stands in its file."""

    file: str
    values: dict[Path, Position]
    keys: dict[Path, Position]

    def position(self, path: Path, at_key: bool = False) -> Position:
        """Return the place of the node at `path`, or of the nearest one above that exists."""
        if at_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Position(1, 1))

    def locate(self, problems: Iterable[Problem]) -> list[Diagnostic]:
        """Return the problems with their places."""
        return [self._diagnostic(problem) for problem in problems]

    def _diagnostic(self, problem: Problem) -> Diagnostic:
        place = problem.place or self.position(problem.path, problem.at_key)
        hint = problem.hint
        if problem.first is not None:
            hint = f"first declared at line {self.position(problem.first).line}; {hint}"
        path = path_text(problem.path)
        return Diagnostic(
            self.file,
            place.line,
            place.column,
            problem.code,
            path,
            problem.message,
            hint,
        )


def path_text(path: Path) -> str:
    """Return a path as people write it: `scopes[3].name`."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def one_per_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Keep the first problem of each place: a later stage only repeats what an earlier one found."""
    kept: dict[tuple[str, int, int], Diagnostic] = {}
    for diagnostic in diagnostics:
        kept.setdefault(
            (diagnostic.file, diagnostic.line, diagnostic.column), diagnostic
        )
    return list(kept.values())
