"""`python -m bench [--quick --out FILE] [--repeat N] [ROW…]` measures, prints a table, and writes the results."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from bench import node, runs, table
from bench.measure import measured
from bench.rows import Row, rows
from bench.runs import Failed

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"


def main(words: Sequence[str] | None = None) -> int:
    """Measure the named rows, or all of them."""
    known = {one.name: one for one in rows()}
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure this project and similar tools, and print a table.",
    )
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"{', '.join(known)} (default: all)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="measure once, without similar tools"
    )
    parser.add_argument(
        "--repeat", type=_times, default=7, help="number of runs (default: 7)"
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="output file")
    asked = parser.parse_args(words)
    unknown = [name for name in asked.rows if name not in known]
    if unknown:
        parser.error(
            f"unknown row {', '.join(unknown)}; choose from {', '.join(known)}"
        )
    # The README is built from this file, and rows without peers have no ratios to show there.
    if asked.quick and asked.out.resolve() == RESULTS:
        parser.error("--quick needs --out FILE, another one than bench/results.json")
    try:
        _write(asked, list(known), chosen(known.values(), asked.rows))
    except Failed as error:
        _tell("")
        print(str(error).rstrip(), file=sys.stderr)
        return 1
    return 0


def chosen(known: Iterable[Row], names: Collection[str]) -> list[Row]:
    """Return the named rows, or all rows that do not take minutes if none is named."""
    return [
        one for one in known if one.name in names or not (names or one.takes_minutes)
    ]


def _times(text: str) -> int:
    """Return the number of runs of each side from the command line."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a whole number of at least 1"
        )
    return int(text)


def _write(asked: argparse.Namespace, order: list[str], wanted: list[Row]) -> None:
    results = [
        measured(one, _repetitions(one, asked), not asked.quick, _tell)
        for one in wanted
    ]
    _tell("")
    print(table.text(results))
    entries = _merged(asked.out, [one.entry() for one in results], order)
    text = json.dumps(_document(entries), indent=2, ensure_ascii=False)
    asked.out.write_text(f"{text}\n", encoding="utf-8")


def _repetitions(row: Row, asked: argparse.Namespace) -> int:
    return 1 if asked.quick or row.takes_minutes else int(asked.repeat)


def _merged(
    file: Path, new: list[dict[str, object]], order: list[str]
) -> list[dict[str, object]]:
    """Return the measured rows, and the other rows from earlier runs."""
    earlier = _rows(file) if file.exists() else []
    by_name = {one["name"]: one for one in [*earlier, *new]}
    return [by_name[name] for name in order if name in by_name]


def _rows(file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(file.read_text(encoding="utf-8"))[
        "rows"
    ]
    return found


def _document(entries: list[dict[str, object]]) -> dict[str, object]:
    machine = {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
    }
    return {
        "rows": entries,
        "machine": machine,
        "versions": {**runs.versions(), **node.versions()},
    }


def _tell(line: str) -> None:
    """Show the progress, but only on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
