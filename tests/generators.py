"""The generator of this project as a separate process."""

from __future__ import annotations

import atexit
import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.pipeline import ROOT
from tests.forks import ARE_POSSIBLE, Forks, Order

PATIENCE = 60
"""The seconds that a test waits for a command to end."""
_IMPORTED = ("generator.command.cli", "black", "multiprocessing.pool")


def run_generator(
    folder: Path,
    *arguments: str,
    typed: bytes = b"",
    stdout: int | None = None,
    module: str = "generator",
) -> tuple[int, str, str]:
    """Run a command in a folder; return its exit code, standard output, and standard error.

    With `stdout`, an open descriptor, standard output goes there, and there is no input. With
    `module`, another module of this project runs.
    """
    order = Order(module, arguments, folder, _environment())
    if not ARE_POSSIBLE:
        code, *read = _process(order, typed, stdout)
    elif stdout is None:
        code, *read = _forks().run(order, typed, PATIENCE)
    else:
        with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as told:
            fork = _forks().start(order, nothing.fileno(), stdout, told.fileno())
            code = fork.wait(PATIENCE)
            told.seek(0)
            read = [b"", told.read()]
    out, said = (text.decode() for text in read)
    return code, out, said


def _process(
    order: Order, typed: bytes, stdout: int | None
) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", order.module, *order.arguments],
        cwd=order.folder,
        env=order.environment,
        input=typed,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout or b"", done.stderr


def _environment() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@functools.cache
def _forks() -> Forks:
    """Return the process that has imported what the generator imports."""
    started = Forks(_IMPORTED, _environment())
    atexit.register(started.close)
    return started
