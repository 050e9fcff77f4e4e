# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The command `imagen-oauth`, which requires the extra `cli`."""

from __future__ import annotations

import sys

from ._runtime.cli.first_signal import stop_at_once


def main() -> None:
    """Run the command. Without the extra, print how to install it and exit with 2."""
    stop_at_once()
    # Imports take most of the time until the command runs, so Ctrl-C is handled before them.
    from ._runtime.cli.streams import open_streams

    open_streams()
    # These imports can fail; here, the console script can explain why.
    try:
        from ._command import COMMAND
        from ._runtime.cli.command import run

        code = run(COMMAND)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("click", "prompt_toolkit", "rich"):
            raise
        print(
            'imagen-oauth requires the extra cli: run pip install "imagen-oauth[cli]"',
            file=sys.stderr,
        )
        code = 2
    sys.exit(code)


if __name__ == "__main__":
    main()
