"""`python -m bench.readme`: puts the figures of results.json into README.md, between two marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures of bench/results.json -->", "<!-- end of figures -->"


def main() -> None:
    """Write README.md anew."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    text = README.read_text(encoding="utf-8")
    README.write_text(filled(text, results), encoding="utf-8", newline="\n")


def filled(text: str, results: Any) -> str:
    """Return a text with the table of the results between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(results['rows'])}\n{END}{after}"


def table(rows: Any) -> str:
    """Return a table in Markdown: a line for each row that has a goal."""
    lines = ["| row | ours | the best other | ratio | goal |", "|---|---|---|---|---|"]
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
    main()
