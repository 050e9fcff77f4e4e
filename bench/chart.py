# matplotlib is only in the environment of the benchmarks.
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""`python -m bench.chart` draws results.json as chart.svg, with the same bytes for the same figures."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

FOLDER = Path(__file__).resolve().parent
_MET, _MISSED = "#2a7f62", "#b5533c"


def main() -> None:
    """Draw each ratio as a bar and its goal as a mark."""
    rows = json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))["rows"]
    held = [one for one in rows if one["goal"] is not None and one["ratio"] is not None]
    mpl.rcParams.update({"svg.hashsalt": "bench", "svg.fonttype": "none"})
    figure = Figure(figsize=(8, 0.34 * len(held) + 1.2), layout="constrained")
    axes = figure.subplots()
    shares = [one["ratio"] / one["goal"] for one in held]
    colors = [_MET if one["met"] else _MISSED for one in held]
    axes.barh([one["name"] for one in held], shares, color=colors)
    axes.axvline(1, color="#444444", linewidth=1)
    axes.invert_yaxis()
    axes.set_xlabel(
        "ratio to what a row is held against, as a share of the goal: left of the line is met"
    )
    for place, one in enumerate(held):
        axes.text(shares[place], place, f" {one['ratio']:.2f}", va="center", fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(FOLDER / "chart.svg", metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
