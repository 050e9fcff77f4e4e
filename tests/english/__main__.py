"""`python -m tests.english [PATH…]` lists the phrases that sound translated, in these paths or everywhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.english.phrases import found


def main(paths: Sequence[str]) -> int:
    """Print a line for each phrase; return 1 if there is one."""
    listed = [one for one in found() if one.file.startswith(tuple(paths) or "")]
    for one in listed:
        print(one)
    return 1 if listed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
