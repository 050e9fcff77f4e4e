"""`python -m tests.forked FD MODULE…`: imports the modules once, and runs other modules in forks of itself.

Each message on the socket FD is a request of `tests.forks`. A fork is a process as `python -m` starts it: it
has its own arguments, environment, folder, and standard streams. Only the imports are those of its parent.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import runpy
import socket
import sys
import termios
from collections.abc import Sequence
from typing import Literal, TextIO

FORK, WAIT, DONE = b"fork", b"wait", b"done"
"""Requests: fork, with the file of the order and three streams; return the status of a child; end."""


def main(number: int, modules: Sequence[str]) -> str | None:
    """Serve requests. In a fork, return the name of the module to run; at the end, return None."""
    for one in modules:
        importlib.import_module(one)
    # A collection in a fork would copy the memory that it shares with this process.
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=number) as requests:
        while True:
            message, streams, *_ = socket.recv_fds(requests, 64, 4)
            kind, _, argument = message.partition(b" ")
            if kind == WAIT:
                _, status = os.waitpid(int(argument), 0)
                requests.send(str(os.waitstatus_to_exitcode(status)).encode())
            elif kind == FORK:
                child = os.fork()
                if child == 0:
                    break
                for stream in streams:
                    os.close(stream)
                requests.send(str(child).encode())
            else:
                return None
    return _become(*streams)


def _become(order: int, *streams: int) -> str:
    """Make this process what the order asks for, and return the module to run."""
    with open(order, encoding="utf-8") as file:
        wanted = json.load(file)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if wanted["has_terminal"]:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.chdir(wanted["folder"])
    # Python sets it if the locale is C, and before it reads the environment.
    ctype = {one: os.environ[one] for one in ("LC_CTYPE",) if one in os.environ}
    os.environ.clear()
    os.environ.update({**ctype, **wanted["environment"]})
    # `python -m` puts the current folder first.
    sys.path[0] = wanted["folder"]
    sys.argv[1:] = wanted["arguments"]
    sys.stdin = _stream(0, "r", sys.stdin)
    sys.stdout = _stream(1, "w", sys.stdout)
    sys.stderr = _stream(2, "w", sys.stderr)
    return str(wanted["module"])


def _stream(number: int, mode: Literal["r", "w"], like: TextIO) -> TextIO:
    """Return a new stream of a descriptor, with the encoding that Python chose for the old one."""
    is_shown = number == 2 or os.isatty(number)
    return open(
        number,
        mode,
        buffering=1 if is_shown and mode == "w" else -1,
        encoding=like.encoding,
        errors=like.errors,
        closefd=False,
    )


def run(module: str, codes: list[int]) -> None:
    """Run a module as a program, and add its exit code unless Python has to report something."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        codes.append(0)
    except SystemExit as error:
        code = 0 if error.code is None else error.code
        if isinstance(code, int) and code in range(256):
            codes.append(code)
        raise


def leave(codes: Sequence[int]) -> None:
    """End this process with a code, if there is one.

    Otherwise, Python would free all memory, and therefore copy what this process shares with its
    parent. That takes longer than most commands.
    """
    if codes:
        # If a stream cannot be flushed, Python reports that.
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(codes[0])


if __name__ == "__main__":
    _codes: list[int] = []
    # What is registered first is called last.
    atexit.register(leave, _codes)
    _module = main(int(sys.argv[1]), sys.argv[2:])
    if _module is not None:
        # Exceptions are those of this process, because nothing catches them.
        run(_module, _codes)
