"""The command `diff`: two specs that were once, or are, to a report of what changed."""

from __future__ import annotations

import sys

import click

from generator import pipeline
from generator.changes.comparison import compared
from generator.command import settings, snapshots
from generator.command.console import PROBLEMS, UsageFault, filled, folded, printed
from generator.targets import release_notes


@click.command(short_help="Say what changed from one spec to another.")
@click.argument("old", callback=filled)
@click.argument("new", callback=filled, required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(release_notes.FORMATS)),
    default="text",
    show_default=True,
    help="For people, as lines of a changelog, or for programs.",
)
@click.option(
    "--exit-code",
    is_flag=True,
    help="Exit 1 where something changed, as git diff does.",
)
def diff(old: str, new: str | None, form: str, exit_code: bool) -> None:
    """Say what changed from OLD to NEW, what it takes from the version, and what consumers do.

    Each is a file, or git:REV, or git:REV:PATH; without a path it is the spec of pyproject.toml at
    that revision. NEW is that spec as it stands unless given.
    """
    default = None
    if new is None or any(_lacks_path(one) for one in (old, new)):
        default = settings.default_specs()[0]
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


def _lacks_path(name: str) -> bool:
    return name.startswith(snapshots.REVISION) and name.count(":") == 1
