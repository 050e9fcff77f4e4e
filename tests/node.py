"""Node.js and the pinned tools: where they are, and what a test does without them."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
PACKAGE = ROOT / "generated" / "typescript"
COMPILED = ROOT / "build" / "typescript" / os.environ.get("PYTEST_XDIST_WORKER", "")
"""Each process of tests has a folder of its own, so that none reads what another one writes."""


def required() -> None:
    """Skip the test where Node.js or its tools are missing; with CI set, fail it."""
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
    """Return how one of the pinned tools ended, with what it printed."""
    return node(str(MODULES / ".bin" / name), *arguments, cwd=cwd)


def node(
    *arguments: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Return how Node.js ended, with what it printed."""
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
    """Return the folder of the compiled package and its tests, compiled once a run.

    Raises AssertionError with what the compiler says where it refuses something.
    """
    process = tool(
        "tsc", "--project", str(PACKAGE / "tests"), "--outDir", str(COMPILED)
    )
    assert process.returncode == 0, process.stdout
    # Compiled modules are modules because the package says so.
    (COMPILED / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    return COMPILED
