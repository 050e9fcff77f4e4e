"""Run the command line: `python -m generator`."""

import io
import sys

from generator.command.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A path that the terminal cannot show must not end the run.
            stream.reconfigure(errors="backslashreplace")
    main(prog_name="python -m generator")
