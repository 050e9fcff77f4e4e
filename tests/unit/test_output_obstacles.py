"""Anything else in the place of a file or a folder stays, and is reported."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output.writing import Changes, Obstacles
from tests.unit.trees import contents, make, planned


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
