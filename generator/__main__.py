"""Run the command line: `python -m generator`."""

import gc
import io
import sys

from generator.command.cli import main


def run(name: str) -> None:
    """Run the command line under a name, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A path that the terminal cannot show must not end the run.
            stream.reconfigure(errors="backslashreplace")
    # Nothing that was imported becomes garbage, and little that a run creates does.
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    main(prog_name=name)


if __name__ == "__main__":
    run("python -m generator")
