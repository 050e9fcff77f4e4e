"""Node.js and the pinned tools, and what a test does without them."""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sampling import LONG

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
PACKAGE = ROOT / "generated" / "typescript"
SKIP_LIBRARIES = "--skipLibCheck"
"""Without checks of the DOM's and Node.js's declarations, the compiler takes less than half the time."""
NATIVE = MODULES / "typescript-native" / "bin" / "tsc"
"""The compiler in Go, which needs a seventh of the CPU time of the one in JavaScript."""
COMPILED = ROOT / "build" / "typescript"
"""Compiled packages, each in a folder named after the digest of its sources."""


def required() -> None:
    """Skip the test if Node.js or its tools are missing; with CI set, fail it."""
    reason = missing()
    if reason is None:
        return
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def missing() -> str | None:
    """Return what is missing, or None."""
    if shutil.which("node") is None:
        return "needs Node.js, which is not on this machine"
    if not (MODULES / "ready").exists():
        return "needs node_modules: make node_modules/ready"
    return None


def tool(
    name: str, *arguments: str, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run one of the pinned tools, and return its exit code and output."""
    return node(str(MODULES / ".bin" / name), *arguments, cwd=cwd)


def compiler(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the native TypeScript compiler, and return its exit code and output.

    The long run first runs the compiler that builds the published package, and stops at its errors.
    """
    if LONG:
        process = tool("tsc", *arguments, cwd=cwd)
        if process.returncode:
            return process
    return node(str(NATIVE), *arguments, cwd=cwd)


def node(
    *arguments: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Node.js, and return its exit code and output."""
    return subprocess.run(
        ["node", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
    )


@functools.cache
def compiled() -> Path:
    """Return the folder of the compiled package and its tests, compiled once for its sources.

    Raises AssertionError with the compiler's errors.
    """
    folder = COMPILED / _digest()
    COMPILED.mkdir(parents=True, exist_ok=True)
    # Another process may be compiling it.
    with open(COMPILED / "lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _compile(folder)
    return folder


def _compile(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=COMPILED) as name:
        made = Path(name, "made")
        project = ("--project", str(PACKAGE / "tests"), "--outDir", str(made))
        process = compiler(SKIP_LIBRARIES, *project)
        assert process.returncode == 0, process.stdout
        # package.json makes the compiled files ES modules.
        (made / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
        made.rename(folder)


def _digest() -> str:
    """Return the digest of the compiler's version and of everything that it reads of the package."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    own = [PACKAGE / "tsconfig.json", *(PACKAGE / "src").rglob("*")]
    for file in sorted([*own, *(PACKAGE / "tests").rglob("*")]):
        if file.is_file():
            digest.update(str(file.relative_to(PACKAGE)).encode() + b"\0")
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
