"""The harness writes valid results, and the README has the figures of results.json."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import documents, readme, runs, suite
from bench.__main__ import chosen, main
from bench.measure import Figure, Result
from bench.rows import Row, Side, rows
from tests.scopes import DOCUMENTED

ROOT = readme.ROOT
COLUMNS = [
    *("name", "unit", "ours", "best_peer", "best_peer_value"),
    *("floor", "ratio", "goal", "met"),
]


def row(goal: float | None, *peers: str) -> Row:
    def side(name: str) -> Side:
        return Side(name, lambda: 1.0)

    others = [side(one) for one in peers]
    return Row("row", "A row", "ms", side("us"), others, side("floor"), goal)


def scopes(file: Path) -> int:
    return len(json.loads(file.read_text(encoding="utf-8"))["scopes"])


def test_quick_run_writes_results_that_match_their_schema(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    command = ["-m", "bench", "--quick", "--out", str(file), "import", "read-strict"]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert list(results) == ["rows", "machine", "versions"]
    assert [list(one) for one in results["rows"]] == [COLUMNS, COLUMNS]
    assert [one["name"] for one in results["rows"]] == ["import", "read-strict"]
    assert all(one["ours"] > 0 and one["floor"] > 0 for one in results["rows"])
    assert [one["best_peer"] for one in results["rows"]] == [None, None]


def test_unknown_row_is_reported_with_the_known_ones(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--out", str(tmp_path / "x"), "imports"]
    process = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 2
    assert "unknown row imports; choose from generate-cold, " in process.stderr
    assert not (tmp_path / "x").exists()


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the last line that the command prints if its arguments are wrong."""
    with pytest.raises(SystemExit) as exited:
        main(words)
    assert exited.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("out", [[], ["--out", "bench/results.json"]])
