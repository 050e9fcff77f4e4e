"""`python -m tests.golden.accept`: make what comes of each case and bad spec now what is expected."""

from __future__ import annotations

import sys

from tests.golden.cases import (
    BAD_SPECS,
    CASES,
    DIFFS,
    PLAIN,
    accept_rendered,
    rendered_of,
    reports_of,
    said_of,
)


def main() -> None:
    """Write every expected file anew; version control then shows what that changed."""
    try:
        _accept()
    except ValueError as error:
        sys.exit(f"Error: {error}")


def _accept() -> None:
    for folder in BAD_SPECS:
        (folder / "expected.txt").write_text(said_of(folder), encoding="utf-8")
    for folder in DIFFS:
        for name, printed in reports_of(folder).items():
            (folder / name).write_bytes(printed)
    # The others are written as what differs from the plain case, so it comes first.
    for folder in sorted(CASES, key=lambda folder: folder != PLAIN):
        accept_rendered(folder, rendered_of(folder))


if __name__ == "__main__":
    main()
