"""A folder becomes a tree: what is written, what stays, and what is removed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.output import Changes, compare, with_manifest, write

OLD = 1_000_000_000_000_000_000
"""A time stamp in nanoseconds, in 2001."""


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def make(folder: Path, files: dict[str, bytes], *targets: str) -> Changes:
    """Write files and their manifest, as a run for some targets does."""
    return write(with_manifest(files, folder, targets), folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def folders(folder: Path) -> set[str]:
    return {
        str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_dir()
    }


def age(folder: Path) -> None:
    """Give every file an old time stamp."""
    for file in folder.rglob("*"):
        os.utime(file, ns=(OLD, OLD))


def stamps(folder: Path) -> set[str]:
    """Return the files that still have their old time stamp."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.stat().st_mtime_ns == OLD
    }


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


def test_file_that_is_made_no_more_is_removed_with_its_empty_folders(
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


def test_listed_file_that_is_gone_already_is_no_change(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/b": b"2"}, "docs")
    (tmp_path / "docs" / "b").unlink()
    changes = make(tmp_path, {"docs/a": b"1"}, "docs")
    assert changes == Changes(["MANIFEST"], [], [])


def test_one_target_keeps_what_others_made(tmp_path: Path) -> None:
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


def test_manifest_is_sorted_and_lists_each_path_once(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST").write_bytes(b"python/z\npython/z\ndocs/a\nMANIFEST\n")
    tree = with_manifest(
        {"docs/b": b"", "docs/a-": b"", "docs/a/c": b""}, tmp_path, ["docs"]
    )
    assert tree["MANIFEST"] == b"docs/a-\ndocs/a/c\ndocs/b\npython/z\n"


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
    "<<<<<<< HEAD",
    "=======",
    ">>>>>>> branch",
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


def test_manifest_that_is_no_text_is_replaced(tmp_path: Path) -> None:
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


def test_manifest_is_written_last(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/old": b"2"}, "docs")
    (tmp_path / "docs" / "z").mkdir()
    with pytest.raises(OSError):
        make(tmp_path, {"docs/a": b"new", "docs/z": b"3"}, "docs")
    assert (tmp_path / "MANIFEST").read_bytes() == b"docs/a\ndocs/old\n"


def test_run_after_one_that_failed_removes_what_that_left(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/old": b"2"}, "docs")
    blocked = tmp_path / "python"
    blocked.write_bytes(b"in the way")
    files = {"docs/a": b"new", "python/b": b"3"}
    with pytest.raises(OSError):
        make(tmp_path, files, "docs", "python")
    assert (tmp_path / "docs" / "a").read_bytes() == b"new"
    assert (tmp_path / "MANIFEST").read_bytes() == b"docs/a\ndocs/old\n"
    blocked.unlink()
    make(tmp_path, files, "docs", "python")
    assert contents(tmp_path) == {**files, "MANIFEST": b"docs/a\npython/b\n"}


def test_folder_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "docs" / "a" / "mine").mkdir(parents=True)
    with pytest.raises(OSError):
        make(tmp_path, {"docs/a": b"1"}, "docs")
    assert folders(tmp_path) == {"docs", "docs/a", "docs/a/mine"}
    assert contents(tmp_path) == {}


def test_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "docs").write_bytes(b"mine")
    with pytest.raises(OSError):
        make(tmp_path, {"docs/a": b"1"}, "docs")
    assert contents(tmp_path) == {"docs": b"mine"}


def test_file_in_the_place_of_the_output_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(OSError):
        make(tmp_path / "out", {"docs/a": b"1"}, "docs")
    assert contents(tmp_path) == {"out": b"mine"}


def test_folder_in_the_place_of_the_manifest_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST").mkdir()
    with pytest.raises(OSError):
        make(tmp_path, {"docs/a": b"1"}, "docs")
    assert contents(tmp_path) == {}


def test_no_temporary_file_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    make(tmp_path, {"docs/a": b"1"}, "docs")
    (tmp_path / "python").write_bytes(b"in the way")
    with pytest.raises(OSError):
        make(tmp_path, {"docs/a": b"2", "python/a": b"2"}, "docs", "python")
    assert set(contents(tmp_path)) == {"MANIFEST", "docs/a", "python"}


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


def test_link_in_the_place_of_a_file_is_replaced_and_not_followed(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    (out / "docs").mkdir(parents=True)
    (tmp_path / "victim").write_bytes(b"mine")
    (out / "docs" / "a").symlink_to(tmp_path / "victim")
    make(out, {"docs/a": b"1"}, "docs")
    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert (out / "docs" / "a").read_bytes() == b"1"
    assert not (out / "docs" / "a").is_symlink()


def test_compare_says_what_differs_and_writes_nothing(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1", "docs/b": b"2", "docs/c": b"3"}, "docs")
    before = contents(tmp_path)
    tree = with_manifest(
        {"docs/a": b"1", "docs/b": b"new", "docs/d": b"4"}, tmp_path, ["docs"]
    )
    assert compare(tree, tmp_path) == Changes(
        ["MANIFEST", "docs/b"], ["docs/d"], ["docs/c"]
    )
    assert contents(tmp_path) == before


def test_compare_with_a_folder_that_is_not_there(tmp_path: Path) -> None:
    tree = with_manifest({"docs/a": b"1"}, tmp_path / "none", ["docs"])
    assert compare(tree, tmp_path / "none") == Changes([], ["MANIFEST", "docs/a"], [])
    assert list(tmp_path.iterdir()) == []


def test_compare_with_a_folder_in_the_place_of_a_file_is_an_error(
    tmp_path: Path,
) -> None:
    (tmp_path / "docs" / "a").mkdir(parents=True)
    with pytest.raises(IsADirectoryError) as raised:
        compare(with_manifest({"docs/a": b"1"}, tmp_path, ["docs"]), tmp_path)
    assert raised.value.filename == str(tmp_path / "docs" / "a")
