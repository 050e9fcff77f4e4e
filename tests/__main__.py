"""`python -m tests`: pytest on all cores, with the options in the environment variable PYTEST.

They are words as in a shell, `PYTEST="-n 0 -k 'one or two' tests/unit"`, but no shell reads them.
"""

from __future__ import annotations

import os
import shlex
import sys

SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""One process for each core takes whole files in their order, so the long ones are not at the end."""


def main() -> int:
    """Become pytest. Return 2 if the options are not words of a shell."""
    # A test that starts another pytest must not pass the options on.
    given = os.environ.pop("PYTEST", "")
    try:
        options = shlex.split(given)
    except ValueError as error:
        print(f"PYTEST is not a list of options: {error}", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "pytest", *SPREAD, *options]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    sys.exit(main())
