"""`python -m bench.readme` writes the figures of results.json into README.md, between two marks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures of bench/results.json -->", "<!-- end of figures -->"


class Unmarked(Exception):
    """A text does not mark the place of the table; the message says what is wrong."""


def main() -> int:
    """Update README.md and return the exit code."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    try:
        text = filled(README.read_text(encoding="utf-8"), results)
    except Unmarked as error:
        print(f"{README.name}: {error}", file=sys.stderr)
        return 1
    README.write_text(text, encoding="utf-8", newline="\n")
    return 0


def filled(text: str, results: Any) -> str:
    """Return a text with the results table between its marks. Raises Unmarked."""
    for mark in (BEGIN, END):
        if (count := text.count(mark)) != 1:
            raise Unmarked(f"{mark} appears {count} times, not once")
    before, _, rest = text.partition(BEGIN)
    if END not in rest:
        raise Unmarked(f"{END} comes before {BEGIN}")
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(results['rows'])}\n{END}{after}"


def table(rows: Any) -> str:
    """Return a Markdown table with a line for each row that has a goal."""
    lines = ["| row | ours | compared with | ratio | goal |", "|---|---|---|---|---|"]
    for one in rows:
        if one["goal"] is None:
            continue
        unit = one["unit"]
        other = "floor" if one["best_peer"] is None else one["best_peer"]
        value = one["floor"] if one["best_peer"] is None else one["best_peer_value"]
        goal = f"≤ {one['goal']:g}{'' if one['met'] else ', not met'}"
        lines.append(
            f"| {one['name']} | {one['ours']:g} {unit} | {other}: {value:g} {unit} "
            f"| {one['ratio']:.2f} | {goal} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