def test_quick_run_does_not_change_the_results_in_the_readme(
    out: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert refused(capsys, "--quick", *out, "import") == (
        "python -m bench: error: --quick needs --out FILE, another one than bench/results.json"
    )


@pytest.mark.parametrize("often", ["0", "-1", "1.5", "", "two"])
def test_side_is_run_a_whole_number_of_times(
    often: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, f"--repeat={often}", "import") == (
        f"python -m bench: error: argument --repeat: '{often}' is not a whole number of at least 1"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["no-such-tool"], "no-such-tool: No such file or directory"),
        (
            [sys.executable, "-c", "print('no disk'); raise SystemExit(3)"],
            f"{sys.executable} -c print('no disk'); raise SystemExit(3)\nno disk",
        ),
    ],
)
def test_error_of_a_failing_side_is_shown(
    words: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    side = Side("us", lambda: runs.seconds(*words))
    wrong = Row("row", "A row", "s", side, [], None, None)
    monkeypatch.setattr("bench.__main__.rows", lambda: [wrong])
    assert main(["--out", str(tmp_path / "results.json")]) == 1
    assert capsys.readouterr() == ("", f"{told}\n")
    assert not (tmp_path / "results.json").exists()


def test_peak_memory_does_not_include_the_parent_process() -> None:
    held = b"x" * (200 << 20)
    assert 1 < runs.bare_memory() < 50
    half = f"held = b'x' * {len(held) // 2}"
    assert 100 < runs.peak(sys.executable, "-c", half) < 150


def test_peak_memory_is_that_of_the_largest_process() -> None:
    inner = "held = b'x' * (100 << 20)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    assert 100 < runs.peak(sys.executable, "-c", outer) < 150


def test_failing_command_has_its_error_instead_of_a_peak_memory() -> None:
    with pytest.raises(runs.Failed, match="(?s)peak.py .*\nno disk\n$"):
        runs.peak(sys.executable, "-c", "print('no disk'); raise SystemExit(3)")


def test_ratio_is_to_the_fastest_peer() -> None:
    peers = [Figure("slow", 8.0, 0.1), Figure("quick", 4.0, 0.1)]
    result = Result(row(0.5, "slow", "quick"), Figure("us", 2.0, 0.1), peers, None)
    assert result.entry() == {
        "name": "row",
        "unit": "ms",
        "ours": 2.0,
        "best_peer": "quick",
        "best_peer_value": 4.0,
        "floor": None,
        "ratio": 0.5,
        "goal": 0.5,
        "met": True,
    }


@pytest.mark.parametrize(("goal", "met"), [(1.5, False), (2.0, True), (None, None)])
def test_row_without_peers_is_compared_with_its_floor(
    goal: float | None, met: bool | None
) -> None:
    floor = Figure("floor", 2.0, 0.0)
    result = Result(row(goal), Figure("us", 4.0, 0.0), [], floor)
    assert (result.ratio, result.met) == (2.0, met)


@pytest.mark.parametrize("count", [30, 300])
def test_specs_of_a_batch_have_a_median_of_14_scopes(
    count: int, tmp_path: Path
) -> None:
    files = documents.write_batch(tmp_path, count)
    numbers = [scopes(one) for one in files]
    assert len(set(files)) == count
    assert statistics.median(numbers) == 14
    # Each spec of a batch has at least the scopes of the real one.
    assert (numbers[0], min(numbers), max(numbers)) == (200, len(DOCUMENTED), 200)


def test_peer_of_a_batch_gets_the_documents_of_five_of_its_specs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    had: list[int] = []

    def taken(*words: str | Path) -> float:
        document = json.loads(runs.PEER_DOCUMENT.read_text(encoding="utf-8"))
        had.append(len(document["components"]["schemas"]["Scope"]["enum"]))
        return float(len(had))

    monkeypatch.setattr(runs, "BUILD", tmp_path)
    monkeypatch.setattr(runs, "PEER_DOCUMENT", tmp_path / "openapi.json")
    monkeypatch.setattr(runs, "seconds", taken)
    assert runs.Batch(300).peer_seconds_each() == 3.0
    assert had == [max(len(DOCUMENTED), count) for count in (6, 9, 14, 23, 45)]


def test_names_of_rows_are_unique() -> None:
    names = [one.name for one in rows()]
    assert len(set(names)) == len(names)


def test_readme_has_the_figures_of_the_results() -> None:
    results = json.loads(readme.RESULTS.read_text(encoding="utf-8"))
    text = readme.README.read_text(encoding="utf-8")
    assert text.count(readme.BEGIN) == text.count(readme.END) == 1
    assert readme.filled(text, results) == text


def test_table_says_what_each_row_is_compared_with() -> None:
    us, floor = Figure("us", 4.0, 0.0), Figure("floor", 2.5, 0.0)
    held = [
        Result(row(0.5, "limit"), us, [Figure("limit", 64.0, 0.0)], floor),
        Result(row(1.5), us, [], floor),
        Result(row(None), us, [], floor),
    ]
    assert readme.table([one.entry() for one in held]).splitlines() == [
        "| row | ours | compared with | ratio | goal |",
        "|---|---|---|---|---|",
        "| row | 4 ms | limit: 64 ms | 0.06 | ≤ 0.5 |",
        "| row | 4 ms | floor: 2.5 ms | 1.60 | ≤ 1.5, not met |",
    ]


def test_table_of_the_readme_goes_between_its_marks() -> None:
    text = f"before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n"
    assert readme.filled(text, {"rows": []}) == (
        f"before\n{readme.BEGIN}\n{readme.table([])}\n{readme.END}\nafter\n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{readme.BEGIN}\nrest", f"{readme.END} appears 0 times, not once"),
        (f"{readme.END}\nrest", f"{readme.BEGIN} appears 0 times, not once"),
        (
            f"{readme.BEGIN}\n{readme.BEGIN}\n{readme.END}",
            f"{readme.BEGIN} appears 2 times, not once",
        ),
        (
            f"{readme.BEGIN}\n{readme.END}\n{readme.END}",
            f"{readme.END} appears 2 times, not once",
        ),
        (
            f"{readme.END}\n{readme.BEGIN}",
            f"{readme.END} comes before {readme.BEGIN}",
        ),
    ],
)
def test_readme_without_its_marks_stays_as_it_is(
    text: str,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "README.md"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(readme, "README", file)
    assert readme.main() == 1
    assert capsys.readouterr().err == f"README.md: {told}\n"
    assert file.read_text(encoding="utf-8") == text


def test_results_have_every_row_that_a_run_without_names_measures() -> None:
    results = json.loads(readme.RESULTS.read_text(encoding="utf-8"))
    names = [one["name"] for one in results["rows"]]
    assert [one.name for one in rows() if one.name in names] == names
    assert {one.name for one in rows() if not one.takes_minutes} <= {*names}
    assert {tuple(one) for one in results["rows"]} == {tuple(COLUMNS)}


def test_document_gives_a_reason_for_every_row_that_is_not_met() -> None:
    results = json.loads(readme.RESULTS.read_text(encoding="utf-8"))
    text = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    lines = [
        f"| `{one['name']}` | {one['ratio']:.2f} | {one['goal']:g} | "
        for one in results["rows"]
        if one["met"] is False
    ]
    begun = [line for line in text.splitlines() if line.startswith(tuple(lines))]
    assert len(lines) == len(begun)


def test_slowest_tests_are_read_from_the_output_of_pytest() -> None:
    said = """
5 passed in 7.30s
============================= slowest 3 durations ==============================
5.53s call     tests/page/test_places.py::test_axe_reports_nothing_serious[light]
1.04s setup    tests/release/test_archives.py::test_same bytes
0.25s teardown tests/a.py::test_b
"""
    assert suite.table(said) == (
        "| seconds | test |\n|---:|---|\n"
        "| 5.5 | `tests/page/test_places.py::test_axe_reports_nothing_serious` |\n"
        "| 1.0 | `tests/release/test_archives.py::test_same bytes`, its setup |\n"
        "| 0.2 | `tests/a.py::test_b`, its teardown |\n"
    )


def test_row_that_takes_minutes_is_measured_only_if_it_is_named() -> None:
    def names(*asked: str) -> set[str]:
        return {one.name for one in chosen(rows(), asked)}

    slow = {"tests-fresh", "tests-again"}
    assert names() == {one.name for one in rows()} - slow
    assert names("tests-again", "import") == {"tests-again", "import"}
