"""`python -m tests.e2e.prepared_command CODE ARGUMENT…`: runs Python code, and then the generator's command line."""

from __future__ import annotations

import os
import resource
import signal
import sys

from generator.command.cli import main

if __name__ == "__main__":
    names = {"os": os, "resource": resource, "signal": signal, "sys": sys}
    exec(sys.argv.pop(1), names)  # noqa: S102
    main(prog_name="generator")
