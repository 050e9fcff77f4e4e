"""`python -m tests.lint [--fewer] PATH…`: runs every linter over the same paths and names those that fail.

With `--fewer`, pyright leaves out the paths in `tests`.
"""

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
    programs = [one for one in paths if not one.startswith("tests/")]
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
        is_fewer = name == "pyright" and FEWER in arguments
        checked = programs if is_fewer else paths
        command = [sys.executable, "-m", module, *options, *checked]
        process = subprocess.run(command, check=False, env=environment)
        print(
            f"{name:8} {'found something' if process.returncode else 'clean'}",
            flush=True,
        )
        if process.returncode:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
