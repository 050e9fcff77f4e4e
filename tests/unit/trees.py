"""Trees that are written to folders, and what is in the folders after that."""

from __future__ import annotations

import os
from pathlib import Path

from generator.output.writing import Changes, Plan, plan, write

OLD = 1_000_000_000_000_000_000
"""A time stamp in nanoseconds, in 2001."""


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
