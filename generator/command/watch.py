"""The command `watch`: run generate, and run it again after each change to an input."""

from __future__ import annotations

import contextlib
import logging
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator import pipeline
from generator.command import settings
from generator.command.console import UsageFault, printed
from generator.command.options import Wanted, output_options, wanted_output

_INPUTS = ("generator", "spec", "templates")
_MAX_NAMED = 3
_TO_STOP = 30
"""The seconds that a run has to stop after Ctrl-C or a change before it is killed."""


@click.command(short_help="Run generate after each change.")
@output_options
def watch(
    specs: Sequence[str],
    out: str | None,
    targets: Sequence[str],
    templates: str | None,
    form: str,
) -> None:
    """Run generate now, and again after each change to an input or the settings, until Ctrl-C.

    Each run is a separate process, so you can also change the generator.
    """

    def plan() -> _Plan:
        wanted = wanted_output(out, targets, templates)
        files = specs or settings.default_specs()
        places = [] if specs and out else settings.files()
        options = [f"--spec={one}" for one in specs]
        options += [f"--out={out}"] if out else []
        options += [f"--target={one}" for one in wanted.targets]
        options += [f"--templates={templates}"] if templates else []
        return _planned(files, wanted, [f"--format={form}", *options], places)

    planned = plan()
    # Ctrl-C is how to end this, so it is not an error at any time.
    with contextlib.suppress(KeyboardInterrupt):
        printed(f"watching {_named(planned.folders)}; press Ctrl-C to stop")
        while True:
            try:
                _rerun(planned)
            except _SettingsChanged:
                # The next run reports settings that are not valid.
                with contextlib.suppress(UsageFault):
                    planned = plan()
            else:
                break


class _SettingsChanged(Exception):
    """The settings may name other specs now, which are in other folders."""


@dataclass(frozen=True)
class _Plan:
    """What to watch, what to run, and where the output goes.

    The command has only the options that were given, so each run reads the settings again.
    """

    folders: Sequence[Path]
    settings: Sequence[Path]
    command: str
    out: Path


def _planned(
    files: Sequence[str],
    wanted: Wanted,
    options: Sequence[str],
    settings_files: Sequence[Path],
) -> _Plan:
    """Return the plan for specs. Raises UsageFault if a folder cannot be watched."""
    beside = (Path(file).resolve().parent for file in files)
    inputs = [Path(name).resolve() for name in _INPUTS] if pipeline.IS_CHECKOUT else []
    inputs += [wanted.over.resolve()] if wanted.over is not None else []
    folders = sorted({*beside, *inputs})
    for one in folders:
        if not one.is_dir():
            raise UsageFault(f"cannot watch {_named([one])}: it is not a folder")
    program = "generator" if pipeline.IS_CHECKOUT else "oauth_codegen"
    config = click.get_current_context().find_root().obj
    chosen = [f"--config={config}"] if config is not None else []
    command = [sys.executable, "-m", program, *chosen, "generate", *options]
    places = [one.resolve() for one in settings_files]
    return _Plan(folders, places, shlex.join(command), wanted.out.resolve())


def _rerun(plan: _Plan) -> None:
    """Run a command now, and again after each change of an input that is not in the output.

    Raises _SettingsChanged after a change of the settings.
    """
    # Not at the top: no other command needs it, and a machine that only generates lacks it.
    try:
        from watchfiles import Change, DefaultFilter, run_process
    except ImportError as error:
        hint = "install the extra watch of oauth-codegen"
        raise UsageFault(f"watch needs watchfiles: {hint}") from error

    is_input = DefaultFilter()

    def counts(change: Change, path: str) -> bool:
        return is_input(change, path) and not Path(path).is_relative_to(plan.out)

    def report(changes: Iterable[tuple[object, str]]) -> None:
        paths = {Path(path) for _, path in changes}
        printed(f"\n{_named(sorted(paths))} changed")
        if not paths.isdisjoint(plan.settings):
            raise _SettingsChanged

    # It warns about each process that ended before a change, as most runs do.
    logging.getLogger("watchfiles").setLevel(logging.ERROR)
    run_process(
        *plan.folders,
        *(one for one in plan.settings if one.is_file()),
        target=plan.command,
        target_type="command",
        callback=report,
        watch_filter=counts,
        sigint_timeout=_TO_STOP,
    )


def _named(paths: Sequence[Path]) -> str:
    """Return the first paths, relative to this folder if they are in it."""
    here = Path.cwd()
    names = [
        str(path.relative_to(here) if path.is_relative_to(here) else path)
        for path in paths
    ]
    more = len(names) - _MAX_NAMED
    return ", ".join(names[:_MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
