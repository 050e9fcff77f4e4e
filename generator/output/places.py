"""Find what exists at a path. Links are never followed, and only regular files are opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Sequence
from pathlib import Path

FILE = "file"
FOLDER = "folder"

_KINDS = (
    (stat.S_ISREG, FILE),
    (stat.S_ISDIR, FOLDER),
    (stat.S_ISLNK, "link"),
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
)


def kind(place: Path) -> str | None:
    """Return a word for what exists at a path, or None if nothing does."""
    try:
        mode = place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return next((word for holds, word in _KINDS if holds(mode)), "device")


def parents(path: str) -> Sequence[str]:
    """Return the parent folders of a path from the top: `a` and `a/b` for `a/b/c`."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def content(folder: Path, path: str) -> bytes | None:
    """Return the bytes of the file at `path` in a folder, or None if it is not a regular file.

    Raises OSError if the file cannot be read.
    """
    if not all(kind(folder / each) == FOLDER for each in parents(path)):
        return None
    return (folder / path).read_bytes() if kind(folder / path) == FILE else None


def is_empty_folder(folder: Path, path: str) -> bool:
    """Return whether `path` is an empty folder."""
    if not all(kind(folder / each) == FOLDER for each in (*parents(path), path)):
        return False
    return not any((folder / path).iterdir())


def obstacle(
    folder: Path, path: str, leaving: Collection[str], emptied: Collection[str]
) -> str | None:
    """Return what prevents writing a file at `path`, and what to do, or None if nothing does.

    `leaving` has the files that will be removed first, and `emptied` has their folders.
    """
    for each in parents(path):
        found = kind(folder / each)
        if found is None or each in leaving:
            return None
        if found != FOLDER:
            return _in_the_way(folder / each, found, FOLDER)
    found = kind(folder / path)
    if found in (None, FILE):
        return None
    if found == FOLDER and path in emptied:
        inside = _below(folder, path)
        if all(each in leaving or each in emptied for each in inside):
            return None
    return _in_the_way(folder / path, found, FILE)


def obstacle_to_folder(folder: Path) -> str | None:
    """Return what prevents using `folder` as the output folder, which may be a link to a folder."""
    found = kind(folder)
    if found is None or folder.is_dir():
        return None
    return _in_the_way(folder, found, FOLDER)


def _in_the_way(place: Path, found: str | None, wanted: str) -> str:
    return f"{place} is a {found}, but a {wanted} is needed there; move it away"


def _below(folder: Path, path: str) -> Sequence[str]:
    return [
        Path(root, name).relative_to(folder).as_posix()
        for root, folders, files in os.walk(folder / path)
        for name in (*folders, *files)
    ]
