"""The npm package packed, installed in an empty project, and bundled for a browser."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.node import MODULES, PACKAGE, tool


def packed(folder: Path) -> Path:
    """Return the archive that `npm pack` makes of a copy of the committed package in `folder`."""
    copy = folder / "package"
    shutil.copytree(
        PACKAGE, copy, ignore=shutil.ignore_patterns("node_modules", "dist", "build")
    )
    # The package is built with the compiler that is pinned here.
    (copy / "node_modules").symlink_to(MODULES)
    npm(copy, "pack", "--pack-destination", str(folder))
    [archive] = folder.glob("*.tgz")
    return archive


def installed(archive: Path, folder: Path) -> Path:
    """Return a project in `folder` with nothing but the package in it."""
    folder.mkdir()
    project = {"name": "consumer", "private": True, "type": "module"}
    (folder / "package.json").write_text(json.dumps(project), encoding="utf-8")
    npm(folder, "install", "--offline", "--ignore-scripts", str(archive))
    return folder


def npm(folder: Path, *arguments: str) -> str:
    """Return what npm prints; raises AssertionError with its errors."""
    process = subprocess.run(
        ["npm", *arguments, "--silent", "--no-audit", "--no-fund"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "npm_config_update_notifier": "false"},
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def bundled(project: Path, source: str, name: str = "bundle") -> Path:
    """Return a script for browsers, minified, of a module and all that it imports."""
    entry = project / f"{name}.entry.mjs"
    entry.write_text(source, encoding="utf-8")
    output = project / f"{name}.js"
    options = ("--bundle", "--minify", "--format=iife", "--log-level=warning")
    process = tool("esbuild", str(entry), *options, f"--outfile={output}", cwd=project)
    assert (process.returncode, process.stderr) == (0, "")
    return output


def compressed(file: Path) -> int:
    """Return the bytes of a file as gzip sends it."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))
