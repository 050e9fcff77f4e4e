"""`python -m tests.lint [--fewer] PATH…`: runs every linter over the same paths and names those that fail.

With `--fewer`, pyright checks only the paths in `generated`, and Black only the files that Ruff's formatter, which follows its style, would change.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

MODULES: dict[str, tuple[str, ...]] = {
    "black": ("black", "--check", "--diff", "--quiet"),
    "ruff": ("ruff", "check", "--quiet"),
    "mypy": ("mypy", "--strict", "--no-error-summary"),
    "pyright": ("pyright", "--pythonpath", sys.executable),
}
FEWER = "--fewer"


def main(arguments: Sequence[str]) -> int:
    """Run each linter; return 1 if one fails."""
    paths = [one for one in arguments if one != FEWER]
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    failed: list[str] = []
    for name, (module, *options) in MODULES.items():
        if (
            name == "pyright"
            and shutil.which("node") is None
            and not os.environ.get("CI")
        ):
            print("pyright  not run: it needs Node.js, which is not on this machine")
            continue
        checked = fewer(name, paths) if FEWER in arguments else paths
        if not checked:
            print(f"{name:8} clean", flush=True)
            continue
        command = [sys.executable, "-m", module, *options, *checked]
        process = subprocess.run(command, check=False, env=environment)
        print(
            f"{name:8} {'found something' if process.returncode else 'clean'}",
            flush=True,
        )
        if process.returncode:
            failed.append(name)
    return 1 if failed else 0


def fewer(name: str, paths: Sequence[str]) -> Sequence[str]:
    """Return what a linter checks with `--fewer`."""
    if name == "pyright":
        return [one for one in paths if one.startswith("generated/")]
    if name == "black":
        command = [sys.executable, "-m", "ruff", "format", "--check", *paths]
        process = subprocess.run(
            [*command, "--output-format=json"],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        # 1: some files would change, also Markdown. Anything else says nothing about them.
        if process.returncode in {0, 1}:
            names = {one["filename"] for one in json.loads(process.stdout)}
            return sorted(one for one in names if one.endswith(".py"))
    return paths


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
