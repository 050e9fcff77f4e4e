"""The command `watch`: run generate, and run it again after each change to an input."""

from __future__ import annotations

import contextlib
import logging
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.command import settings
from generator.command.console import UsageFault, printed
from generator.command.options import output_options, wanted_output

_INPUTS = ("generator", "spec", "templates")
_MAX_NAMED = 3
_TO_STOP = 30
"""The seconds that a run has to stop after Ctrl-C or a change before it is killed."""


@click.command(short_help="Run generate after each change.")
@output_options
def watch(
    specs: Sequence[str], out: str | None, targets: Sequence[str], form: str
) -> None:
    """Run generate now, and again after each change to an input, until Ctrl-C.

    Each run is a separate process, so you can also change the generator.
    """
    folder, chosen = wanted_output(out, targets)
    files = specs or settings.default_specs()
    beside = (Path(file).resolve().parent for file in files)
    folders = sorted({*beside, *(Path(name).resolve() for name in _INPUTS)})
    for one in folders:
        if not one.is_dir():
            raise UsageFault(f"cannot watch {_named([one])}: it is not a folder")
    run = [
        "generate",
        f"--format={form}",
        f"--out={folder}",
        *(f"--spec={one}" for one in files),
        *(f"--target={one}" for one in chosen),
    ]
    # Ctrl-C is how to end this, so it is not an error at any time.
    with contextlib.suppress(KeyboardInterrupt):
        printed(f"watching {_named(folders)}; press Ctrl-C to stop")
        _rerun(shlex.join([sys.executable, "-m", "generator", *run]), folders, folder)


def _rerun(command: str, folders: Sequence[Path], out: Path) -> None:
    """Run a command now, and again after each change in the folders that is not in `out`."""
    # Not at the top: no other command needs it, and a machine that only generates lacks it.
    from watchfiles import Change, DefaultFilter, run_process

    is_input, written = DefaultFilter(), out.resolve()

    def counts(change: Change, path: str) -> bool:
        return is_input(change, path) and not Path(path).is_relative_to(written)

    # It warns about each process that ended before a change, as most runs do.
    logging.getLogger("watchfiles").setLevel(logging.ERROR)
    run_process(
        *folders,
        target=command,
        target_type="command",
        callback=_report,
        watch_filter=counts,
        sigint_timeout=_TO_STOP,
    )


def _report(changes: Iterable[tuple[object, str]]) -> None:
    printed(f"\n{_named(sorted({Path(path) for _, path in changes}))} changed")


def _named(paths: Sequence[Path]) -> str:
    """Return the first paths, relative to this folder if they are in it."""
    here = Path.cwd()
    names = [
        str(path.relative_to(here) if path.is_relative_to(here) else path)
        for path in paths
    ]
    more = len(names) - _MAX_NAMED
    return ", ".join(names[:_MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
