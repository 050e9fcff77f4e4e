# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The command `imagen-oauth`, which requires the extra `cli`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command. Without the extra, print how to install it and exit with 2."""
    # These imports can fail; here, the console script can explain why.
    try:
        from ._command import COMMAND

        COMMAND.main(prog_name="imagen-oauth")
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("click", "prompt_toolkit", "rich"):
            raise
        print(
            'imagen-oauth requires the extra cli: run pip install "imagen-oauth[cli]"',
            file=sys.stderr,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
