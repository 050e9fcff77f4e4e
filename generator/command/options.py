"""Options that several commands share."""

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
        help="The spec to read. Repeat for several specs.  [default: from pyproject.toml]",
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(list(reports.FORMATS)),
        default="text",
        show_default=True,
        help="How to print problems: as text, as JSON, or as GitHub annotations.",
    )
    return spec(form(command))


def output_options(command: Command) -> Command:
    """Add --out and --target to the options for specs."""
    target = click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="NAME",
        help="Generate only this target. Repeat for several targets.  [default: all]",
    )
    out = click.option(
        "--out",
        callback=filled,
        metavar="FOLDER",
        help="The output folder.  [default: from pyproject.toml]",
    )
    return spec_options(out(target(command)))


def wanted_output(
    out: str | None, targets: Sequence[str]
) -> tuple[Path, Sequence[str]]:
    """Return the output folder and the requested targets. Raises UsageFault for an unknown one."""
    for name in targets:
        if name not in pipeline.TARGETS:
            known = ", ".join(pipeline.TARGETS)
            near = did_you_mean(name, pipeline.TARGETS) or f"the targets are {known}"
            raise UsageFault(f'unknown target "{name}"; {near}')
    return Path(settings.default_out() if out is None else out), targets
