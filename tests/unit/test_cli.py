"""The command line: its commands, options, and settings, and the exit codes of wrong usage."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.unit.runs import FIXTURES, elsewhere, files, run, spec_file

__all__ = ["elsewhere"]


def test_targets_are_listed() -> None:
    result = run("targets")
    assert (result.exit_code, result.output) == (
        0,
        "docs\nfixtures\ninterop\nmock\npython\ntypescript\n",
    )


def test_validate_of_a_good_spec_is_0(tmp_path: Path) -> None:
    result = run("validate", "--spec", spec_file(tmp_path))
    assert (result.exit_code, result.output) == (
        0,
        "spec.yaml: no problems (6 scopes, 0 cases)\n",
    )


@pytest.mark.parametrize("command", ["generate", "check"])
def test_unknown_target_is_2(tmp_path: Path, command: str) -> None:
    spec = spec_file(tmp_path)
    result = run(command, "--spec", spec, "--out", "out", "--target", "cobol")
    assert (result.exit_code, result.output) == (
        2,
        'Error: unknown target "cobol"; the targets are docs, fixtures, interop, mock, python, typescript\n',
    )
    assert files(tmp_path) == ["spec.yaml"]


@pytest.mark.parametrize(
    "command", [("validate",), ("check", "--out", "out"), ("generate", "--out", "out")]
)
def test_missing_spec_is_2(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = run(*command, "--spec", "none.yaml")
    assert (result.exit_code, result.output) == (
        2,
        "Error: cannot read none.yaml: No such file or directory\n",
    )
    assert files(tmp_path) == []


def test_spec_that_is_a_folder_is_2(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    result = run("validate", "--spec", "spec")
    assert (result.exit_code, result.output) == (
        2,
        "Error: cannot read spec: Is a directory\n",
    )


@pytest.mark.parametrize("command", ["generate", "check", "validate"])
def test_specs_can_be_arguments_and_options(tmp_path: Path, command: str) -> None:
    spec = spec_file(tmp_path)
    more = () if command == "validate" else FIXTURES
    given = run(command, spec, *more)
    as_option = run(command, *more, "--spec", spec)
    if command == "generate":
        assert given.output.endswith("out: 4 files, now up to date (4 new)\n")
        assert as_option.output == "out: 4 files, up to date\n"
    else:
        assert given.output == as_option.output
    missing = run(command, spec, *more, "--spec", "none.yaml")
    assert (missing.exit_code, missing.output) == (
        2,
        "Error: cannot read none.yaml: No such file or directory\n",
    )


def test_arguments_come_before_options(tmp_path: Path) -> None:
    one = spec_file(tmp_path / "one")
    two = spec_file(tmp_path / "two")
    result = run("validate", "--spec", two, one)
    facts = "no problems (6 scopes, 0 cases)"
    assert (result.exit_code, result.output) == (0, f"{one}: {facts}\n{two}: {facts}\n")


REMEDIES = {
    "spec": 'name a spec, or write spec = ["spec/one.yaml"]',
    "out": 'use --out, or write out = "generated"',
}


@pytest.mark.parametrize(
    "settings",
    [
        *(None, "", "[tool.other]\nx = 1\n"),
        "[tool.oauth-codegen]\nout = ''\nspec = []\n",
    ],
)
@pytest.mark.parametrize(
    ("command", "name"), [("validate", "spec"), ("generate", "out"), ("check", "out")]
)
def test_missing_setting_is_2(
    tmp_path: Path, settings: str | None, command: str, name: str
) -> None:
    if settings is not None:
        (tmp_path / "pyproject.toml").write_text(settings)
    result = run(command)
    assert (result.exit_code, result.output) == (
        2,
        (f"Error: {REMEDIES[name]} in oauth-codegen.toml\n"),
    )


@pytest.mark.parametrize("command", ["validate", "generate", "check"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("a = [\n", "pyproject.toml is not valid TOML: "),
        (
            "tool = 3\n",
            "[tool.oauth-codegen] in pyproject.toml must be a table",
        ),
        (
            "[tool]\noauth-codegen = 3\n",
            "[tool.oauth-codegen] in pyproject.toml must be a table",
        ),
        (
            "[tool.oauth-codegen]\nspecs = ['a.yaml']\n",
            (
                "[tool.oauth-codegen] in pyproject.toml: unknown setting "
                '"specs"; did you mean "spec"?\n'
            ),
        ),
        (
            "[tool.oauth-codegen]\nfolder = 'a'\n",
            (
                "[tool.oauth-codegen] in pyproject.toml: unknown setting "
                '"folder"; write spec, out, or templates\n'
            ),
        ),
    ],
)
def test_unreadable_settings_are_2(
    tmp_path: Path, settings: str, said: str, command: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(settings)
    result = run(command)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {said}")
    assert result.output.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("validate", 'spec must be a list of files; write spec = ["spec/one.yaml"]'),
        ("generate", 'out must be a folder; write out = "generated"'),
    ],
)
def test_setting_of_another_type_is_2(
    tmp_path: Path, command: str, wanted: str
) -> None:
    text = "[tool.oauth-codegen]\nout = 3\nspec = 'a.yaml'\n"
    (tmp_path / "pyproject.toml").write_text(text)
    result = run(command)
    expected = f"Error: [tool.oauth-codegen] in pyproject.toml: {wanted}\n"
    assert (result.exit_code, result.output) == (2, expected)


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "--out", ""),
        ("generate", "--depfile", ""),
        ("check", "--spec", "a.yaml", "--spec", ""),
        ("diff", ""),
        ("diff", "a.yaml", ""),
    ],
)
def test_empty_name_is_2(arguments: Sequence[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.endswith(
        "the name is empty; check whether a variable is unset\n"
    )


def test_settings_replace_options(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.oauth-codegen]\nspec = ["{spec}"]\nout = "made"\n'
    )
    result = run("generate", "--target", "fixtures")
    assert result.exit_code == 0
    assert files(tmp_path / "made")[0] == "MANIFEST"
    assert run("check", "--target", "fixtures").output == "made: 4 files, up to date\n"


@pytest.mark.parametrize("arguments", [("nothing",), ("generate", "--nothing")])
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_near_miss_of_a_target_is_suggested(tmp_path: Path) -> None:
    result = run("generate", "--spec", spec_file(tmp_path), "--target", "pyton")
    assert (result.exit_code, result.output) == (
        2,
        'Error: unknown target "pyton"; did you mean "python"?\n',
    )


def test_help_lists_the_commands_in_order_of_use() -> None:
    lines = run("--help").output.splitlines()
    first = lines.index("Commands:") + 1
    names = [line.split()[0] for line in lines[first : first + 4]]
    assert names == ["generate", "check", "validate", "targets"]


def test_help_of_mock_needs_no_file() -> None:
    result = run("mock", "--help")
    assert result.exit_code == 0
    assert result.output == (
        "Usage: generator mock [OPTIONS] [FILE] [SERVER OPTIONS]\n\n"
        "  Run the mock server of the spec in FILE.\n\n"
        "  FILE defaults to the spec in the settings, or to the only one in the folder\n"
        "  `spec`. Write the server's options after FILE, or after -- if you omit FILE;\n"
        "  `mock -- --help` lists them.\n\n"
        "Options:\n"
        "  -h, --help  Show this message and exit.\n"
    )


def test_option_of_the_mock_server_before_the_file_is_2() -> None:
    result = run("mock", "--port", "8080", "spec.yaml")
    assert result.exit_code == 2
    assert "\nError: No such option" in result.output


def test_options_after_the_file_are_those_of_the_mock_server(tmp_path: Path) -> None:
    spec = spec_file(tmp_path)
    program = [sys.executable, "-m", "generator", "mock", spec, "--help"]
    process = subprocess.run(
        program,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\n  --port PORT " in process.stdout
