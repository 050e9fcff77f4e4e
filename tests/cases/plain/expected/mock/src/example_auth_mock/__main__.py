# Generated from spec.yaml; edit that and run `make generate`.
"""The command example-auth-mock."""

import sys

from . import MockServer
from ._runtime.command import run


def main() -> int:
    """Run the mock server, and return the exit code."""
    return run(MockServer, "example-auth-mock")


if __name__ == "__main__":
    sys.exit(main())
