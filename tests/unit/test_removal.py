"""A file is removed only if a run here created it, or if it is as HEAD's MANIFEST lists it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.command.cli import main
from generator.output import edits
from generator.output import writing as output
from tests.repository import commit, git, repository
from tests.unit.specs import whole_spec, write_spec

__all__ = ["repository"]

FULL = {"docs/a": b"1", "python/b": b"2", "python/c": b"3"}
LESS = {"docs/a": b"1"}
NOTES = b"mine"


def run(folder: Path, tree: dict[str, bytes]) -> output.Plan:
    """Write a tree to a folder, and return the plan."""
    plan = output.plan(tree, folder)
    assert edits.edited(folder, plan.before, plan.known) == []
    output.write(plan, [])
    return plan


def outcome(folder: Path, tree: dict[str, bytes] = LESS) -> tuple[list[str], list[str]]:
    """Return what a run removes and keeps, after checking that the next run keeps the same."""
    plan = run(folder, tree)
    again = output.plan(tree, folder)
    assert (len(again.changes), again.changes.extra) == (0, [])
    assert again.kept in (plan.kept, [])
    return list(plan.changes.extra), list(plan.kept)


def rest(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, except those of git and the generator."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not {".git", ".generator"} & {*file.parts}
    }


def listed(folder: Path, *paths: str) -> None:
    """Add lines to the MANIFEST of the work tree."""
    with (folder / "MANIFEST").open("a") as manifest:
        manifest.writelines(f"{path}\n" for path in paths)


@pytest.fixture
def out(repository: Path) -> Path:
    """Return a generated and committed output folder below the top of a repository."""
    folder = repository / "a b" / "out"
    run(folder, FULL)
    commit(repository, {})
    return folder


@pytest.fixture
def clone(out: Path, tmp_path: Path) -> Path:
    """Return the output folder in a fresh clone, before any run."""
    git(tmp_path, "clone", "--quiet", "repository", "clone")
    folder = tmp_path / "clone" / "a b" / "out"
    assert not (folder / ".generator").exists()
    return folder


def test_file_that_a_run_here_created_is_removed_without_git(tmp_path: Path) -> None:
    run(tmp_path, FULL)
    assert outcome(tmp_path) == (["python/b", "python/c"], [])
    assert rest(tmp_path) == {**LESS, "MANIFEST": b"docs/a\n"}


def test_file_that_head_lists_is_removed_in_a_fresh_clone(clone: Path) -> None:
    assert outcome(clone) == (["python/b", "python/c"], [])
    assert rest(clone) == {**LESS, "MANIFEST": b"docs/a\n"}


def test_edited_file_is_kept_in_a_fresh_clone(clone: Path) -> None:
    (clone / "python" / "b").write_bytes(b"edited")
    assert outcome(clone) == (["python/c"], ["python/b"])
    # It is reported until it is gone.
    assert output.plan(LESS, clone).kept == ["python/b"]
    (clone / "python" / "b").unlink()
    assert outcome(clone) == ([], [])


def test_edited_file_of_a_run_here_is_kept(out: Path) -> None:
    (out / "python" / "b").write_bytes(b"edited")
    assert outcome(out) == (["python/c"], ["python/b"])
    assert output.plan(LESS, out).kept == ["python/b"]


def test_file_that_was_edited_and_is_generated_again_is_an_edit(out: Path) -> None:
    (out / "python" / "b").write_bytes(b"edited")
    outcome(out)
    plan = output.plan(FULL, out)
    assert edits.edited(out, plan.before, plan.known) == ["python/b"]


def test_committed_foreign_file_that_the_work_tree_lists_is_kept(out: Path) -> None:
    commit(out, {"python/notes": NOTES})
    listed(out, "python/notes")
    assert outcome(out, FULL) == ([], ["python/notes"])
    assert rest(out)["python/notes"] == NOTES


def test_foreign_file_that_the_work_tree_lists_is_kept_without_git(
    tmp_path: Path,
) -> None:
    run(tmp_path, FULL)
    (tmp_path / "notes").write_bytes(NOTES)
    listed(tmp_path, "notes")
    assert outcome(tmp_path, FULL) == ([], ["notes"])


def test_ignored_and_staged_files_that_the_work_tree_lists_are_kept(out: Path) -> None:
    (out / "notes").write_bytes(NOTES)
    (out / "more").write_bytes(NOTES)
    git(out, "add", "more")
    listed(out, "notes", "more")
    assert outcome(out, FULL) == ([], ["more", "notes"])


def test_file_that_is_missing_in_the_manifest_is_found_through_head(
    clone: Path,
) -> None:
    (clone / "MANIFEST").write_bytes(b"docs/a\npython/c\n")
    assert outcome(clone) == (["python/b", "python/c"], [])


def forged(folder: Path, path: str, data: bytes, time: int = 0) -> None:
    """Write records that claim that a run here created a file."""
    state = folder / ".generator"
    state.mkdir(exist_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    with (state / "digests").open("a") as digests:
        digests.write(f"{digest}  {path}\n")
    with (state / "created").open("a") as created:
        created.write(f"{digest} {time}  {path}\n")


def test_forged_records_remove_no_foreign_file(out: Path) -> None:
    commit(out, {"python/notes": NOTES})
    (out / "untracked").write_bytes(NOTES)
    for path in ("python/notes", "untracked"):
        forged(out, path, NOTES)
    listed(out, "python/notes", "untracked")
    assert outcome(out, FULL) == ([], ["python/notes", "untracked"])
    assert output.plan(FULL, out).kept == ["python/notes", "untracked"]


def test_committed_records_of_another_machine_remove_nothing(
    out: Path, tmp_path: Path
) -> None:
    git(out, "add", "--force", ".generator")
    (out / "MANIFEST").unlink()
    commit(out.parent.parent, {})
    git(tmp_path, "clone", "--quiet", "repository", "other")
    other = tmp_path / "other" / "a b" / "out"
    assert (other / ".generator" / "created").exists()
    assert outcome(other) == ([], ["python/b", "python/c"])


def test_file_that_a_user_created_again_with_the_same_bytes_is_kept(
    tmp_path: Path,
) -> None:
    run(tmp_path, FULL)
    (tmp_path / "python" / "b").unlink()
    (tmp_path / "python" / "b").write_bytes(b"2")
    assert outcome(tmp_path) == (["python/c"], ["python/b"])


def test_copy_of_a_folder_with_its_times_counts_as_created_here(tmp_path: Path) -> None:
    run(tmp_path / "out", FULL)
    shutil.copytree(tmp_path / "out", tmp_path / "copy")
    assert outcome(tmp_path / "copy") == (["python/b", "python/c"], [])


def test_both_parents_of_a_merge_count(out: Path) -> None:
    git(out, "switch", "--quiet", "--create", "side")
    run(out, {**FULL, "side/a": b"side"})
    commit(out, {"both": b"side\n"})
    git(out, "switch", "--quiet", "main")
    commit(out, {"both": b"main\n"})
    git(out, "merge", "--quiet", "side", code=1)
    shutil.rmtree(out / ".generator")
    assert "side/a" in (out / "MANIFEST").read_text()
    assert outcome(out, FULL) == (["side/a"], [])


ESCAPES = ["../victim", "docs/../../victim", "/{victim}", "link/victim", "docs/link"]


@pytest.mark.parametrize("line", ESCAPES)
def test_path_outside_the_folder_is_neither_removed_nor_read(
    out: Path, line: str
) -> None:
    victim = out.parent / "victim"
    victim.write_bytes(NOTES)
    (out / "link").symlink_to("..")
    (out / "docs" / "link").symlink_to(victim)
    line = line.format(victim=victim)
    listed(out, line)
    commit(out.parent.parent, {})
    forged(out, line, NOTES, victim.stat().st_mtime_ns)
    listed(out, line)
    assert outcome(out, FULL) == ([], [])
    assert victim.read_bytes() == NOTES
    assert (out / "link").is_symlink()
    assert (out / "docs" / "link").is_symlink()


PATHS = st.sampled_from(["docs/a", "docs/x", "python/b", "x", "MANIFEST", "../x"])
DATA = st.sampled_from([b"1", b"2", b"mine"])


@settings(max_examples=60, deadline=None)
@given(
    foreign=st.dictionaries(PATHS.filter(lambda one: one[0] != "."), DATA, max_size=3),
    manifest=st.lists(PATHS, max_size=4),
    records=st.dictionaries(PATHS, DATA, max_size=4),
)
def test_no_records_remove_a_file_that_no_run_created(
    tmp_path_factory: pytest.TempPathFactory,
    foreign: dict[str, bytes],
    manifest: list[str],
    records: dict[str, bytes],
) -> None:
    folder = tmp_path_factory.mktemp("out")
    for path, data in foreign.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    if "MANIFEST" not in foreign:
        listed(folder, *manifest)
    for path, data in records.items():
        forged(folder, path, data, 1)
    plan = output.plan(LESS, folder)
    assert plan.changes.extra == []
    output.write(plan, [])
    after = rest(folder)
    for path in foreign.keys() - {"MANIFEST", "docs/a"}:
        assert after[path] == foreign[path]


# The commands


def command(*arguments: str) -> Result:
    options = ("--spec", "spec.yaml", "--out", "out")
    return CliRunner().invoke(main, [*arguments, *options])


def test_commands_report_kept_files_and_check_is_1(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    spec: Any = whole_spec()
    write_spec(repository, spec)
    assert command("generate").exit_code == 0
    commit(repository, {})
    shutil.rmtree("out/.generator")
    Path("out/mock/README.md").write_text("edited\n")
    spec["packages"]["mock"] = "none"
    write_spec(repository, spec)
    generated = command("generate", "--force")
    assert (generated.exit_code, generated.stderr) == (0, "")
    assert "  kept     mock/README.md\n" in generated.stdout
    assert "  removed  mock/LICENSE\n" in generated.stdout
    assert os.listdir("out/mock") == ["README.md"]
    checked = command("check")
    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[0] == "  kept       mock/README.md"
    told = json.loads(command("check", "--format", "json").stdout)
    assert told == [
        {
            "file": "out/mock/README.md",
            "line": 1,
            "column": 1,
            "code": "out-of-date",
            "path": "",
            "message": "this file is no longer generated, and was edited or not created here",
            "hint": "delete it or move it away",
        }
    ]
    Path("out/mock/README.md").unlink()
    assert command("check").exit_code == 0
