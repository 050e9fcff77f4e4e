"""The supported Pythons of this machine."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUPPORTED = tuple((3, minor) for minor in range(10, 15))


@dataclass(frozen=True)
class Interpreter:
    """A Python that runs, and its version."""

    path: str
    version: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.version[0]}.{self.version[1]}"


@functools.cache
def interpreters() -> tuple[Interpreter, ...]:
    """Return one interpreter of each supported version, the running one first."""
    own = Interpreter(sys.executable, sys.version_info[:2])
    found = {own.version: own}
    for version in SUPPORTED:
        for path in _candidates(*version):
            if version not in found and _version(path) == version:
                found[version] = Interpreter(path, version)
    return tuple(found.values())


def missing() -> list[str]:
    """Return the supported versions that this machine lacks."""
    present = {interpreter.version for interpreter in interpreters()}
    return [
        f"{major}.{minor}"
        for major, minor in SUPPORTED
        if (major, minor) not in present
    ]


def _candidates(major: int, minor: int) -> Iterator[str]:
    """Yield where a version may be; a program of pyenv on the path is slower than the one that it starts."""
    for folder in sorted(Path.home().glob(f".pyenv/versions/{major}.{minor}.*/bin")):
        yield str(folder / "python")
    if path := shutil.which(f"python{major}.{minor}"):
        yield path


def _version(path: str) -> tuple[int, int] | None:
    script = "import sys; print(*sys.version_info[:2])"
    process = subprocess.run(
        [path, "-c", script], capture_output=True, text=True, check=False
    )
    if process.returncode:
        return None
    major, minor = process.stdout.split()
    return int(major), int(minor)
