# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The command `imagen-oauth`; what it needs besides this package is the extra `cli`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; without the extra, say how to install it and exit with 2."""
    # The imports that may fail, so that the console script can say why.
    try:
        from ._command import COMMAND

        COMMAND.main(prog_name="imagen-oauth")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        print(
            "imagen-oauth needs its extra cli: run pip install click rich",
            file=sys.stderr,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
