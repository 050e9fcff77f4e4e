"""`python -m tests [PATH…]`: pytest on all cores, and meanwhile the linters over the paths.

The environment variable PYTEST contains options for pytest. They are words as in a shell,
`PYTEST="-n 0 -k 'one or two' tests/unit"`, but no shell interprets them.
"""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from tests.lint import FEWER
from tests.sampling import LONG

SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""Each process runs whole files, in the order of tests/conftest.py."""


def main(words: Sequence[str] = ()) -> int:
    """Run pytest, and lint the paths while its tests wait for processes and browsers.

    Returns the exit code of pytest, or that of the linters if pytest's is 0. Returns 2 if the options
    are not words of a shell.
    """
    parser = argparse.ArgumentParser(
        prog="python -m tests",
        description="Run all tests, and lint the paths at the same time.",
        epilog="The environment variable PYTEST contains options for pytest.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="what to lint")
    paths: list[str] = parser.parse_args(words).paths
    # A test that starts another pytest must not pass the options on.
    given = os.environ.pop("PYTEST", "")
    try:
        options = shlex.split(given)
    except ValueError as error:
        print(f"PYTEST is not a list of options: {error}", file=sys.stderr)
        return 2
    # Tests start hundreds of processes, and each would compile the project again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "pytest", *SPREAD, *options]
    if paths:
        return _beside_linters(command, paths)
    os.execv(sys.executable, command)


def _beside_linters(command: Sequence[str], paths: Sequence[str]) -> int:
    # pyright takes several times as long for everything as for the packages, and finds little that mypy does not.
    scope = () if LONG else (FEWER,)
    linting = [sys.executable, "-m", "tests.lint", *scope, *paths]
    with tempfile.TemporaryFile() as printed:
        with (
            subprocess.Popen(
                linting, stdout=printed, stderr=subprocess.STDOUT
            ) as linters,
            subprocess.Popen(command) as tests,
        ):
            # Ctrl-C reaches both; each stops in its own way, and this process waits for them.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            codes = (tests.wait(), linters.wait())
        printed.seek(0)
        sys.stdout.buffer.write(printed.read())
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
