"""`python -m tests.golden.accept`: makes the current output of each case and bad spec the expected one."""

from __future__ import annotations

import sys

from tests.golden.cases import (
    BAD_SPECS,
    CASES,
    DIFFS,
    PLAIN,
    PROBLEMS,
    accept_rendered,
    problems_page,
    rendered_of,
    reports_of,
    said_of,
)


def main() -> None:
    """Rewrite every expected file; version control then shows the changes."""
    try:
        _accept()
    except ValueError as error:
        sys.exit(f"Error: {error}")


def _accept() -> None:
    PROBLEMS.write_text(problems_page(), encoding="utf-8")
    for folder in BAD_SPECS:
        (folder / "expected.txt").write_text(said_of(folder), encoding="utf-8")
    for folder in DIFFS:
        for name, printed in reports_of(folder).items():
            (folder / name).write_bytes(printed)
    # The plain case comes first, because the others contain only their differences from it.
    for folder in sorted(CASES, key=lambda folder: folder != PLAIN):
        accept_rendered(folder, rendered_of(folder))


if __name__ == "__main__":
    main()
