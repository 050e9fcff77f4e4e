"""The command that runs the mock server of a spec, with nothing else installed."""

from __future__ import annotations

import runpy
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from generator import pipeline
from generator.command import settings
from generator.command.console import Console, UsageFault, filled
from generator.reading.diagnostics import SpecProblems


@click.command(
    short_help="Run the mock server of a spec.",
    # What follows FILE is for the server, --help too.
    context_settings={"allow_interspersed_args": False},
)
@click.argument("file", callback=filled, required=False, metavar="[FILE]")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[SERVER OPTIONS]")
def mock(file: str | None, options: Sequence[str]) -> None:
    """Run the mock server of the spec in FILE.

    FILE defaults to the spec in the settings, or to the only one in the folder `spec`. Write the
    server's options after FILE, or after -- if you omit FILE; `mock -- --help` lists them.
    """
    if file is not None and file.startswith("-"):
        options, file = (file, *options), None
    file = settings.only_spec() if file is None else file
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
        signal.signal(signal.SIGTERM, _exit)
        sys.path.insert(0, str(Path(folder, "mock", "src")))
        # Under its own name, the main module of the package does not start the server.
        names = runpy.run_module(package.module)
        program = f"{click.get_current_context().command_path} {file}"
        sys.exit(names["run"](names["MockServer"], program, options))


def _exit(number: int, _: FrameType | None) -> None:
    """Exit with the code that a shell gives to a signal, so that the folder is removed."""
    sys.exit(128 + number)
