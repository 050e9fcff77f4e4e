"""The options that several commands take, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import pipeline
from generator.command import settings
from generator.command.console import UsageFault, filled
from generator.reading import reports
from generator.reading.diagnostics import did_you_mean

Command = TypeVar("Command", bound=Callable[..., Any])


def spec_options(command: Command) -> Command:
    """Add --spec and --format."""
    spec = click.option(
        "--spec",
        "specs",
        callback=filled,
        multiple=True,
        metavar="FILE",
        help="The spec to read; may be repeated.  [default: that of pyproject.toml]",
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(list(reports.FORMATS)),
        default="text",
        show_default=True,
        help="How to print problems: for people, for programs, or beside the line on GitHub.",
    )
    return spec(form(command))


def output_options(command: Command) -> Command:
    """Add --out and --target to the options for specs."""
    target = click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="NAME",
        help="Only this target; may be repeated.  [default: all of them]",
    )
    out = click.option(
        "--out",
        callback=filled,
        metavar="FOLDER",
        help="The folder to write to.  [default: that of pyproject.toml]",
    )
    return spec_options(out(target(command)))


def wanted_output(
    out: str | None, targets: Sequence[str]
) -> tuple[Path, Sequence[str]]:
    """Return the folder to write to and the targets that are named, which have to exist."""
    for name in targets:
        if name not in pipeline.TARGETS:
            known = ", ".join(pipeline.TARGETS)
            near = did_you_mean(name, pipeline.TARGETS) or f"the targets are {known}"
            raise UsageFault(f'there is no target "{name}"; {near}')
    return Path(settings.default_out() if out is None else out), targets
