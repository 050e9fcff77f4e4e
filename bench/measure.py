"""Measures rows: runs the sides of a row in turn, several times, and takes the median of each."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench.rows import Row, Side


@dataclass(frozen=True)
class Figure:
    """The median of a side, and its interquartile range as a share of the median."""

    name: str
    median: float
    spread: float


@dataclass(frozen=True)
class Result:
    """The result of a row: our figure, those of the peers, and the floor."""

    row: Row
    ours: Figure
    peers: list[Figure]
    floor: Figure | None

    @property
    def best(self) -> Figure | None:
        """The smallest figure of the peers."""
        return min(self.peers, key=lambda one: one.median, default=None)

    @property
    def ratio(self) -> float | None:
        """Our figure divided by the best peer's, or by the floor if there is no peer."""
        against = self.best if self.row.peers else self.floor
        return self.ours.median / against.median if against else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None if there is no goal."""
        if self.row.goal is None or self.ratio is None:
            return None
        return self.ratio <= self.row.goal

    def entry(self) -> dict[str, object]:
        """Return the row for results.json."""
        best = self.best
        return {
            "name": self.row.name,
            "unit": self.row.unit,
            "ours": _short(self.ours.median),
            "best_peer": best.name if best else None,
            "best_peer_value": _short(best.median) if best else None,
            "floor": _short(self.floor.median) if self.floor else None,
            "ratio": _short(self.ratio) if self.ratio is not None else None,
            "goal": self.row.goal,
            "met": self.met,
        }


def measured(
    row: Row, repetitions: int, peers: bool, tell: Callable[[str], None]
) -> Result:
    """Return the figures of a row; without peers, only our side and the floor are measured."""
    others = list(row.peers) if peers else []
    sides: list[Side] = [row.ours, *others, *([row.floor] if row.floor else [])]
    found: list[list[float]] = [[] for _ in sides]
    for turn in range(repetitions):
        for number, side in enumerate(sides):
            tell(f"{row.name}: {side.name}, {turn + 1} of {repetitions}")
            found[number].append(side.measure())
    figures = [_figure(one.name, all_) for one, all_ in zip(sides, found, strict=True)]
    floor = figures.pop() if row.floor else None
    return Result(row, figures[0], figures[1:], floor)


def _figure(name: str, values: list[float]) -> Figure:
    median = statistics.median(values)
    if len(values) < 4:
        spread = max(values) - min(values)
    else:
        first, _, third = statistics.quantiles(values, n=4)
        spread = third - first
    return Figure(name, median, spread / median if median else 0.0)


def _short(value: float) -> float:
    """Return a figure with four significant digits."""
    return float(f"{value:.4g}")
