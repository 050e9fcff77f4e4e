"""The command of warbler in processes: signals, several at once, and a terminal."""

from __future__ import annotations

import atexit
import functools
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from generator.pipeline import ROOT
from tests.binding.terminals import PATIENCE
from tests.forks import ARE_POSSIBLE, Forked, Forks, Order

MODULE = "warbler_oauth.command"
_IMPORTED = (
    *("warbler_oauth._command", "warbler_oauth._runtime.cli.command", "httpx"),
    *("warbler_oauth._runtime.cli.prompt", "warbler_oauth.httpx_auth"),
)


def environment(packages: Path, store: Path) -> dict[str, str]:
    """Return the environment of the command, which has no browser."""
    return {
        "HOME": str(store.parent),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{packages}",
        "WARBLER_OAUTH_STORE": str(store),
    }


@functools.cache
def forks(packages: Path) -> Forks:
    """Return the process that has imported what the command imports."""
    started = Forks(_IMPORTED, environment(packages, Path("/nowhere/store")))
    atexit.register(started.close)
    return started


def begin(
    packages: Path, order: Order, stdin: int, stdout: int, stderr: int
) -> subprocess.Popen[bytes] | Forked:
    """Start the process of an order with these standard streams."""
    if ARE_POSSIBLE:
        return forks(packages).start(order, stdin, stdout, stderr)
    return subprocess.Popen(
        [sys.executable, "-m", order.module, *order.arguments],
        cwd=order.folder,
        env=order.environment,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
    )


class Running:
    """A running command whose standard input is not a terminal."""

    def __init__(
        self, packages: Path, arguments: tuple[str, ...], variables: Mapping[str, str]
    ) -> None:
        """Start the command."""
        order = Order(MODULE, arguments, packages, variables)
        nothing = os.open(os.devnull, os.O_RDONLY)
        self._out, out = os.pipe()
        self._err, err = os.pipe()
        self._process = begin(packages, order, nothing, out, err)
        for one in (nothing, out, err):
            os.close(one)
        self.out = self.err = ""

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_for(self, pattern: str) -> str:
        """Read standard error until a pattern is there, and return its group."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.err)):
            assert time.monotonic() < end, self.err
            self._read(0.1)
        return found[1]

    def url(self) -> str:
        """Return the URL of a login, after it waits at its port."""
        url = self.wait_for("\n  (http.*)\n")
        self.wait_for("(Waiting) at")
        return url

    def send(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Return the exit code, once everything is read."""
        end = time.monotonic() + PATIENCE
        while (self._out, self._err) != (-1, -1):
            assert time.monotonic() < end, self.err
            self._read(0.1)
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def _read(self, patience: float) -> None:
        streams = [one for one in (self._out, self._err) if one >= 0]
        for one in select.select(streams, [], [], patience)[0]:
            text = os.read(one, 65_536).decode()
            if one == self._out:
                self.out += text
            else:
                self.err += text
            if not text:
                os.close(one)
                if one == self._out:
                    self._out = -1
                else:
                    self._err = -1
