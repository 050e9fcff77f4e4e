"""One run of `make test` in a clone of the committed files, and its slowest tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time

from bench.runs import BUILD, ROOT, Failed, seconds

SLOWEST = ROOT / "bench" / "slowest.md"
_CLONE = BUILD / "clone"
_TOLD = 10
_DURATION = re.compile(r"^([0-9.]+)s (call|setup|teardown) +(\S.*)$", re.MULTILINE)


def fresh() -> float:
    """Return the seconds of the first run in a new clone, including its setup."""
    shutil.rmtree(_CLONE, ignore_errors=True)
    seconds("git", "clone", "--quiet", ROOT, _CLONE)
    taken, _ = _run()
    return taken


def again() -> float:
    """Return the seconds of another run there, and record its ten slowest tests."""
    if not _CLONE.exists():
        fresh()
    taken, said = _run()
    SLOWEST.write_text(table(said), encoding="utf-8", newline="\n")
    return taken


def table(said: str) -> str:
    """Return the slowest tests in pytest's output, as a Markdown table."""
    lines = ["| seconds | test |", "|---:|---|"]
    for taken, part, name in _DURATION.findall(said):
        short = name.partition("[")[0]
        what = f"`{short}`" if part == "call" else f"`{short}`, its {part}"
        lines.append(f"| {float(taken):.1f} | {what} |")
    return "\n".join(lines) + "\n"


def _run() -> tuple[float, str]:
    # Variables from the outer make would change how the inner one works.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    start = time.perf_counter()
    process = subprocess.run(
        ["make", "test", f"PYTEST=--durations={_TOLD}"],
        cwd=_CLONE,
        env=kept,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - start
    if process.returncode:
        raise Failed(f"make test\n{process.stdout}")
    return taken, process.stdout
