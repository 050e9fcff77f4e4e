"""`python -m generator.command.watch`, with the options of generate: generates whenever an input is saved.

Each run is a process of its own, so that the generator itself may be what changes. Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import io
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import tomli
from watchfiles import Change, DefaultFilter, watch

INPUTS = ("spec", "templates", "generator")
USAGE = 2
"""What generate ends with where it is called wrongly."""
MAX_NAMED = 3
_TICK = 100
"""How long to wait for a change before the first run, in milliseconds."""


class Inputs(DefaultFilter):
    """What editors and tools leave behind is no input, and neither is what generate writes."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether a changed path is an input."""
        return super().__call__(change, path) and not Path(path).is_relative_to(
            self._out
        )


def main(options: Sequence[str]) -> int:
    """Generate now and after each change, until Ctrl-C.

    Return 0, 2 where nothing can be watched or the options are wrong, and 130 where a second Ctrl-C
    cut a run short.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A path that the terminal cannot show ends no run.
            stream.reconfigure(errors="backslashreplace")
    try:
        specs, out = _places(options)
        folders = sorted({Path(name).resolve() for name in INPUTS} | specs)
        for folder in folders:
            if not folder.is_dir():
                raise NotADirectoryError(f"there is no folder {_named([folder])}")
        print(f"watching {_named(folders)}; Ctrl-C ends", flush=True)
        for changes in _changes(folders, Inputs(out)):
            if changes:
                print(f"\n{_named(changes)} changed", flush=True)
            command = [sys.executable, "-m", "generator", "generate", *options]
            # In a session of its own, so that Ctrl-C lets the run come to its end.
            run = subprocess.run(command, check=False, start_new_session=True)
            is_first, asks = not changes, bool({"-h", "--help"} & {*options})
            if is_first and (run.returncode == USAGE or asks):
                # No save would make the options right.
                return run.returncode
    except (OSError, ValueError) as error:
        print(f"Error: cannot watch: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped within a run", file=sys.stderr)
        return 130
    return 0


def _places(options: Sequence[str]) -> tuple[set[Path], Path]:
    """Return the folders of the specs and the folder of the output.

    Raises OSError or ValueError where pyproject.toml has to say them and does not.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--spec", action="append")
    parser.add_argument("--out")
    given, _ = parser.parse_known_args(options)
    specs, out = given.spec, given.out
    if not (specs and out):
        file = Path("pyproject.toml")
        match tomli.loads(file.read_text(encoding="utf-8")):
            case {"tool": {"generator": {"spec": [*names], "out": str(folder)}}}:
                specs, out = specs or [str(one) for one in names], out or folder
            case _:
                message = 'spec = ["spec/one.yaml"] and out = "generated"'
                raise ValueError(f"[tool.generator] in {file} here lacks {message}")
    return {Path(one).resolve().parent for one in specs}, Path(out)


def _changes(folders: Sequence[Path], inputs: Inputs) -> Iterator[list[Path]]:
    """Return nothing as soon as the folders are watched, then what has changed, until Ctrl-C.

    Raises OSError where a folder cannot be watched.
    """
    stop = threading.Event()

    def on_interrupt(_: int, __: object) -> None:
        stop.set()
        # A run that does not come to its end is killed at the second Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, on_interrupt)
    started = False
    # A change is not lost between the first run and the watching: the watching comes first.
    for found in watch(
        *folders,
        watch_filter=inputs,
        stop_event=stop,
        rust_timeout=_TICK,
        yield_on_timeout=True,
    ):
        changed = sorted(lasting(found))
        if changed or not started:
            yield changed
        started = True


def lasting(found: set[tuple[Change, str]]) -> set[Path]:
    """Return the paths that changed, without those of files that came and went within one save."""
    return {
        Path(path)
        for _, path in found
        if Path(path).exists() or (Change.added, path) not in found
    }


def _named(paths: Sequence[Path]) -> str:
    here = Path.cwd()
    names = [
        str(path.relative_to(here) if path.is_relative_to(here) else path)
        for path in paths
    ]
    more = len(names) - MAX_NAMED
    return ", ".join(names[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
