"""The archives, built once per run, and an environment in which they are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests import node
from tests.release import declared
from tests.shared import shared
from tests.unit.specs import REAL_SPEC, parsed

SPEC = parsed(REAL_SPEC)
VERSION: str = SPEC["packages"]["version"]
EXTRAS = ("cli", "httpx")
"""The client's extras that the README uses."""


def made(project: Path, out: Path, umask: int, **environment: str) -> Path:
    """Return the folder that `python -m release` writes for a project."""
    process = subprocess.run(
        [sys.executable, "-m", "release", str(out)],
        cwd=project,
        env={**os.environ, **environment},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout == (out / "SHA256SUMS").read_text(encoding="utf-8")
    return out


def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the archives, which the first test of a run that needs them builds."""
    node.required()
    settings = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    return shared(
        tmp_path_factory, "dist", lambda out: made(ROOT, out, 0o022, **settings)
    )


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the published files."""
    return published(tmp_path_factory)


@pytest.fixture(scope="session")
def python(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the Python of an environment with only both wheels and their dependencies."""
    wheels = sorted(archives.glob("imagen_oauth*.whl"))
    return installed(tmp_path_factory.mktemp("environment"), wheels, EXTRAS)


def installed(folder: Path, wheels: Sequence[Path], extras: Collection[str]) -> str:
    """Return the Python of a new environment with only wheels and what they declare."""
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    interpreter = str(folder / "bin" / "python")
    site = run(
        interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"
    )
    declared.copy(declared.needed(wheels, extras), Path(site.strip()))
    pip(interpreter, "install", "--quiet", "--no-index", "--no-deps", *map(str, wheels))
    return interpreter


def pip(interpreter: str, *arguments: str) -> str:
    """Run this environment's pip for another one, and return its output."""
    of_another = ("--disable-pip-version-check", "--python", interpreter)
    return run(sys.executable, "-m", "pip", *of_another, *arguments)


def run(*command: str, cwd: Path | None = None) -> str:
    """Return what a command prints."""
    process = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout
