"""Specs with thousands of problems: the first are listed and the rest counted, within a time limit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import main
from generator.reading.characters import MAX_BYTES
from generator.reading.diagnostics import (
    MOST,
    Diagnostic,
    SpecProblems,
    did_you_mean,
    limited,
)
from tests.unit.specs import whole_spec

SECONDS = 2.0
"""The processor seconds that `validate` may take, about twice those on a busy machine."""


def full(line: Callable[[int], str]) -> str:
    """Return the whole spec with lines after it, up to the largest file."""
    text = [json.dumps(whole_spec(), separators=(",\n", ":"))[:-1]]
    size = len(text[0])
    while size < MAX_BYTES - 100:
        text.append(f",\n{line(len(text))}")
        size += len(text[-1])
    return "".join(text) + "}"


def with_members(**members: Any) -> str:
    return json.dumps({**whole_spec(), **members}, separators=(",", ":"))


def scope(name: str, source: str = "seed") -> dict[str, Any]:
    return {
        "name": name,
        "summary": "A.",
        "reach": "B.",
        "story": "C.",
        "permits": [{"verb": "v", "resources": ["r"]}],
        "source": source,
    }


def example(*names: str) -> list[dict[str, Any]]:
    return [{**whole_spec()["examples"][0], "scopes": names}]


SMALLEST = """format: 2
provider: {id: acme, name: Acme}
authorization_endpoint: https://auth.acme.example/authorize
token_endpoint: https://auth.acme.example/token
grants: [authorization_code]
"""

FLOODS: dict[str, Callable[[], str]] = {
    "near-keys": lambda: full(lambda one: f'"provide{one}":1'),
    "unknown-keys": lambda: full(lambda one: f'"q{one}":1'),
    "duplicate-keys": lambda: full(lambda _: '"x":1'),
    "keys-that-are-numbers": lambda: full(lambda one: f"{one}: 1"),
    "anchors": lambda: "x:\n" + "- &a b\n" * 30_000,
    "implicit-values": lambda: "x:\n" + "- yes\n" * 40_000,
    "control-characters": lambda: 'x: "' + "\x01" * 200_000 + '"\n',
    "wrong-types": lambda: f"scopes: [{'1,' * 100_000}]",
    "duplicate-names": lambda: f"{SMALLEST}scopes: [{'a,' * 30_000}]",
    "missing-keys": lambda: f"scopes: [{'{},' * 80_000}]",
    "misspelled-keys": lambda: f"scopes: [{'{nam: 1},' * 25_000}]",
    "duplicate-scopes": lambda: with_members(scopes=[scope("a")] * 1_900),
    "unknown-sources": lambda: with_members(
        scopes=[scope(f"a{one}", "sed") for one in range(1_900)]
    ),
    "unknown-scopes": lambda: with_members(
        examples=example(*(f"sc0pe{one}" for one in range(6_000))),
        scopes=[scope(f"scope{one}") for one in range(1_000)],
    ),
}


def validated(folder: Path, text: str, form: str = "text") -> Result:
    """Return the output of `validate` for a text, after checking the time."""
    file = folder / "spec.yaml"
    file.write_text(text)
    assert len(text) <= MAX_BYTES
    started = time.process_time()
    result = CliRunner().invoke(
        main, ["validate", "--spec", str(file), *("--format", form)]
    )
    assert time.process_time() - started < SECONDS
    assert result.exit_code == 1
    return result


@pytest.mark.parametrize("flood", FLOODS)
def test_first_problems_are_listed_and_the_rest_is_counted_in_time(
    tmp_path: Path, flood: str
) -> None:
    text = FLOODS[flood]()
    listed = json.loads(validated(tmp_path, text, "json").stdout)
    assert len(listed) == MOST + 1
    assert "more-problems" not in {one["code"] for one in listed[:-1]}
    assert listed[-1]["code"] == "more-problems"
    places = [(one["line"], one["column"]) for one in listed]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("form", "mark"), [("text", "error["), ("github", "::error "), ("json", '"code"')]
)
def test_each_format_has_as_many(tmp_path: Path, form: str, mark: str) -> None:
    output = validated(tmp_path, FLOODS["near-keys"](), form).output
    assert output.count(mark) == MOST + 1
    assert len(output) < 100_000


def test_rest_is_counted_at_the_end(tmp_path: Path) -> None:
    keys = "".join(f"homepag{one}: x\n" for one in range(250))
    result = validated(tmp_path, f"format: 2\nprovider:\n{indented(keys)}", "json")
    last = json.loads(result.stdout)[-1]
    assert last["code"] == "more-problems"
    assert last["hint"] == "fix the listed problems first"
    told = result.stderr.splitlines()[-1]
    count = int(told.removeprefix("at least ").removesuffix(" problems"))
    assert last["message"] == f"at least {count - MOST} more problems are not listed"


def indented(lines: str) -> str:
    return "".join(f"  {line}\n" for line in lines.splitlines())


def problem(line: int, file: str = "a", code: str = "x", count: int = 1) -> Diagnostic:
    return Diagnostic(file, line, 1, code, "", "wrong", "right", count=count)


def test_problems_within_the_limit_are_not_counted() -> None:
    problems = [problem(line) for line in range(1, MOST + 1)]
    assert limited(problems) == problems
    assert SpecProblems(reversed(problems)).diagnostics == problems


def test_problem_over_the_limit_is_counted_at_its_place() -> None:
    *shown, last = limited([problem(line) for line in range(1, MOST + 2)])
    assert shown == [problem(line) for line in range(1, MOST + 1)]
    assert last == Diagnostic(
        *("a", MOST + 1, 1, "more-problems", ""),
        *("at least 1 more problem is not listed", "fix the listed problems first"),
    )


def test_counts_of_several_files_are_added() -> None:
    first = limited([problem(line) for line in range(1, MOST + 6)])
    second = [problem(1, "b"), problem(2, "b")]
    *shown, last = limited([*first, *second])
    assert shown == first[:-1]
    assert (last.file, last.line, last.count) == ("a", MOST + 1, 7)
    assert limited([*shown, last]) == [*shown, last]
    # Files are in the given order.
    *shown, last = limited([*second, *first])
    assert shown == [*second, *first[: MOST - 2]]
    assert (last.file, last.line, last.count) == ("a", MOST - 1, 7)


def test_first_problems_of_several_specs_are_listed(tmp_path: Path) -> None:
    names = [str(tmp_path / f"{name}.yaml") for name in "abc"]
    for name in names:
        Path(name).write_text(f"scopes: [{'1,' * 500}]")
    options = [word for name in names for word in ("--spec", name)]
    result = CliRunner().invoke(main, ["validate", *options, "--format", "json"])
    listed = json.loads(result.stdout)
    assert len(listed) == MOST + 1
    assert {one["file"] for one in listed} == {names[0]}
    total = 3 * (500 + len(("format", "grants", "provider")))
    assert result.stderr == f"at least {total:,} problems\n"
    message = f"at least {total - MOST:,} more problems are not listed"
    assert listed[-1]["message"] == message


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("name50", "name50"),
        ("NAME50", "name50"),
        ("nam50", "name50"),
        ("naame50", "name50"),
        ("nmae50", "name50"),
        ("name_50", "name50"),
        ("other", None),
    ],
)
def test_misspelled_word_is_found_among_many(word: str, near: str | None) -> None:
    known = [f"name{number}" for number in range(50, 5_000)]
    assert did_you_mean(word, known) == (f'did you mean "{near}"?' if near else "")
