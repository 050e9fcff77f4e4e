"""Bundles the page's modules and the binding into one script with the pinned esbuild."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = "chrome94,firefox93,safari15.4"
"""The oldest browsers; the build script of the TypeScript package names them, too."""
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
GLOBAL = "authorize"
"""The global variable of the page whose properties are the exports of the binding."""

_SCRIPT_STATES = re.compile(r"<(?=!--|/?script)", re.IGNORECASE)


class NoBundler(Exception):
    """The bundler is not on this machine."""


class BundleFailed(Exception):
    """The bundler rejected a source; the message is its output."""


def script(entry: Path) -> str:
    """Return the script that begins in `entry`, for an HTML element.

    A `<!--` and a `<script` in it would change how its own end tag is read (HTML, Restrictions for
    contents of script elements). They occur only in strings and regular expressions, where `\\x3C` is
    the same character.
    """
    options = (
        "--bundle",
        "--format=iife",
        f"--global-name={GLOBAL}",
        f"--target={BROWSERS}",
    )
    return _SCRIPT_STATES.sub(r"\\x3C", _bundled(entry, *options))


def style(file: Path) -> str:
    """Return a style sheet for an HTML element; the bundler escapes the end tag in it."""
    return _bundled(file)


def _bundled(entry: Path, *options: str) -> str:
    if shutil.which("node") is None or not ESBUILD.exists():
        raise NoBundler("this needs Node.js and node_modules: make node_modules/ready")
    command = [str(ESBUILD), str(entry), *options, "--minify", "--legal-comments=none"]
    process = subprocess.run(
        [*command, "--log-level=error"],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    if process.returncode:
        raise BundleFailed(process.stderr.strip())
    return process.stdout.strip()
