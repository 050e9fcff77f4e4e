"""Processes that need no imports, because they are forks of a process that did them."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import final

from tests.forked import DONE, FORK, WAIT
from tests.sampling import LONG

ROOT = Path(__file__).resolve().parent.parent
ARE_POSSIBLE = sys.platform == "linux" and not LONG
"""Whether forks replace processes; the long run starts each process in the usual way."""


@final
class Forked:
    """A running fork. Its methods are those of `subprocess.Popen`."""

    def __init__(self, pid: int, server: Forks) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._server = server
        self._ended = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Return the exit code, or None if it runs."""
        if self.returncode is None and select.select([self._ended], [], [], 0)[0]:
            os.close(self._ended)
            self.returncode = self._server.status(self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Return the exit code. Raises subprocess.TimeoutExpired after that many seconds."""
        if self.returncode is None:
            select.select([self._ended], [], [], timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@dataclass(frozen=True)
class Order:
    """What a fork runs, and where. With `has_terminal`, its standard input is its controlling terminal."""

    module: str
    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    has_terminal: bool = False


class Forks:
    """The process that forks; it ends with this one."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        self._requests, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked", str(other.fileno()), *modules],
                cwd=ROOT,
                env=environment,
                pass_fds=[other.fileno()],
                start_new_session=True,
            )

    def close(self) -> None:
        """End the process; its forks go on."""
        self._requests.send(DONE)
        self._requests.close()
        self._process.wait()

    def start(self, order: Order, stdin: int, stdout: int, stderr: int) -> Forked:
        """Start a fork with these descriptors as its standard streams."""
        with tempfile.TemporaryFile() as file:
            wanted = {**vars(order), "folder": str(order.folder)}
            file.write(
                json.dumps({**wanted, "environment": {**order.environment}}).encode()
            )
            file.seek(0)
            numbers = [file.fileno(), stdin, stdout, stderr]
            socket.send_fds(self._requests, [FORK], numbers)
            return Forked(int(self._requests.recv(64)), self)

    def status(self, pid: int) -> int:
        """Return the exit code of a fork that has ended; a signal is negative."""
        self._requests.send(WAIT + b" " + str(pid).encode())
        return int(self._requests.recv(64))

    def run(
        self, order: Order, typed: bytes, timeout: float
    ) -> tuple[int, bytes, bytes]:
        """Run a fork to its end; return its exit code, standard output, and standard error.

        Raises subprocess.TimeoutExpired if it runs for longer than that many seconds.
        """
        end = time.monotonic() + timeout
        pipes = [os.pipe() for _ in range(3)]
        own = [pipes[0][1], pipes[1][0], pipes[2][0]]
        theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
        fork = self.start(order, *theirs)
        for one in theirs:
            os.close(one)
        try:
            read = _exchange(own, typed, end)
            code = fork.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            fork.kill()
            raise
        return code, read[own[1]], read[own[2]]


def _exchange(own: Sequence[int], typed: bytes, end: float) -> dict[int, bytes]:
    """Write to the first pipe and read the others to their ends, then close them all."""
    writing, *reading = own
    os.set_blocking(writing, False)
    read = dict.fromkeys(reading, b"")
    while reading:
        patience = max(0.0, end - time.monotonic())
        ready, writable, _ = select.select(
            reading, [writing][: writing >= 0], [], patience
        )
        if not ready and not writable:
            raise subprocess.TimeoutExpired("a fork", patience)
        if writable:
            try:
                typed = typed[os.write(writing, typed[:65_536]) if typed else 0 :]
            except BrokenPipeError:
                typed = b""
            if not typed:
                os.close(writing)
                writing = -1
        for one in ready:
            data = os.read(one, 65_536)
            read[one] += data
            if not data:
                reading.remove(one)
                os.close(one)
    if writing >= 0:
        os.close(writing)
    return read
