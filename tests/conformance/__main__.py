"""`python -m tests.conformance FILE`: every binding over a file of vectors, as one table."""

import sys
from pathlib import Path

from tests.conformance.report import check_form, python_runner, run, table


def main(arguments: list[str]) -> int:
    """Print the table; return 0 where all passed, 1 where not, 2 for wrong usage."""
    if arguments in ([], [""]):
        print("name the vectors: make conformance VECTORS=file.json", file=sys.stderr)
        return 2
    file = Path(arguments[0])
    try:
        check_form(file)
    except OSError as error:
        print(f"cannot read {file}: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"{file} holds no vectors: {error}", file=sys.stderr)
        return 2
    results = [run(python_runner(sys.executable), file)]
    print(table(results))
    return 1 if any(result.failed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
