# Generated from spec/imagen.yaml; edit that and run `make generate`.
"""The command imagen-oauth-mock."""

import sys

from . import MockServer
from ._runtime.command import run


def main() -> int:
    """Run the mock server, and return the exit code."""
    return run(MockServer, "imagen-oauth-mock")


if __name__ == "__main__":
    sys.exit(main())
