"""A folder becomes a tree: what is written, what stays, and what is removed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.output.writing import Changes
from tests.unit.trees import age, contents, folders, make, planned, stamps


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_empty_folder_becomes_the_tree(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    files = {"docs/b.md": b"b", "docs/a/a.md": b"\x00\xff\r\n", "python/x": b""}
    assert make(out, files, "docs", "python") == Changes(
        [], ["MANIFEST", "docs/a/a.md", "docs/b.md", "python/x"], []
    )
    assert contents(out) == {
        **files,
        "MANIFEST": b"docs/a/a.md\ndocs/b.md\npython/x\n",
    }


def test_second_run_changes_nothing(tmp_path: Path) -> None:
    files = {"docs/a": b"1", "docs/b": b"2"}
    make(tmp_path, files, "docs")
    age(tmp_path)
    changes = make(tmp_path, files, "docs")
    assert changes == Changes([], [], [])
    assert not changes
    assert stamps(tmp_path) == {"docs/a", "docs/b", "MANIFEST"}


def test_changed_file_is_replaced_and_others_keep_their_time(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/b": b"2"}, "docs")
    age(tmp_path)
    changes = make(tmp_path, {"docs/a": b"new", "docs/b": b"2"}, "docs")
    assert changes == Changes(["docs/a"], [], [])
    assert bool(changes)
    assert contents(tmp_path) == {
        "docs/a": b"new",
        "docs/b": b"2",
        "MANIFEST": b"docs/a\ndocs/b\n",
    }
    assert stamps(tmp_path) == {"docs/b", "MANIFEST"}


def test_new_file_is_written_and_listed(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1"}, "docs")
    age(tmp_path)
    changes = make(tmp_path, {"docs/a": b"1", "docs/sub/b": b"2"}, "docs")
    assert changes == Changes(["MANIFEST"], ["docs/sub/b"], [])
    assert contents(tmp_path)["MANIFEST"] == b"docs/a\ndocs/sub/b\n"
    assert stamps(tmp_path) == {"docs/a"}


def test_file_that_is_no_longer_generated_is_removed_with_its_empty_folders(
    tmp_path: Path,
) -> None:
    make(tmp_path, {"docs/a/b/c": b"1", "docs/a/d": b"2", "docs/e/f/g": b"3"}, "docs")
    changes = make(tmp_path, {"docs/a/d": b"2"}, "docs")
    assert changes == Changes(["MANIFEST"], [], ["docs/a/b/c", "docs/e/f/g"])
    assert contents(tmp_path) == {"docs/a/d": b"2", "MANIFEST": b"docs/a/d\n"}
    assert folders(tmp_path) == {"docs", "docs/a"}


def test_folder_itself_stays_when_all_is_removed(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1"}, "docs")
    make(tmp_path, {}, "docs")
    assert contents(tmp_path) == {"MANIFEST": b""}
    assert folders(tmp_path) == set()


def test_foreign_files_stay(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a/b": b"1"}, "docs")
    (tmp_path / "docs" / "a" / "notes").write_bytes(b"mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "own").write_bytes(b"mine")
    changes = make(tmp_path, {}, "docs")
    assert changes == Changes(["MANIFEST"], [], ["docs/a/b"])
    assert contents(tmp_path) == {
        "docs/a/notes": b"mine",
        "own": b"mine",
        "MANIFEST": b"",
    }
    assert folders(tmp_path) == {"docs", "docs/a", "other"}


def test_listed_file_that_is_already_gone_is_not_a_change(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/b": b"2"}, "docs")
    (tmp_path / "docs" / "b").unlink()
    changes = make(tmp_path, {"docs/a": b"1"}, "docs")
    assert changes == Changes(["MANIFEST"], [], [])


def test_run_for_one_target_keeps_the_files_of_others(tmp_path: Path) -> None:
    make(
        tmp_path, {"docs/a": b"1", "python/b": b"2", "python/c": b"3"}, "docs", "python"
    )
    changes = make(tmp_path, {"python/b": b"2"}, "python")
    assert changes == Changes(["MANIFEST"], [], ["python/c"])
    assert contents(tmp_path) == {
        "docs/a": b"1",
        "python/b": b"2",
        "MANIFEST": b"docs/a\npython/b\n",
    }


def test_target_whose_name_begins_like_another_is_kept(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs2/a": b"2"}, "docs", "docs2")
    make(tmp_path, {}, "docs")
    assert contents(tmp_path) == {"docs2/a": b"2", "MANIFEST": b"docs2/a\n"}


def test_run_for_all_targets_removes_a_former_target(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "cobol/a/b": b"2", "README": b"3"})
    (tmp_path / "cobol" / "own").write_bytes(b"mine")
    assert make(tmp_path, {"docs/a": b"1"}) == Changes(
        ["MANIFEST"], [], ["README", "cobol/a/b"]
    )
    assert contents(tmp_path) == {
        "docs/a": b"1",
        "cobol/own": b"mine",
        "MANIFEST": b"docs/a\n",
    }
    assert folders(tmp_path) == {"docs", "cobol"}


def test_run_for_one_target_keeps_a_former_target(
    tmp_path: Path,
) -> None:
    make(tmp_path, {"docs/a": b"1", "cobol/a": b"2", "README": b"3"})
    assert make(tmp_path, {"docs/a": b"new"}, "docs") == Changes(["docs/a"], [], [])
    assert contents(tmp_path) == {
        "docs/a": b"new",
        "cobol/a": b"2",
        "README": b"3",
        "MANIFEST": b"README\ncobol/a\ndocs/a\n",
    }


def test_manifest_is_sorted_and_lists_each_path_once(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST").write_bytes(b"python/z\npython/z\ndocs/a\nMANIFEST\n")
    files = {"docs/b": b"", "docs/a-": b"", "docs/a/c": b""}
    made = planned(tmp_path, files, "docs")
    assert made.tree["MANIFEST"] == b"docs/a-\ndocs/a/c\ndocs/b\npython/z\n"


@pytest.mark.parametrize(
    ("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664), (0o000, 0o666)]
)
@pytest.mark.usefixtures("umask")
def test_new_file_has_the_mode_that_the_umask_gives(
    tmp_path: Path, mask: int, mode: int
) -> None:
    os.umask(mask)
    make(tmp_path, {"docs/a": b"1"}, "docs")
    after = os.umask(0o022)
    modes = {
        stat.S_IMODE((tmp_path / name).stat().st_mode)
        for name in ("docs/a", "MANIFEST")
    }
    assert (modes, after) == ({mode}, mask)


def test_plan_has_the_differences_and_writes_nothing(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/b": b"2", "docs/c": b"3"})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    made = planned(tmp_path, {"docs/a": b"1", "docs/b": b"new", "docs/d": b"4"})
    assert made.changes == Changes(["MANIFEST", "docs/b"], ["docs/d"], ["docs/c"])
    assert made.before == {"docs/b": b"2"}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_plan_for_a_missing_folder(tmp_path: Path) -> None:
    made = planned(tmp_path / "none", {"docs/a": b"1"})
    assert made.changes == Changes([], ["MANIFEST", "docs/a"], [])
    assert list(tmp_path.iterdir()) == []
