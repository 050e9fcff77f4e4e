"""Parses TypeScript with the compiler's own parser, and uses packages in it, in Node.js processes."""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.pipeline import ROOT
from tests import node

PARSER = Path(__file__).with_name("typescript.mjs")
USER = Path(__file__).with_name("used.mjs")


def is_there() -> bool:
    """Return whether this machine has Node.js and the compiler."""
    has_compiler = (ROOT / "node_modules" / "typescript").is_dir()
    return shutil.which("node") is not None and has_compiler


def parsed(text: str) -> dict[str, Any]:
    """Return `tree`, `words` and `names` of a source; skip the test without Node.js and its tools."""
    node.required()
    process = _parser()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(text) + "\n")
    process.stdin.flush()
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


@functools.cache
def _parser() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        ["node", str(PARSER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.kill)
    return process


def used(folders: Sequence[Path], cwd: Path, timeout: float) -> list[list[str]]:
    """Compile and import the package of each folder; return the problems of each.

    Without Node.js and its tools, skip the test.
    """
    node.required()
    process = subprocess.run(
        ["node", str(USER), *map(str, folders)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    lines = [json.loads(line) for line in process.stdout.splitlines()]
    if process.stderr or len(lines) != len(folders):
        complaint = f"Node.js complained: {process.stderr[-500:]}"
        return [*lines, *[[complaint]] * (len(folders) - len(lines))]
    return lines
