"""The command `diff`: report what changed between two specs, in files or at revisions."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from generator import pipeline
from generator.changes.comparison import compared
from generator.command import settings, snapshots
from generator.command.console import PROBLEMS, UsageFault, filled, folded, printed
from generator.command.options import with_make
from generator.targets import release_notes


@click.command(short_help="Show what changed between two specs.")
@click.argument("old", callback=filled)
@click.argument("new", callback=filled, required=False)
@click.option(
    "--spec",
    "specs",
    callback=filled,
    multiple=True,
    metavar="FILE",
    help="The spec for NEW and PATH.  [default: from the settings]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(release_notes.FORMATS)),
    default="text",
    show_default=True,
    help="Output for a terminal, for a changelog, or for programs.",
)
@click.option(
    "--exit-code",
    is_flag=True,
    help="Exit with 1 if something changed, as git diff does.",
)
def diff(
    old: str, new: str | None, specs: Sequence[str], form: str, exit_code: bool
) -> None:
    """Show the changes from OLD to NEW, the version that they require, and what users must do.

    OLD and NEW are each a file, git:REV, or git:REV:PATH. PATH defaults to the spec that --spec or
    the settings name, and NEW defaults to that spec in the working tree.
    """
    default = None
    if new is None or any(_lacks_path(one) for one in (old, new)):
        default = _one(specs or settings.default_specs())
    elif specs:
        raise UsageFault("--spec has no effect if OLD and NEW are complete; omit it")
    shape = pipeline.spec_schema()
    try:
        before, after = (
            snapshots.load(name, shape, default) for name in (old, new or default or "")
        )
    except snapshots.NoSpec as error:
        raise UsageFault(str(error)) from error
    comparison = compared(before, after)
    page = release_notes.FORMATS[form](comparison)
    printed(folded(page) if form == "text" else page, end="")
    if exit_code and comparison.changes:
        sys.exit(PROBLEMS)


def _one(specs: Sequence[str]) -> str:
    """Return the one spec to compare. Raises UsageFault if there are several."""
    if len(specs) > 1:
        raise UsageFault(
            f"diff compares one spec, but there are several: {', '.join(specs)}; "
            f"choose one with {with_make('--spec', 'SPEC=')}"
        )
    return specs[0]


def _lacks_path(name: str) -> bool:
    return name.startswith(snapshots.REVISION) and name.count(":") == 1
