"""Copies the project, runs commands in the copy, and compares two outputs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from generator.pipeline import ROOT

NOTES = ".generator"
"""The folder for the generator's records, which is not part of the output."""


COMPILED = "build/templates"


def copy_project(folder: Path, *more: str) -> Path:
    """Copy what a run reads, and more folders, to a folder, and return it.

    The compiled modules and templates are copied, too. Compiling them takes as long as a run.
    """
    compiled = [COMPILED] if (ROOT / COMPILED).is_dir() else []
    for name in ("generator", "templates", "spec", *compiled, *more):
        shutil.copytree(ROOT / name, folder / name, ignore=_ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _ignored(_: str, names: Sequence[str]) -> set[str]:
    """Return the names of records, of modules that another Python compiled, and of files that are being written."""
    own = f".{sys.implementation.cache_tag}.pyc"
    return {
        name
        for name in names
        if name == NOTES
        or name.endswith(".tmp")
        or (".pyc" in name and not name.endswith(own))
    }


def without_make() -> dict[str, str]:
    """Return the environment without the variables of the make that runs the tests."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKE", "MFLAGS"))
    }


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the content of each file of an output folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    tree = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {path: data for path, data in tree.items() if path.split("/", 1)[0] != NOTES}


def differences(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> list[str]:
    """Return one line for each file that differs, with its first difference."""
    return list(_differences(first, second))


def _differences(
    first: Mapping[str, bytes], second: Mapping[str, bytes]
) -> Iterator[str]:
    for path in sorted({*first, *second}):
        if path not in second:
            yield f"{path}: missing"
        elif path not in first:
            yield f"{path}: one too many"
        elif first[path] != second[path]:
            lines = zip_longest(*(tree[path].split(b"\n") for tree in (first, second)))
            number, (one, other) = next(
                (number, pair)
                for number, pair in enumerate(lines, 1)
                if pair[0] != pair[1]
            )
            yield f"{path}:{number}: {other!r} instead of {one!r}"
