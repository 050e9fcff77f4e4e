"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import pipeline
from generator.command import settings
from generator.command.console import UsageFault, filled
from generator.reading import reports
from generator.reading.diagnostics import did_you_mean

Command = TypeVar("Command", bound=Callable[..., Any])


def spec_options(command: Command) -> Callable[..., Any]:
    """Add SPEC, --spec, and --format. The command gets all specs together as `specs`."""

    @wraps(command)
    def with_all_specs(
        files: tuple[str, ...], specs: tuple[str, ...], **rest: Any
    ) -> Any:
        return command(specs=(*files, *specs), **rest)

    argument = click.argument("files", callback=filled, nargs=-1, metavar="[SPEC]...")
    option = click.option(
        "--spec",
        "specs",
        callback=filled,
        multiple=True,
        metavar="FILE",
        help="Another way to name a SPEC. Repeat for several specs.  [default: from the settings]",
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(list(reports.FORMATS)),
        default="text",
        show_default=True,
        help="How to print problems: as text, as JSON, or as GitHub annotations.",
    )
    return argument(option(form(with_all_specs)))


def output_options(command: Command) -> Callable[..., Any]:
    """Add --out and --target to what `spec_options` adds."""
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
        help="The output folder.  [default: from the settings]",
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
