"""The command that runs the mock server of a spec, with nothing else installed."""

from __future__ import annotations

import runpy
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from generator import pipeline
from generator.command import settings
from generator.command.console import Console, UsageFault, filled
from generator.reading.diagnostics import SpecProblems


@click.command(
    short_help="Run the mock server of a spec.",
    context_settings={"allow_interspersed_args": False},
)
@click.argument("file", callback=filled, metavar="FILE")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[SERVER OPTIONS]")
def mock(file: str, options: Sequence[str]) -> None:
    """Run the mock server of the spec in FILE.

    The options of the server follow FILE; `mock FILE --help` lists them.
    """
    try:
        with settings.place("read", file):
            spec = pipeline.load(Path(file))
    except SpecProblems as found:
        Console("text").fail(found.diagnostics)
    package = spec.provider.packages.named("mock")
    tree = pipeline.tree(spec, ["mock"])
    if package is None or not tree:
        raise UsageFault(f"{file} describes no mock server")
    with tempfile.TemporaryDirectory(prefix="oauth-codegen-") as folder:
        for path, data in tree.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        sys.path.insert(0, str(Path(folder, "mock", "src")))
        sys.argv = [f"{click.get_current_context().command_path} {file}", *options]
        runpy.run_module(package.module, run_name="__main__")
