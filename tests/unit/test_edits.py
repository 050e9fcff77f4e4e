"""Edits are bytes that would be lost: the generator did not write them, and git does not have them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.output.edits import edited
from generator.output.records import digests_of
from tests.repository import commit, git, repository

__all__ = ["repository"]

NOTHING_KNOWN = digests_of({})


def lost(folder: Path, *paths: str) -> list[str]:
    """Return which of the files would be lost if there are no records."""
    files = {path: (folder / path).read_bytes() for path in paths}
    return edited(folder, files, NOTHING_KNOWN)


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "run", refuse)


@pytest.mark.usefixtures("no_process")
def test_file_that_the_generator_wrote_is_not_an_edit_and_git_does_not_run(
    tmp_path: Path,
) -> None:
    known = digests_of({"a": b"new", "b/c": b"2"}) | digests_of({"a": b"old"})
    assert edited(tmp_path, {"a": b"old", "b/c": b"2"}, known) == []
    assert edited(tmp_path, {"a": b"new"}, known) == []
    assert edited(tmp_path, {}, NOTHING_KNOWN) == []


def test_digest_of_another_path_is_ignored(tmp_path: Path) -> None:
    assert edited(tmp_path, {"a": b"1"}, digests_of({"b": b"1"})) == ["a"]


def test_outside_a_work_tree_every_foreign_file_is_an_edit(
    tmp_path: Path,
) -> None:
    files = {"b": b"edited", "a": b"edited", "c": b"3"}
    assert edited(tmp_path, files, digests_of({"c": b"3", "a": b"1"})) == ["a", "b"]


def test_committed_bytes_are_not_an_edit(repository: Path) -> None:
    commit(repository, {"docs/a": b"1\n", "b": b"2\n"})
    assert lost(repository, "docs/a", "b") == []


def test_unstaged_edit_is_one(repository: Path) -> None:
    commit(repository, {"a": b"1\n", "b": b"2\n"})
    (repository / "a").write_bytes(b"edited\n")
    assert lost(repository, "a", "b") == ["a"]


def test_staged_edit_is_one_until_it_is_committed(repository: Path) -> None:
    commit(repository, {"a": b"1\n"})
    (repository / "a").write_bytes(b"edited\n")
    git(repository, "add", "a")
    assert lost(repository, "a") == ["a"]
    git(repository, "commit", "--quiet", "--message=x")
    assert lost(repository, "a") == []


def test_untracked_and_ignored_files_are_edits(repository: Path) -> None:
    commit(repository, {".gitignore": b"ignored/\n"})
    (repository / "untracked").write_bytes(b"1")
    (repository / "ignored").mkdir()
    (repository / "ignored" / "a").write_bytes(b"1")
    assert lost(repository, "untracked", "ignored/a") == ["ignored/a", "untracked"]


def test_bytes_that_are_committed_at_another_path_are_an_edit(
    repository: Path,
) -> None:
    commit(repository, {"a": b"1\n", "b": b"2\n"})
    (repository / "a").write_bytes(b"2\n")
    assert lost(repository, "a") == ["a"]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_edit_that_git_ignores_is_one(repository: Path, flag: str) -> None:
    commit(repository, {"a": b"1\n"})
    git(repository, "update-index", flag, "a")
    (repository / "a").write_bytes(b"edited\n")
    assert git(repository, "status", "--porcelain") == ""
    assert lost(repository, "a") == ["a"]


def test_everything_is_an_edit_before_the_first_commit(repository: Path) -> None:
    (repository / "a").write_bytes(b"1")
    (repository / "b").write_bytes(b"1")
    git(repository, "add", "a")
    assert lost(repository, "a", "b") == ["a", "b"]


def test_folder_below_the_top_of_the_work_tree(repository: Path) -> None:
    commit(repository, {"a": b"top\n", "sub/out/a": b"1\n", "sub/out/b": b"2\n"})
    out = repository / "sub" / "out"
    (out / "b").write_bytes(b"edited\n")
    assert lost(out, "a", "b") == ["b"]
    # A commit at the top does not count for the folder.
    (out / "a").write_bytes(b"top\n")
    assert lost(out, "a") == ["a"]


def test_repository_of_the_folder_counts_and_not_that_of_the_current_folder(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, {"a": b"1\n"})
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    commit(other, {"a": b"2\n"})
    monkeypatch.chdir(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert lost(repository, "a") == []


def test_folder_can_be_a_link_into_a_work_tree(
    repository: Path, tmp_path: Path
) -> None:
    commit(repository, {"out/a": b"1\n", "out/b": b"1\n"})
    (repository / "out" / "b").write_bytes(b"2\n")
    (tmp_path / "link").symlink_to(repository / "out")
    assert lost(tmp_path / "link", "a", "b") == ["b"]


def test_names_that_are_special_to_git_or_a_shell_are_only_names(
    repository: Path,
) -> None:
    out = repository / ":(glob)* -x\n'$HOME'"
    commit(repository, {f"{out.name}/-a": b"1\n", f"{out.name}/--b": b"1\n"})
    (out / "--b").write_bytes(b"2\n")
    assert lost(out, "-a", "--b") == ["--b"]


def conflicting(repository: Path) -> None:
    """Stop during a merge: `both` conflicts, `clean` is merged, and `theirs` is new."""
    lines = b"1\n2\n3\n4\n5\n6\n7\n8\n"
    commit(repository, {"both": b"base\n", "clean": lines})
    git(repository, "switch", "--quiet", "--create", "side")
    commit(
        repository,
        {"both": b"side\n", "clean": lines + b"side\n", "theirs": b"side\n"},
    )
    git(repository, "switch", "--quiet", "main")
    commit(repository, {"both": b"main\n", "clean": b"main\n" + lines})
    git(repository, "merge", "side", code=1)


def test_result_of_a_merge_is_not_an_edit(repository: Path) -> None:
    conflicting(repository)
    assert b"<<<<<<< " in (repository / "both").read_bytes()
    assert (repository / "clean").read_bytes().endswith(b"8\nside\n")
    assert lost(repository, "both", "clean", "theirs") == []


def test_edit_of_the_result_of_a_merge_is_an_edit(repository: Path) -> None:
    conflicting(repository)
    for path in ("both", "clean", "theirs"):
        (repository / path).write_bytes(b"edited\n")
    assert lost(repository, "both", "clean", "theirs") == ["both", "clean", "theirs"]


def test_resolved_conflict_is_an_edit_until_it_is_committed(repository: Path) -> None:
    conflicting(repository)
    (repository / "both").write_bytes(b"resolved\n")
    git(repository, "add", "both")
    assert lost(repository, "both") == ["both"]
    git(repository, "commit", "--quiet", "--message=x")
    assert lost(repository, "both") == []


@pytest.mark.parametrize("setting", ["core.autocrlf=true", "core.eol=crlf"])
def test_line_endings_of_a_checkout_are_not_an_edit(
    repository: Path, setting: str
) -> None:
    commit(repository, {"out/.gitattributes": b"*.md text=auto\n", "out/a.md": b"1\n"})
    git(repository, "config", *setting.split("="))
    (repository / "out" / "a.md").unlink()
    git(repository, "checkout", "--", "out/a.md")
    assert (repository / "out" / "a.md").read_bytes() == b"1\r\n"
    assert lost(repository / "out", "a.md") == []
    (repository / "out" / "a.md").write_bytes(b"2\r\n")
    assert lost(repository / "out", "a.md") == ["a.md"]


def test_bare_repository_is_not_a_work_tree(tmp_path: Path, repository: Path) -> None:
    commit(repository, {"a": b"1\n"})
    bare = tmp_path / "bare"
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(bare))
    (bare / "a").write_bytes(b"1\n")
    assert lost(bare, "a") == ["a"]


def test_repository_with_another_owner_is_not_a_work_tree(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, {"a": b"1\n"})
    # git's own tests use this variable; git then rejects the repository for "dubious ownership".
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert lost(repository, "a") == ["a"]


def test_without_git_there_is_no_work_tree(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, {"a": b"1\n"})
    monkeypatch.setenv("PATH", str(repository / "empty"))
    assert lost(repository, "a") == ["a"]


def test_reading_git_does_not_change_the_index(repository: Path) -> None:
    commit(repository, {"a": b"1\n"})
    index = repository / ".git" / "index"
    before = (index.read_bytes(), index.stat().st_mtime_ns)
    (repository / "a").write_bytes(b"1\n")
    assert lost(repository, "a") == []
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before
