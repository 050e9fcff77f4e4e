"""`python -m tests.environments`: installs the generator's dependencies for each other Python here.

The environments are build/pythons/<version>. One is rebuilt if the lock or its interpreter changes.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.interpreters import Interpreter, interpreters

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-run.lock"
FOLDER = ROOT / "build" / "pythons"


def python(interpreter: Interpreter) -> str:
    """Return the Python of a version that can run the generator.

    Raises LookupError if its environment is missing or outdated.
    """
    if interpreter.path == sys.executable:
        return sys.executable
    if not _is_ready(interpreter):
        raise LookupError(
            f"Python {interpreter} lacks what the generator runs with: make pythons"
        )
    return str(_folder(interpreter) / "bin" / "python")


def main() -> int:
    """Create missing environments; return 1 if that fails."""
    lacking = [
        one
        for one in interpreters()
        if one.path != sys.executable and not _is_ready(one)
    ]
    if lacking:
        listed = ", ".join(map(str, lacking))
        print(f"setting up Python {listed} from {LOCK.name}", flush=True)
    with ThreadPoolExecutor() as pool:
        failures = [text for text in pool.map(_make, lacking) if text]
    for text in failures:
        print(text, file=sys.stderr)
    return 1 if failures else 0


def _make(interpreter: Interpreter) -> str:
    """Create an environment; return the error, or nothing."""
    folder = _folder(interpreter)
    # This environment's pip installs them, because a system's Python may have none.
    pip = (sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"))
    install = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    commands: Iterable[tuple[str, ...]] = (
        (interpreter.path, "-m", "venv", "--clear", "--without-pip", str(folder)),
        (*pip, *install, "-r", str(LOCK)),
    )
    for command in commands:
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        if process.returncode:
            return f"cannot set up Python {interpreter}:\n{process.stderr}"
    _stamp(interpreter).write_text(_key(interpreter), encoding="utf-8")
    return ""


def _is_ready(interpreter: Interpreter) -> bool:
    stamp = _stamp(interpreter)
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _key(interpreter)


def _key(interpreter: Interpreter) -> str:
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{digest} {interpreter.path}\n"


def _folder(interpreter: Interpreter) -> Path:
    return FOLDER / str(interpreter)


def _stamp(interpreter: Interpreter) -> Path:
    return _folder(interpreter) / "ready"


if __name__ == "__main__":
    sys.exit(main())
