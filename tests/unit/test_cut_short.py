"""A run that stops at any point leaves only whole files, and the next run completes it."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from generator.output import edits, places, records
from generator.output import writing as output
from tests.sampling import LONG

WRITING = {output.__file__, places.__file__, records.__file__}

OLD = {"docs/a": b"old a", "docs/gone/b": b"old b", "docs/same": b"same", "swap": b"1"}
NEW = {"docs/a": b"new a", "docs/new/c": b"new c", "docs/same": b"same", "swap/d": b"2"}
OTHER = {"docs/a": b"other"}
FOREIGN = {"mine": b"mine", "docs/mine": b"mine"}


def run(files: dict[str, bytes], folder: Path) -> None:
    """Do the same as `generate` without --force."""
    plan = output.plan(files, folder)
    assert edits.edited(folder, plan.before, plan.known) == []
    output.write(plan, [])


def everything(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        # The times of creation differ in every run.
        if file.is_file() and file.name != "created"
    }


def result(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return everything in a folder with the foreign files after a run."""
    manifest = "".join(f"{path}\n" for path in sorted(files)).encode()
    digests = records.file_of(records.digests_of(files))
    ours = {
        ".generator/.gitignore": b"*\n",
        ".generator/digests": digests,
    }
    return {**files, **FOREIGN, **ours, "MANIFEST": manifest}


def folders(folder: Path) -> set[str]:
    return {
        each.relative_to(folder).as_posix()
        for each in folder.rglob("*")
        if each.is_dir()
    }


def interrupt() -> None:
    raise KeyboardInterrupt


def run_until(line: int, stop: Callable[[], None], folder: Path) -> None:
    """Write NEW, and call `stop` at the n-th line of the modules that write."""
    lines = itertools.count(1)

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in WRITING:
            return None
        if event == "line" and next(lines) == line:
            stop()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run(NEW, folder)
    finally:
        sys.settrace(before)


def interrupted(line: int, folder: Path) -> bool:
    """Stop a run with KeyboardInterrupt; return whether it reached that line.

    If a trace function raises within a handler, Python 3.11 goes on handling the exception of the
    handler, and every later error of the thread has it as its context. So the run has its own thread.
    """
    with ThreadPoolExecutor(1) as thread:
        stopped = thread.submit(run_until, line, interrupt, folder).exception()
    if stopped is not None and not isinstance(stopped, KeyboardInterrupt):
        raise stopped
    return stopped is not None


def killed(line: int, folder: Path) -> bool:
    """Kill a process during its run; return whether it reached that line."""
    child = os.fork()
    if child == 0:
        try:
            run_until(line, lambda: os._exit(1), folder)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def fresh(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in FOREIGN.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def assert_whole(folder: Path, before: dict[str, bytes]) -> None:
    """Assert that each file has its whole old or new content."""
    found, after = everything(folder), result(NEW)
    for path in FOREIGN:
        assert found[path] == before[path]
    for path, data in found.items():
        if path.startswith(".generator/"):
            continue
        assert data in (before.get(path), after.get(path)), path
    untouched = before.keys() & after.keys()
    assert untouched - {".generator/.gitignore", ".generator/digests"} <= found.keys()


@pytest.mark.parametrize(
    ("first", "stopped", "old", "then"),
    [
        pytest.param(1, interrupted, None, NEW, id="interrupted-first-run-again"),
        pytest.param(2, interrupted, None, OTHER, id="interrupted-first-run-another"),
        pytest.param(3, interrupted, OLD, NEW, id="interrupted-later-run-again"),
        pytest.param(4, interrupted, OLD, OTHER, id="interrupted-later-run-another"),
        pytest.param(5, killed, OLD, OTHER, id="killed-later-run-another"),
    ],
)
def test_run_that_stops_at_any_line_leaves_whole_files_and_the_next_completes_it(
    tmp_path: Path,
    first: int,
    stopped: Callable[[int, Path], bool],
    old: dict[str, bytes] | None,
    then: dict[str, bytes],
) -> None:
    start, folder = tmp_path / "start", tmp_path / "out"
    fresh(start)
    if old is not None:
        run(old, start)
    before = everything(start)
    line = 0
    for line in itertools.count(1 if LONG else first, 1 if LONG else 10):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start, folder)
        if not stopped(line, folder):
            break
        assert_whole(folder, before)
        run(then, folder)
        assert everything(folder) == result(then), f"stopped at line {line}"
        parents = {each for path in result(then) for each in places.parents(path)}
        assert folders(folder) == parents, f"stopped at line {line}"
    assert everything(folder) == result(NEW)
    assert line > 100
    assert sys.exc_info() == (None, None, None)
