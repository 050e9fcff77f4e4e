"""`python recorder.py RECORD MODULE ARGUMENT…`: runs a module, and records what it touches.

RECORD is a JSON file: a list of [what, subject], in which what is read, write, list, process, or
network. It blocks whatever starts a process or opens a socket. It imports nothing of
ours, so that it sees everything that the module imports.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LISTS = ("os.listdir", "os.scandir")
# https://docs.python.org/3/library/audit_events.html: what changes the file system, by its paths.
WRITES = {
    "os.chflags": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "os.link": 2,
    "os.mkdir": 1,
    "os.remove": 1,
    "os.removexattr": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.setxattr": 1,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.utime": 1,
    "sqlite3.connect": 1,
}
PROCESSES = (
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.spawn",
    "subprocess.Popen",
)


def touched(event: str, arguments: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    """Return what an audit event touches, as (what, subject)."""
    paths: Sequence[object]
    if event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & WRITE_FLAGS
        paths, what = (path,), "write" if writes else "read"
    elif event in LISTS:
        paths, what = (arguments[0] or ".",), "list"
    elif event in WRITES:
        paths, what = arguments[: WRITES[event]], "write"
    elif event in PROCESSES:
        yield "process", f"{event} {arguments[0] if arguments else ''}".strip()
        return
    elif event.startswith("socket."):
        yield "network", event
        return
    else:
        return
    for path in paths:
        # A number is a descriptor; its file was recorded when it was opened.
        if isinstance(path, (str, bytes)):
            yield what, os.path.abspath(os.fsdecode(path))


def main(record: Path, module: str) -> None:
    """Run the module as a program, and keep its exit code."""
    seen: set[tuple[str, str]] = set()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        found = list(touched(event, arguments))
        seen.update(found)
        if any(what in ("process", "network") for what, _ in found):
            raise PermissionError(f"{event} is not let through")

    # The first registered function runs last, so the end of the program is recorded, too.
    atexit.register(lambda: record.write_text(json.dumps(sorted(seen))))
    sys.addaudithook(hook)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    sys.path[0] = os.getcwd()
    _, recorded_in, *sys.argv = sys.argv
    main(Path(recorded_in), sys.argv[0])
