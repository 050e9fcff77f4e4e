"""`generate` does not overwrite an edit, except with `--force`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.repository import commit, git, repository
from tests.unit.runs import FIXTURES, elsewhere, files, run, spec_file

__all__ = ["elsewhere", "repository"]


def made_and_edited(folder: Path) -> str:
    """Write the fixtures of a spec and edit two of them; return the spec's name."""
    spec = spec_file(folder)
    run("generate", "--spec", spec, *FIXTURES)
    readme = folder / "out" / "fixtures" / "README.md"
    readme.write_text("mine\n" + readme.read_text())
    (folder / "out" / "fixtures" / "old").write_text("mine\n")
    with (folder / "out" / "MANIFEST").open("a") as manifest:
        manifest.write("fixtures/old\n")
    return spec


def test_edit_is_3_with_its_diff_and_nothing_is_written(tmp_path: Path) -> None:
    spec = made_and_edited(tmp_path)
    (tmp_path / "out" / "fixtures" / "authorization.json").unlink()
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    result = run("generate", "--spec", spec, *FIXTURES)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "--- out/fixtures/README.md",
        "+++ out/fixtures/README.md (generated)",
        "@@ -1,4 +1,3 @@",
        "-mine",
        " <!-- Generated from spec.yaml; edit that and run `make generate`. -->",
        " ",
        " # Test vectors for Imagen",
        "1 file has an edit; nothing was written",
        "  hint: move it to the spec or a template, commit it, or use --force (make: FORCE=1)",
    ]
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_forced_run_overwrites_edited_files_and_removes_no_foreign_ones(
    tmp_path: Path,
) -> None:
    spec = made_and_edited(tmp_path)
    result = run("generate", "--spec", spec, *FIXTURES, "--force")
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("check", "--spec", spec, *FIXTURES).exit_code == 0
    assert (tmp_path / "out" / "fixtures" / "old").read_text() == "mine\n"


def test_forced_run_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "out" / "fixtures").mkdir(parents=True)
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "out" / "fixtures" / "README.md").symlink_to(tmp_path / "victim")
    result = run("generate", "--spec", spec_file(tmp_path), *FIXTURES, "--force")
    assert result.exit_code == 2
    assert (tmp_path / "victim").read_text() == "mine"


def test_foreign_file_in_the_way_is_an_edit(tmp_path: Path) -> None:
    (tmp_path / "out" / "fixtures").mkdir(parents=True)
    (tmp_path / "out" / "fixtures" / "README.md").write_text("mine\n")
    result = run("generate", "--spec", spec_file(tmp_path), *FIXTURES)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[-2] == "1 file has an edit; nothing was written"
    assert files(tmp_path / "out") == ["fixtures/README.md"]


def test_edit_in_the_folder_of_one_spec_prevents_changes_in_all_folders(
    tmp_path: Path,
) -> None:
    first = spec_file(tmp_path / "a", id="first")
    second = spec_file(tmp_path / "b", id="second")
    (tmp_path / "out" / "second" / "docs").mkdir(parents=True)
    (tmp_path / "out" / "second" / "docs" / "README.md").write_text("mine\n")
    result = run("generate", "--spec", first, "--spec", second, "--out", "out")
    assert result.exit_code == 3
    assert files(tmp_path / "out") == ["second/docs/README.md"]


@pytest.mark.usefixtures("repository")
def test_files_in_a_fresh_clone_are_not_edits(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    os.chdir(repository)
    run("generate", "--spec", spec_file(repository), *FIXTURES)
    commit(repository, {})
    git(tmp_path, "clone", "--quiet", "repository", "clone")
    assert not (tmp_path / "clone" / "out" / ".generator").exists()
    os.chdir(tmp_path / "clone")
    spec = spec_file(tmp_path / "clone", name="Other")
    assert run("generate", "--spec", spec, *FIXTURES).exit_code == 0
    assert git(tmp_path / "clone", "status", "--porcelain").splitlines() == [
        *(" M out/fixtures/README.md", " M spec.yaml")
    ]
