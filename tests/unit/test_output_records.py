"""MANIFEST and the records of runs: what they list, and what a damaged one does."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output.writing import Changes
from tests.unit.trees import contents, folders, make, planned

HOSTILE_LINES = [
    "../victim",
    "docs/../../victim",
    "docs/../victim",
    "./victim",
    "docs/./a",
    "..",
    ".",
    "docs/..",
    "/etc/hostname",
    "//victim",
    "docs//a",
    "docs/",
    "",
    " docs/a",
    "docs/a ",
    "docs/a\tb",
    "docs\\..\\victim",
    "~/victim",
    "$HOME",
    "docs/*",
    "C:victim",
    "docs/\x00a",
    "docs/é",
    ".generator/digests",
    ".git/config",
]


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_hostile_line_of_a_manifest_removes_nothing(tmp_path: Path, line: str) -> None:
    out = tmp_path / "out"
    make(out, {"docs/a": b"1"}, "docs")
    (tmp_path / "victim").write_bytes(b"mine")
    (out / "victim").write_bytes(b"mine")
    (out / "MANIFEST").write_bytes(b"docs/a\n" + line.encode() + b"\n")
    changes = make(out, {"docs/a": b"1"}, "docs")
    assert changes == Changes(["MANIFEST"], [], [])
    assert contents(tmp_path) == {
        "victim": b"mine",
        "out/victim": b"mine",
        "out/docs/a": b"1",
        "out/MANIFEST": b"docs/a\n",
    }


def test_absolute_path_in_a_manifest_removes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    out.mkdir()
    (out / "MANIFEST").write_text(f"{victim}\n")
    assert make(out, {}, "docs") == Changes(["MANIFEST"], [], [])
    assert victim.read_bytes() == b"mine"


def test_manifest_that_is_not_utf_8_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST").write_bytes(b"\xff\xfe\x00docs/a\n")
    assert make(tmp_path, {"docs/b": b""}, "docs") == Changes(
        ["MANIFEST"], ["docs/b"], []
    )
    assert (tmp_path / "MANIFEST").read_bytes() == b"docs/b\n"


def test_listed_folder_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "MANIFEST").write_bytes(b"docs/a\n")
    assert make(tmp_path, {}, "docs") == Changes(["MANIFEST"], [], [])
    assert folders(tmp_path) == {"docs", "docs/a"}


def state(folder: Path) -> dict[str, str]:
    """Return the generator's records, except for the times of creation."""
    files = {file.name: file for file in (folder / ".generator").iterdir()}
    del files["created"]
    return {name: file.read_text() for name, file in files.items()}


ONE = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
TWO = "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"
"""The SHA-256 of `1` and of `2`."""


def test_digests_of_written_files_are_stored_where_git_ignores_them(
    tmp_path: Path,
) -> None:
    make(tmp_path, {"docs/b": b"2", "docs/a": b"1"})
    assert state(tmp_path) == {
        ".gitignore": "*\n",
        "digests": f"{ONE}  docs/a\n{TWO}  docs/b\n",
    }


def test_run_for_one_target_keeps_the_digests_of_others(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/b": b"1", "python/a": b"1"})
    make(tmp_path, {"docs/a": b"2"}, "docs")
    assert state(tmp_path)["digests"] == f"{TWO}  docs/a\n{ONE}  python/a\n"


def test_run_without_changes_writes_missing_digests(
    tmp_path: Path,
) -> None:
    make(tmp_path, {"docs/a": b"1"})
    (tmp_path / ".generator" / "digests").unlink()
    make(tmp_path, {"docs/a": b"1"})
    assert state(tmp_path)["digests"] == f"{ONE}  docs/a\n"


@pytest.mark.parametrize(
    "digests",
    [
        b"\xff\x00",
        f"{ONE} docs/a\n".encode(),
        f"{ONE}  docs/a\n{ONE}  ../a\n".encode(),
        f"{ONE}  docs/a\n{ONE[:20]}".encode(),
    ],
)
def test_damaged_digests_are_ignored_and_replaced(
    tmp_path: Path, digests: bytes
) -> None:
    make(tmp_path, {"docs/a": b"1"})
    (tmp_path / ".generator" / "digests").write_bytes(digests)
    assert planned(tmp_path, {"docs/a": b"1"}).known == frozenset()
    make(tmp_path, {"docs/a": b"1"})
    assert state(tmp_path)["digests"] == f"{ONE}  docs/a\n"


def test_temporary_file_of_an_interrupted_run_is_removed(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1"})
    (tmp_path / ".generator" / "new-0123").write_bytes(b"half")
    make(tmp_path, {"docs/a": b"1"})
    assert set(state(tmp_path)) == {".gitignore", "digests"}


def test_file_of_an_interrupted_run_is_removed_even_if_no_manifest_lists_it(
    tmp_path: Path,
) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/new/b": b"2", "docs/new/c": b"2"})
    (tmp_path / "MANIFEST").write_bytes(b"docs/a\n")
    (tmp_path / "docs" / "new" / "c").write_bytes(b"edited")
    assert make(tmp_path, {"docs/a": b"1"}) == Changes([], [], ["docs/new/b"])
    assert contents(tmp_path) == {
        "docs/a": b"1",
        "docs/new/c": b"edited",
        "MANIFEST": b"docs/a\n",
    }


def test_digest_of_the_manifest_does_not_remove_it(
    tmp_path: Path,
) -> None:
    make(tmp_path, {})
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / ".generator" / "digests").write_text(f"{digest}  MANIFEST\n")
    assert make(tmp_path, {}) == Changes([], [], [])
    assert contents(tmp_path) == {"MANIFEST": b""}


CONFLICT = b"""\
docs/a
<<<<<<< HEAD
docs/ours
||||||| 0123abc
docs/base
=======
docs/theirs
>>>>>>> branch
docs/z
"""


def test_manifest_with_conflict_markers_is_rebuilt_and_counts_for_both_sides(
    tmp_path: Path,
) -> None:
    files = {"docs/ours": b"1", "docs/base": b"1", "docs/theirs": b"1"}
    make(tmp_path, {"docs/a": b"1", "docs/z": b"1", **files})
    (tmp_path / "MANIFEST").write_bytes(CONFLICT)
    assert planned(tmp_path, {"docs/a": b"1"}).has_conflict
    assert make(tmp_path, {"docs/a": b"1"}) == Changes(
        ["MANIFEST"], [], ["docs/base", "docs/ours", "docs/theirs", "docs/z"]
    )
    assert contents(tmp_path) == {"docs/a": b"1", "MANIFEST": b"docs/a\n"}
    assert not planned(tmp_path, {"docs/a": b"1"}).has_conflict


@pytest.mark.parametrize(
    ("line", "is_mark"),
    [
        ("<<<<<<< HEAD", True),
        ("||||||| base", True),
        ("=======", True),
        (">>>>>>> branch", True),
        ("========", False),
        ("<<<<<<<HEAD", False),
        (" =======", False),
        ("docs/=======", False),
    ],
)
def test_each_conflict_marker_is_recognized(
    tmp_path: Path, line: str, is_mark: bool
) -> None:
    (tmp_path / "MANIFEST").write_text(f"docs/a\n{line}\ndocs/b\n")
    assert planned(tmp_path, {}).has_conflict == is_mark
