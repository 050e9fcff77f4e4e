"""The command `diff`: what it reads, its exit codes, and one line for what is no spec."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.command.cli import main
from tests.repository import commit, repository
from tests.unit.small import SMALL

__all__ = ["repository"]

SETTINGS = b'[tool.generator]\nspec = ["spec/one.yaml"]\n'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def spec(version: str = "1.2.3", **members: Any) -> bytes:
    packages = {**SMALL["packages"], "version": version}
    return json.dumps({**SMALL, "packages": packages, **members}).encode()


@pytest.fixture
def project(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one committed spec and another that is not, and stand in it."""
    commit(repository, {"pyproject.toml": SETTINGS, "spec/one.yaml": spec()})
    (repository / "spec/one.yaml").write_bytes(spec(scopes=SMALL["scopes"][:1]))
    monkeypatch.chdir(repository)
    return repository


REMOVED = (
    "- **Breaking:** The scope `b/write` is no longer documented. Python: `Scope.B_WRITE` is "
    "gone; take it out of your scopes.\n"
)


@pytest.mark.parametrize(
    "names",
    [("git:HEAD",), ("git:HEAD:spec/one.yaml",), ("git:HEAD", "spec/one.yaml")],
)
def test_revision_is_compared_with_the_spec_as_it_stands(
    project: Path, names: tuple[str, ...]
) -> None:
    result = run(*names, "--format", "markdown")
    assert (result.exit_code, result.output) == (0, REMOVED)


@pytest.mark.parametrize("folder", ["spec", "a b/é", "."])
def test_revision_is_read_from_any_folder_and_by_any_path(
    project: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (project / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / folder)
    file = project / "spec" / "one.yaml"
    for name in (os.path.relpath(file), str(file)):
        result = run(f"git:HEAD:{name}", name, "--format", "markdown")
        assert (result.exit_code, result.output) == (0, REMOVED)


def test_two_revisions_are_compared_without_the_work_tree(project: Path) -> None:
    result = run("git:HEAD", "git:HEAD", "--exit-code")
    assert (result.exit_code, result.output) == (0, "Nothing changed.\n")


def test_exit_code_is_1_where_it_is_asked_for_and_something_changed(
    project: Path,
) -> None:
    assert run("git:HEAD", "--exit-code").exit_code == 1


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("git:v9", 'git:v9: there is no revision "v9" in this repository'),
        ("git:", "git: names no revision; write it as in git:HEAD"),
        (
            "HEAD",
            "cannot read HEAD: No such file or directory; for a revision write git:HEAD",
        ),
        (
            "git:--output=x",
            'git:--output=x: there is no revision "--output=x" in this repository',
        ),
        (
            "git:HEAD:none.yaml",
            'git:HEAD:none.yaml: there is no file "none.yaml" at that revision',
        ),
        ("none.yaml", "cannot read none.yaml: No such file or directory"),
        ("spec", "cannot read spec: Is a directory"),
    ],
)
def test_what_is_not_there_is_one_line_and_2(
    project: Path, old: str, said: str
) -> None:
    result = run(old)
    assert (result.exit_code, result.output) == (2, f"Error: {said}\n")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('["spec/one.yaml"]', "line 1, an object belongs here, not a list"),
        ("# Notes\nid: a\nscopes\nb: c", "line 3, a key without a value"),
        (
            json.dumps({key: SMALL[key] for key in SMALL if key != "calls"}),
            'line 1, "calls" is missing',
        ),
        (
            json.dumps(
                {key: SMALL[key] for key in SMALL if key not in ("calls", "steps")}
            ),
            'line 1, "calls" is missing, and 1 more',
        ),
    ],
)
def test_what_is_no_spec_is_one_line_and_2(
    project: Path, written: str, said: str
) -> None:
    (project / "old.yaml").write_text(written)
    result = run("old.yaml")
    assert (result.exit_code, result.output) == (
        2,
        f"Error: old.yaml is no spec that can be compared: {said}\n",
    )


def test_spec_of_an_older_format_is_one_line_and_2(project: Path) -> None:
    (project / "old.yaml").write_bytes(spec(format=0))
    result = run("old.yaml")
    assert (result.exit_code, result.output) == (
        2,
        (
            "Error: old.yaml is a spec of format 0, an older one than this generator reads (1); "
            "compare it with the generator of its time\n"
        ),
    )


LONG = {**SMALL["scopes"][0], "summary": f"{'It can see ' * 9}all."}


def test_long_lines_are_folded_where_there_is_no_terminal(project: Path) -> None:
    (project / "spec/one.yaml").write_bytes(spec(scopes=[LONG, SMALL["scopes"][1]]))
    shown = run("git:HEAD").output.splitlines()
    assert shown[3:] == [
        '  The summary of the scope "a:read" is reworded.',
        "    before: Use a:read.",
        f"    now:   {' It can see' * 8}",
        "        It can see all.",
        "    Python: Nothing to do: Scope.A_READ works as before.",
    ]


def test_only_the_page_for_people_is_folded(project: Path) -> None:
    longer = [SMALL["scopes"][0], {**LONG, "name": "c", "identifier": "c"}]
    (project / "spec/one.yaml").write_bytes(spec(scopes=[*longer, SMALL["scopes"][1]]))
    assert run("git:HEAD", "--format", "markdown").output == (
        f"- The scope `c` is new: {LONG['summary']} Python: Ask for it with `Scope.C`.\n"
    )


def test_folder_without_a_repository_is_one_line_and_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("git:HEAD:a.yaml", "git:HEAD:a.yaml")
    said = "Error: git:HEAD:a.yaml: this folder is in no git repository\n"
    assert (result.exit_code, result.output) == (2, said)


def test_machine_without_git_is_one_line_and_2(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(subprocess, "run", absent)
    result = run("git:HEAD")
    said = "Error: git:HEAD: git cannot be run: No such file or directory\n"
    assert (result.exit_code, result.output) == (2, said)
