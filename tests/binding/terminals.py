"""The command in a separate terminal, with a time limit for each step."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import final

from tests.binding.commands import COMMAND, MODULE, environment, forks, is_forkable
from tests.forks import Forked, Order

Start = Callable[[int, int, int], "subprocess.Popen[bytes] | Forked"]
"""Starts a process with these descriptors as its standard streams."""

PATIENCE = 30.0
"""The seconds that a test waits for what a terminal shows or accepts."""
PROMPT = "(it is not shown):"
BRACKETED = "\x1b[?2004h"
"""Asks the terminal to mark pastes; the prompt reads keys from here on."""


def _start() -> None:
    """Take the terminal."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@final
class Terminal:
    """A process with its own terminal, and everything that it shows."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        errors: str | None = None,
        start: Start | None = None,
        is_fresh: bool = False,
        **more: str,
    ) -> None:
        """Start the command; errors names a file for its standard error.

        start begins another process with these standard streams, to which the terminal sends no
        signals. With `is_fresh`, it is a process that still has to import what it needs, not a fork.
        """
        self._master, self.slave = pty.openpty()
        os.set_blocking(self._master, False)
        # A fork may switch it at once.
        self.mode = termios.tcgetattr(self.slave)
        self.shown = ""
        said = self.slave
        if errors:
            said = os.open(folder / errors, os.O_WRONLY | os.O_CREAT, 0o600)
        begin = start or self._starter(folder, arguments, more, is_fresh=is_fresh)
        self._process = begin(self.slave, self.slave, said)
        if errors:
            os.close(said)

    def _starter(
        self,
        folder: Path,
        arguments: Sequence[str],
        more: Mapping[str, str],
        *,
        is_fresh: bool,
    ) -> Start:
        variables = {**environment(folder), "TERM": "xterm", "COLUMNS": "200", **more}
        if not is_fresh and is_forkable(variables):
            order = Order(MODULE, arguments, folder, variables, has_terminal=True)
            return lambda stdin, stdout, stderr: forks().start(
                order, stdin, stdout, stderr
            )
        return lambda stdin, stdout, stderr: subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            env=variables,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            preexec_fn=_start,  # noqa: PLW1509
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(PATIENCE)
        os.close(self.slave)
        if self._master >= 0:
            os.close(self._master)

    def wait_for(self, text: str) -> None:
        """Read until a text is shown."""
        self.wait_until(lambda: text in self.shown)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Read until a condition holds."""
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, self.shown
            self._read(0.1)

    def wait_for_prompt(self, number: int = 1) -> None:
        """Wait until a prompt, counted from 1, reads what is pasted, unseen."""
        self.wait_until(lambda: self.shown.count(BRACKETED) >= number)
        assert PROMPT in self.shown
        assert not termios.tcgetattr(self.slave)[3] & termios.ECHO

    def type(self, text: str) -> None:
        """Type or paste a text, and read what is shown meanwhile."""
        data = text.encode()
        end = time.monotonic() + PATIENCE
        while data:
            assert time.monotonic() < end, f"{len(data)} bytes are not accepted"
            if select.select([], [self._master], [], 0.1)[1]:
                try:
                    data = data[os.write(self._master, data[:4096]) :]
                except BlockingIOError:
                    time.sleep(0.001)
            self._read(0)

    def paste(self, text: str) -> None:
        """Paste a text as a terminal does that marks pastes."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def unread(self) -> bytes:
        """Return what the process left for the shell."""
        mode = termios.tcgetattr(self.slave)
        mode[3] &= ~termios.ICANON
        termios.tcsetattr(self.slave, termios.TCSANOW, mode)
        found = select.select([self.slave], [], [], 0)[0]
        return os.read(self.slave, 65_536) if found else b""

    def send(self, number: int) -> None:
        """Send a signal as soon as the process waits.

        Python handles one that arrives between its last instruction and a read only after that read.
        """
        stat = Path(f"/proc/{self._process.pid}/stat")
        if stat.exists():
            self.wait_until(lambda: stat.read_text().rpartition(") ")[2][0] in "SZ")
        self._process.send_signal(number)

    def hang_up(self) -> int:
        """Close the terminal as its window does, and return the exit code."""
        os.close(self._master)
        self._master = -1
        return self._process.wait(PATIENCE)

    def end(self) -> int:
        """Return the exit code, once everything is shown."""
        end = time.monotonic() + PATIENCE
        while (code := self._process.poll()) is None:
            assert time.monotonic() < end, self.shown
            self._read(0.05)
        while self._read(0):
            pass
        return code

    def _read(self, patience: float) -> bool:
        if not select.select([self._master], [], [], patience)[0]:
            return False
        self.shown += os.read(self._master, 65_536).decode("utf-8", "replace")
        return True
