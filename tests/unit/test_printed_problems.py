"""The problems of specs and of output, in each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.command.cli import main
from tests.unit.runs import bad_spec, elsewhere, files, run, spec_file
from tests.unit.specs import place_of

__all__ = ["elsewhere"]


@pytest.mark.parametrize(
    "command", [("validate",), ("check", "--out", "out"), ("generate", "--out", "out")]
)
def test_problems_are_printed_and_nothing_is_written(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    spec = bad_spec()
    result = run(*command, "--spec", spec)
    place = place_of(tmp_path / spec, "Not Good")
    source = place_of(tmp_path / spec, "nowhere")
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == (
        f'spec.yaml:{place}: error[bad-value] provider.id: "Not Good" does not have '
        "the expected form"
    )
    assert lines[1:4] == [
        '    4 |     "id": "Not Good",',
        "      |           ^^^^^^^^^^",
        (
            "  hint: write notgood. A short name for prefixes and folders: lowercase letters and digits, "
            "starting with a letter."
        ),
    ]
    assert lines[4:6] == [
        "",
        (
            f"spec.yaml:{source}: error[unknown-source] steps[0].source: unknown source "
            '"nowhere"'
        ),
    ]
    outcome = "; nothing was written" if command[0] == "generate" else ""
    assert lines[9:] == ["", f"2 problems{outcome}"]
    assert files(tmp_path) == ["spec.yaml"]


def test_one_problem_is_counted_as_one(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("")
    result = run("validate", "--spec", "bad.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        (
            "bad.yaml:1:1: error[empty] the file is empty\n"
            "  hint: start with format: 2\n"
            "\n"
            "1 problem\n"
        ),
    )


def test_problems_of_all_specs_are_printed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    (tmp_path / "b.yaml").write_text("a: [")
    good = spec_file(tmp_path / "good")
    result = run(
        *("generate", "--spec", "a.yaml", "--spec", good, "--spec", "b.yaml"),
        *("--out", "out"),
    )
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [
        *("a.yaml", "  hint", "", "b.yaml", "  hint"),
        *("", "2 problems; nothing was written"),
    ]
    assert not (tmp_path / "out").exists()


def test_problems_as_json_are_a_list_on_standard_output(tmp_path: Path) -> None:
    spec = bad_spec()
    result = run("generate", "--spec", spec, "--out", "out", "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "2 problems; nothing was written\n")
    first, second = json.loads(result.stdout)
    line, column = map(int, place_of(tmp_path / spec, "Not Good").split(":"))
    assert first == {
        "file": "spec.yaml",
        "line": line,
        "column": column,
        "code": "bad-value",
        "path": "provider.id",
        "message": '"Not Good" does not have the expected form',
        "hint": (
            "write notgood. A short name for prefixes and folders: lowercase letters and digits, "
            "starting with a letter."
        ),
    }
    assert (second["code"], second["path"]) == ("unknown-source", "steps[0].source")


@pytest.mark.parametrize("command", ["generate", "check", "validate"])
def test_no_problems_as_json_are_an_empty_list(tmp_path: Path, command: str) -> None:
    spec = spec_file(tmp_path)
    place = () if command == "validate" else ("--out", "out", "--target", "fixtures")
    run("generate", "--spec", spec, "--out", "out", "--target", "fixtures")
    result = run(command, "--spec", spec, *place, "--format", "json")
    assert (result.exit_code, result.stdout) == (0, "[]\n")
    assert result.stderr.count("\n") == 1


def test_problems_on_github_are_annotations(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("")
    result = run("validate", "--spec", "bad.yaml", "--format", "github")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        (
            "::error file=bad.yaml,line=1,col=1,title=empty::the file is empty"
            "%0Ahint: start with format: 2\n"
        ),
        "1 problem\n",
    )


def test_drift_on_github_is_an_annotation_of_each_file(tmp_path: Path) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("mine")
    (tmp_path / "out" / "fixtures" / "authorization.json").unlink()
    result = run("check", *arguments, "--format", "github")
    end = "%0Ahint: run generate; make manual edits in the spec or a template\n"
    assert (result.exit_code, result.stdout) == (
        1,
        (
            "::error file=out/fixtures/README.md,line=1,col=1,title=out-of-date::"
            f"this file is out of date{end}"
            "::error file=out/fixtures/authorization.json,line=1,col=1,title=out-of-date::"
            f"this file is missing{end}"
        ),
    )


def test_edit_as_json_is_a_problem_of_its_file(tmp_path: Path) -> None:
    arguments = ("--spec", spec_file(tmp_path), "--out", "out", "--target", "fixtures")
    run("generate", *arguments)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("mine\n")
    result = run("generate", *arguments, "--format", "json")
    assert result.exit_code == 3
    (problem,) = json.loads(result.stdout)
    assert (problem["file"], problem["code"]) == ("out/fixtures/README.md", "edited")
    assert "-mine" in result.stderr.splitlines()
    assert (tmp_path / "out" / "fixtures" / "README.md").read_text() == "mine\n"


@pytest.mark.parametrize(("no_color", "painted"), [("", True), ("1", False)])
def test_problems_have_colors_only_on_a_terminal(
    tmp_path: Path, no_color: str, painted: bool
) -> None:
    (tmp_path / "bad.yaml").write_text("")
    arguments = ["validate", "--spec", "bad.yaml"]
    runner = CliRunner(env={"NO_COLOR": no_color})
    terminal = runner.invoke(main, arguments, color=True)
    assert ("\x1b[1mbad.yaml:1:1\x1b[0m: " in terminal.stderr) == painted
    assert runner.invoke(main, arguments).stderr.startswith(
        "bad.yaml:1:1: error[empty]"
    )
