"""A folder becomes a tree: what is written, what stays, and what is removed."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.output.writing import Changes, Obstacles, Plan, plan, write

OLD = 1_000_000_000_000_000_000
"""A time stamp in nanoseconds, in 2001."""


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def planned(folder: Path, files: dict[str, bytes], *targets: str) -> Plan:
    return plan(files, folder, targets or None)


def make(folder: Path, files: dict[str, bytes], *targets: str) -> Changes:
    """Write files to a folder as a run for some targets does, or for all if none is named."""
    made = planned(folder, files, *targets)
    done: list[Path] = []
    write(made, done)
    assert len(done) == len(made.changes)
    return made.changes


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, without the generator's records."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.parent.name != ".generator"
    }


def folders(folder: Path) -> set[str]:
    """Return every folder below a folder, without that of the generator's records."""
    found = {
        str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_dir()
    }
    return found - {".generator"}


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
        if file.parent.name != ".generator"
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


def test_folder_replaces_a_file_with_its_name(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a": b"1"})
    make(tmp_path, {"docs/a/b": b"2"})
    assert contents(tmp_path) == {"docs/a/b": b"2", "MANIFEST": b"docs/a/b\n"}


def test_file_replaces_a_folder_with_its_name(tmp_path: Path) -> None:
    make(tmp_path, {"docs/a/b/c": b"1", "docs/a/d": b"1"})
    make(tmp_path, {"docs/a": b"2"})
    assert contents(tmp_path) == {"docs/a": b"2", "MANIFEST": b"docs/a\n"}


def test_folder_with_a_foreign_file_is_not_replaced(
    tmp_path: Path,
) -> None:
    make(tmp_path, {"docs/a/b": b"1"})
    (tmp_path / "docs" / "a" / "mine").mkdir()
    assert obstacles(tmp_path, {"docs/a": b"2"}) == [
        "docs/a is a folder, but a file is needed there; move it away"
    ]


def obstacles(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Return the obstacles, without the folder in each sentence."""
    with pytest.raises(Obstacles) as raised:
        planned(folder, files)
    assert all(one.startswith(f"{folder}") for one in raised.value.sentences)
    return [one[len(f"{folder}") + 1 :] for one in raised.value.sentences]


def put_link(place: Path) -> None:
    place.symlink_to(place.parent.parent / "victim")


def put_dangling_link(place: Path) -> None:
    place.symlink_to("nowhere")


def put_socket(place: Path) -> None:
    # The path of a socket must be short, so it is bound relative to its folder.
    before = Path.cwd()
    os.chdir(place.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(place.name)
    finally:
        os.chdir(before)


Put = Callable[[Path], None]
NO_FOLDERS: list[tuple[Put, str]] = [
    (put_link, "link"),
    (put_dangling_link, "link"),
    (os.mkfifo, "named pipe"),
    (put_socket, "socket"),
]
no_folders = pytest.mark.parametrize(("put", "kind"), NO_FOLDERS)
no_files = pytest.mark.parametrize(
    ("put", "kind"), [(Path.mkdir, "folder"), *NO_FOLDERS]
)


@no_files
@pytest.mark.parametrize(
    "path", ["docs/a", "MANIFEST", ".generator/digests", ".generator/.gitignore"]
)
def test_anything_but_a_file_in_the_place_of_a_file_stays(
    tmp_path: Path, put: Put, kind: str, path: str
) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    out = tmp_path / "out"
    (out / path).parent.mkdir(parents=True)
    put(out / path)
    before = sorted(out.rglob("*"))
    assert obstacles(out, {"docs/a": b"1", "docs/b": b"2"}) == [
        f"{path} is a {kind}, but a file is needed there; move it away"
    ]
    assert sorted(out.rglob("*")) == before
    assert (tmp_path / "victim").read_bytes() == b"mine"


@no_folders
@pytest.mark.parametrize("path", ["docs", "docs/sub", ".generator"])
def test_anything_but_a_folder_in_the_place_of_a_folder_stays(
    tmp_path: Path, put: Put, kind: str, path: str
) -> None:
    (tmp_path / "victim").mkdir()
    out = tmp_path / "out"
    (out / path).parent.mkdir(parents=True)
    put(out / path)
    before = sorted(out.rglob("*"))
    files = {"docs/sub/a": b"1", "docs/sub/b": b"2"}
    assert obstacles(out, files) == [
        f"{path} is a {kind}, but a folder is needed there; move it away"
    ]
    assert sorted(out.rglob("*")) == before
    assert list((tmp_path / "victim").iterdir()) == []


def test_all_obstacles_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST").mkdir()
    (tmp_path / "python").write_bytes(b"mine")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a").symlink_to("nowhere")
    files = {"docs/a": b"", "docs/b": b"", "python/a": b"", "python/b/c": b""}
    assert obstacles(tmp_path, files) == [
        "MANIFEST is a folder, but a file is needed there; move it away",
        "docs/a is a link, but a file is needed there; move it away",
        "python is a file, but a folder is needed there; move it away",
    ]
    assert contents(tmp_path) == {"python": b"mine"}


def test_output_folder_can_be_a_link_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    make(tmp_path / "out", {"docs/a": b"1"})
    assert contents(tmp_path / "real") == {"docs/a": b"1", "MANIFEST": b"docs/a\n"}


@pytest.mark.parametrize(
    ("put", "kind"),
    [(Path.touch, "file"), (put_dangling_link, "link"), (os.mkfifo, "named pipe")],
)
def test_anything_but_a_folder_in_the_place_of_the_output_folder_stays(
    tmp_path: Path, put: Put, kind: str
) -> None:
    put(tmp_path / "out")
    with pytest.raises(Obstacles) as raised:
        planned(tmp_path / "out", {"docs/a": b"1"})
    assert raised.value.sentences == [
        f"{tmp_path / 'out'} is a {kind}, but a folder is needed there; move it away"
    ]


@no_files
def test_listed_path_that_is_not_a_file_stays_and_is_no_longer_listed(
    tmp_path: Path, put: Put, kind: str
) -> None:
    out = tmp_path / "out"
    make(out, {"docs/a": b"1", "docs/b": b"2"})
    (tmp_path / "victim").write_bytes(b"mine")
    (out / "docs" / "b").unlink()
    put(out / "docs" / "b")
    before = (out / "docs" / "b").lstat()
    assert make(out, {"docs/a": b"1"}) == Changes(["MANIFEST"], [], [])
    after = (out / "docs" / "b").lstat()
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)
    assert (out / "MANIFEST").read_bytes() == b"docs/a\n"
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_listed_file_behind_a_link_is_not_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out, {"docs/a": b"1", "python/sub/b": b"2"})
    (out / "python").rename(tmp_path / "elsewhere")
    (out / "python").symlink_to(tmp_path / "elsewhere")
    assert make(out, {"docs/a": b"1"}) == Changes(["MANIFEST"], [], [])
    assert contents(tmp_path / "elsewhere") == {"sub/b": b"2"}
    assert (out / "python").is_symlink()


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
