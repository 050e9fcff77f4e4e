"""A tree of bytes against a folder: what differs, and how the folder becomes the tree."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Tree = Mapping[str, bytes]
MANIFEST = "MANIFEST"
"""Lists what we made, one path a line; only that is ever removed."""

_SAFE_PATH = re.compile(r"(?!.*(^|/)\.\.?(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


@dataclass(frozen=True)
class Changes:
    """Paths that differ between a folder and a tree, sorted."""

    changed: Sequence[str]
    missing: Sequence[str]
    extra: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.extra)


def with_manifest(tree: Tree, folder: Path, targets: Sequence[str]) -> Tree:
    """Return the tree with its MANIFEST, which keeps what other targets made in `folder`."""
    kept = [path for path in _listed(folder) if path.partition("/")[0] not in targets]
    listed = sorted({*tree, *kept} - {MANIFEST})
    return {**tree, MANIFEST: "".join(f"{path}\n" for path in listed).encode()}


def compare(tree: Tree, folder: Path) -> Changes:
    """Return how `folder` differs from a tree with its MANIFEST.

    Raises OSError where a file is there and cannot be read.
    """
    found = {path: _bytes(folder / path) for path in tree}
    made = tree[MANIFEST].decode().splitlines()
    extra = [
        path
        for path in _listed(folder)
        if path not in made and (folder / path).is_file()
    ]
    return Changes(
        sorted(path for path, data in found.items() if data not in (None, tree[path])),
        sorted(path for path, data in found.items() if data is None),
        sorted(extra),
    )


def write(tree: Tree, folder: Path) -> Changes:
    """Make `folder` hold the tree, and return what that took.

    A file that changes is replaced whole, one that does not keeps its time stamp, and one that an
    earlier MANIFEST lists and the new one does not is removed. Raises OSError; then every file is
    whole, old or new.
    """
    changes = compare(tree, folder)
    differing = {*changes.changed, *changes.missing}
    for path in sorted(differing - {MANIFEST}):
        _replace(folder / path, tree[path])
    for path in changes.extra:
        (folder / path).unlink()
        _remove_empty_folders(folder, (folder / path).parent)
    if MANIFEST in differing:
        # Last: a run that is cut short leaves the old list, and the next still knows what to remove.
        _replace(folder / MANIFEST, tree[MANIFEST])
    return changes


def _listed(folder: Path) -> Iterable[str]:
    data = _bytes(folder / MANIFEST)
    lines = data.decode("utf-8", "replace").splitlines() if data else []
    return [line for line in lines if _SAFE_PATH.fullmatch(line)]


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _replace(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _remove_empty_folders(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
