"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from generator import pipeline
from generator.command import overlay, settings
from generator.command.console import UsageFault, filled
from generator.reading import reports
from generator.reading.diagnostics import did_you_mean


def spec_options(command: Callable[..., Any]) -> Callable[..., Any]:
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


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --out, --target, and --templates to what `spec_options` adds."""
    target = click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="NAME",
        help="Use only this target. Repeat for several targets.  [default: all]",
    )
    out = click.option(
        "--out",
        callback=filled,
        metavar="FOLDER",
        help="The output folder.  [default: from the settings]",
    )
    templates = click.option(
        "--templates",
        callback=filled,
        metavar="FOLDER",
        help="Files that replace templates with the same paths. Experimental.",
    )
    return spec_options(out(target(templates(command))))


@dataclass(frozen=True)
class Wanted:
    """The output folder, the targets or an empty sequence for all, and the folder of --templates."""

    out: Path
    targets: Sequence[str]
    over: Path | None


def wanted_output(
    out: str | None, targets: Sequence[str], templates: str | None
) -> Wanted:
    """Return what the options and the settings say.

    Raises UsageFault for an unknown target or an unsuitable folder of templates.
    """
    for name in targets:
        if name not in pipeline.TARGETS:
            known = ", ".join(pipeline.TARGETS)
            near = did_you_mean(name, pipeline.TARGETS) or f"the targets are {known}"
            raise UsageFault(f'unknown target "{name}"; {near}')
    over = overlay.checked(settings.templates() if templates is None else templates)
    place = Path(settings.default_out() if out is None else out)
    return Wanted(place, targets, over)


def with_make(option: str, value: str) -> str:
    """Return an option, and in a checkout also the value of make that sets it."""
    return f"{option} (make: {value})" if pipeline.IS_CHECKOUT else option
