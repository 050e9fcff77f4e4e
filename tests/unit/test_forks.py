"""A fork is a process as `python -m` starts it: arguments, environment, folder, streams, and end."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.forks import Forks, Order

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs pidfd_open")

SHOWN = """
import json, os, sys
streams = [sys.stdin, sys.stdout, sys.stderr]
json.dump({
    "name": __name__,
    "file": sys.argv[0],
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "path": sys.path[0],
    "environment": dict(os.environ),
    "streams": [(one.fileno(), one.encoding, one.errors) for one in streams],
    "read": sys.stdin.read(),
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    started = Forks(["json"], {})
    yield started
    started.close()


def order(folder: Path, program: str, *arguments: str) -> Order:
    (folder / "program.py").write_text(textwrap.dedent(program), encoding="utf-8")
    return Order("program", arguments, folder, {"A": "b=c", "HOME": str(folder)})


def process(wanted: Order, typed: bytes) -> tuple[int, bytes, bytes]:
    """Return what a process of the order gives."""
    ran = subprocess.run(
        [sys.executable, "-m", wanted.module, *wanted.arguments],
        cwd=wanted.folder,
        env=wanted.environment,
        input=typed,
        capture_output=True,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


def test_fork_sees_what_a_process_sees(forks: Forks, tmp_path: Path) -> None:
    wanted = order(tmp_path, SHOWN, "a", "\u00e4 'b'")
    code, out, said = forks.run(wanted, b"typed", 60)
    assert (code, said) == (0, b"")
    assert json.loads(out)["arguments"] == ["a", "\u00e4 'b'"]
    assert json.loads(out) == json.loads(process(wanted, b"typed")[1])


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit",
        "raise SystemExit(3)",
        "raise SystemExit(-1)",
        "raise SystemExit(1 << 99)",
        "raise SystemExit('why')",
        "import os; os._exit(4)",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
        "import atexit; atexit.register(print, 'last'); print('first')",
        "import threading; threading.Timer(0.1, print, ['last']).start(); print('first')",
        "import sys; print('x'); sys.stdout.close()",
        "import sys; print('x'); sys.stdout = None",
    ],
)
def test_fork_ends_as_a_process_does(
    forks: Forks, tmp_path: Path, program: str
) -> None:
    wanted = order(tmp_path, program)
    assert forks.run(wanted, b"", 60) == process(wanted, b"")


def test_output_that_cannot_be_written_is_an_error(
    forks: Forks, tmp_path: Path
) -> None:
    wanted = order(tmp_path, "import os; print('x'); os.close(1)")
    assert forks.run(wanted, b"", 60)[:2] == process(wanted, b"")[:2] == (120, b"")


def test_exception_that_nothing_catches_is_shown(forks: Forks, tmp_path: Path) -> None:
    code, out, said = forks.run(order(tmp_path, "raise ValueError('x')"), b"", 60)
    assert (code, out, said.splitlines()[-1]) == (1, b"", b"ValueError: x")


def test_long_input_and_output_are_complete(forks: Forks, tmp_path: Path) -> None:
    program = """
        import sys
        data = sys.stdin.buffer.read()
        for stream in (sys.stderr, sys.stdout):
            stream.buffer.write(data)
    """
    data = bytes(range(256)) * 2_000
    assert forks.run(order(tmp_path, program), data, 60) == (0, data, data)


def test_input_that_is_not_read_is_dropped(forks: Forks, tmp_path: Path) -> None:
    assert forks.run(order(tmp_path, ""), b"x" * 400_000, 60) == (0, b"", b"")


def test_forks_do_not_affect_each_other(forks: Forks, tmp_path: Path) -> None:
    changes = "import json, os; json.mark = os.environ['MARK'] = 'x'"
    shows = "import json, os; print(hasattr(json, 'mark'), 'MARK' in os.environ)"
    assert forks.run(order(tmp_path, changes), b"", 60) == (0, b"", b"")
    wanted = order(tmp_path, shows)
    assert forks.run(wanted, b"", 60) == (0, b"False False\n", b"")


def test_fork_that_takes_too_long_is_reported(forks: Forks, tmp_path: Path) -> None:
    wanted = order(tmp_path, "import time; time.sleep(60)")
    with pytest.raises(subprocess.TimeoutExpired):
        forks.run(wanted, b"", 0.1)


def test_running_fork_is_stopped_by_a_signal(forks: Forks, tmp_path: Path) -> None:
    wanted = order(tmp_path, "import time; time.sleep(60)")
    with open(os.devnull, "r+b") as nowhere:
        running = forks.start(wanted, *[nowhere.fileno()] * 3)
    assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    assert [running.wait(60), running.wait(60), running.poll()] == [-9, -9, -9]


def test_fork_can_have_a_terminal(forks: Forks, tmp_path: Path) -> None:
    shown = """
    import os
    with open("/dev/tty") as terminal:
        print(os.ttyname(terminal.fileno()) != "", os.getsid(0) == os.getpid(), os.tcgetpgrp(0) == os.getpid())
    """
    master, slave = pty.openpty()
    wanted = replace(order(tmp_path, shown), has_terminal=True)
    assert forks.start(wanted, slave, slave, slave).wait(30) == 0
    assert os.read(master, 1000) == b"True True True\r\n"
    for descriptor in (master, slave):
        os.close(descriptor)
