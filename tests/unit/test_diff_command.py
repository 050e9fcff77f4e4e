"""The command `diff`: what it reads, its exit codes, and one line for a spec that cannot be read."""

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

SETTINGS = b'[tool.oauth-codegen]\nspec = ["spec/one.yaml"]\n'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def spec(version: str = "1.2.3", **members: Any) -> bytes:
    packages = {**SMALL["packages"], "version": version}
    return json.dumps({**SMALL, "packages": packages, **members}).encode()


@pytest.fixture
def project(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one committed spec and an uncommitted edit of it, as the current folder."""
    commit(repository, {"pyproject.toml": SETTINGS, "spec/one.yaml": spec()})
    (repository / "spec/one.yaml").write_bytes(spec(scopes=SMALL["scopes"][:1]))
    monkeypatch.chdir(repository)
    return repository


REMOVED = (
    "- **Breaking:** The scope `b/write` is no longer documented. Python: Remove "
    "`Scope.B_WRITE` from your scopes: it no longer exists.\n"
)


@pytest.mark.parametrize(
    "names",
    [("git:HEAD",), ("git:HEAD:spec/one.yaml",), ("git:HEAD", "spec/one.yaml")],
)
def test_revision_is_compared_with_the_working_tree(
    project: Path, names: tuple[str, ...]
) -> None:
    result = run(*names, "--format", "markdown")
    assert (result.exit_code, result.output) == (0, REMOVED)


def test_spec_of_the_options_replaces_that_of_the_settings(project: Path) -> None:
    other = spec(scopes=SMALL["scopes"])
    commit(project, {"spec/one.yaml": other, "spec/two.yaml": other})
    (project / "spec/two.yaml").write_bytes(spec(scopes=SMALL["scopes"][:1]))
    assert run("git:HEAD", "--format", "markdown").output == ""
    given = ("--spec", "spec/two.yaml", "--format", "markdown")
    assert run("git:HEAD", *given).output == REMOVED


def test_no_spec_is_ignored(project: Path) -> None:
    several = '[tool.oauth-codegen]\nspec = ["spec/one.yaml", "spec/two.yaml"]\n'
    (project / "pyproject.toml").write_text(several)
    said = (
        "Error: diff compares one spec, but there are several: spec/one.yaml, "
        "spec/two.yaml; choose one with --spec (make: SPEC=)\n"
    )
    result = run("git:HEAD")
    assert (result.exit_code, result.output) == (2, said)
    given = ("--spec", "spec/one.yaml", "--spec", "spec/two.yaml")
    assert run("git:HEAD", *given).output == said
    assert run("git:HEAD", "--spec", "spec/one.yaml").exit_code == 0
    assert run("git:HEAD:spec/one.yaml", "spec/one.yaml", *given).output == (
        "Error: --spec has no effect if OLD and NEW are complete; omit it\n"
    )


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


def test_two_revisions_are_compared_without_the_working_tree(project: Path) -> None:
    result = run("git:HEAD", "git:HEAD", "--exit-code")
    assert (result.exit_code, result.output) == (0, "Nothing changed.\n")


def test_exit_code_is_1_on_request_if_something_changed(
    project: Path,
) -> None:
    assert run("git:HEAD", "--exit-code").exit_code == 1


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("git:v9", 'git:v9: this repository has no revision "v9"'),
        ("git:", "git: does not name a revision; write git:HEAD, for example"),
        (
            "HEAD",
            "cannot read HEAD: No such file or directory; for a revision, write git:HEAD",
        ),
        (
            "git:--output=x",
            'git:--output=x: this repository has no revision "--output=x"',
        ),
        (
            "git:HEAD:none.yaml",
            'git:HEAD:none.yaml: that revision has no file "none.yaml"',
        ),
        ("none.yaml", "cannot read none.yaml: No such file or directory"),
        ("spec", "cannot read spec: Is a directory"),
    ],
)
def test_missing_file_or_revision_is_reported_in_one_line(
    project: Path, old: str, said: str
) -> None:
    result = run(old)
    assert (result.exit_code, result.output) == (2, f"Error: {said}\n")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('["spec/one.yaml"]', "line 1, expected an object, found a list"),
        ("# Notes\nid: a\nscopes\nb: c", "line 3, this key has no value"),
        (
            json.dumps({key: SMALL[key] for key in SMALL if key != "grants"}),
            'line 1, "grants" is missing',
        ),
        (
            json.dumps(
                {key: SMALL[key] for key in SMALL if key not in ("grants", "provider")}
            ),
            'line 1, "grants" is missing, and 1 more',
        ),
    ],
)
def test_invalid_spec_is_reported_in_one_line(
    project: Path, written: str, said: str
) -> None:
    (project / "old.yaml").write_text(written)
    result = run("old.yaml")
    assert (result.exit_code, result.output) == (
        2,
        f"Error: old.yaml is not a valid spec: {said}\n",
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *(
            (text, "is not a valid spec of format 1; check it with an older generator")
            for text in (
                "format: 1\n",
                'format: "1"\nendpoint: 5\nresponse: []\n',
                "format: 1\nendpoint: {}\nresponse: {}\npackages: a\n",
            )
        ),
        ("format: 0\n", 'is not a valid spec: line 1, "grants" is missing, and 2 more'),
        (
            "format: 3\n",
            "has format 3, but this generator reads format 2; compare it with a newer generator",
        ),
    ],
)
def test_invalid_spec_of_another_format_is_reported_in_one_line(
    project: Path, written: str, said: str
) -> None:
    (project / "old.yaml").write_text(written)
    result = run("old.yaml")
    assert (result.exit_code, result.output) == (2, f"Error: old.yaml {said}\n")


LONG = {**SMALL["scopes"][0], "summary": f"{'It can see ' * 9}all."}


def test_long_lines_are_folded_without_a_terminal(project: Path) -> None:
    (project / "spec/one.yaml").write_bytes(spec(scopes=[LONG, SMALL["scopes"][1]]))
    shown = run("git:HEAD").output.splitlines()
    assert shown[3:] == [
        '  The summary of the scope "a:read" is reworded.',
        "    before: Use a:read.",
        f"    now:   {' It can see' * 8}",
        "        It can see all.",
        "    Python: No action needed: Scope.A_READ works as before.",
    ]


def test_only_the_text_format_is_folded(project: Path) -> None:
    longer = [SMALL["scopes"][0], {**LONG, "name": "c", "identifier": "c"}]
    (project / "spec/one.yaml").write_bytes(spec(scopes=[*longer, SMALL["scopes"][1]]))
    assert run("git:HEAD", "--format", "markdown").output == (
        f"- The scope `c` is new: {LONG['summary']} Python: Request it with `Scope.C`.\n"
    )


def test_folder_without_a_repository_is_reported_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("git:HEAD:a.yaml", "git:HEAD:a.yaml")
    said = "Error: git:HEAD:a.yaml: this folder is not in a git repository\n"
    assert (result.exit_code, result.output) == (2, said)


def test_missing_git_is_reported_in_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(subprocess, "run", absent)
    result = run("git:HEAD")
    said = "Error: git:HEAD: cannot run git: No such file or directory\n"
    assert (result.exit_code, result.output) == (2, said)
