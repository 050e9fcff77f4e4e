"""`python -m tests.conformance FILE`: every binding over a file of vectors, as one table."""

import sys
from pathlib import Path

from tests.conformance.report import python_runner, run, table


def main(arguments: list[str]) -> int:
    """Print the table; return 0 where all passed, 1 where not, 2 for wrong usage."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("usage: make conformance VECTORS=file.json", file=sys.stderr)
        return 2
    results = [run(python_runner(sys.executable), Path(arguments[0]))]
    print(table(results))
    return 1 if any(result.failed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
