"""Results as a table for a terminal: our figure, the peers by their figures, and the floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.measure import Figure, Result

_DIGITS = {"s": 3, "ms": 1, "µs": 2, "MiB": 1, "KiB": 1}


def text(results: Iterable[Result]) -> str:
    """Return a block of lines for each row."""
    return "\n\n".join("\n".join(_lines(one)) for one in results)


def _lines(result: Result) -> Sequence[str]:
    row = result.row
    peers = sorted(result.peers, key=lambda one: one.median)
    floor = [result.floor] if result.floor else []
    figures = [result.ours, *peers, *floor]
    return [f"{row.name}: {row.title}{_verdict(result)}"] + [
        _line(one, result, is_floor=one is result.floor) for one in figures
    ]


def _verdict(result: Result) -> str:
    if result.ratio is None or result.row.goal is None:
        return ""
    word = "met" if result.met else "not met"
    return f" ({result.ratio:.2f}, goal: at most {result.row.goal:g}: {word})"


def _line(figure: Figure, result: Result, *, is_floor: bool) -> str:
    row = result.row
    value = f"{figure.median:.{_DIGITS[row.unit]}f} {row.unit}"
    times = figure.median / result.ours.median
    name = f"{figure.name} (floor)" if is_floor else figure.name
    return f"  {name:34} {value:>12}  ±{figure.spread / 2:4.0%}  {times:7.2f} ×"
