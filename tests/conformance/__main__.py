"""`python -m tests.conformance FILE`: every binding over a file of vectors, as one table."""

import os
import sys
from pathlib import Path

from tests import node
from tests.conformance.report import (
    Runner,
    check_form,
    node_runner,
    python_runner,
    run,
    table,
)


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
    runners, lacking = _runners()
    results = [run(runner, file) for runner in runners]
    for reason in lacking:
        print(reason)
    print(table(results))
    failed = any(result.failed for result in results)
    return 1 if failed or (lacking and os.environ.get("CI")) else 0


def _runners() -> tuple[list[Runner], list[str]]:
    """Return the runner of each binding, and a line for each that this machine cannot run."""
    runners = [python_runner(sys.executable)]
    lacking: list[str] = []
    if reason := node.missing():
        lacking.append(f"TypeScript not run: {reason}")
    else:
        runners.append(node_runner(node.compiled()))
    return runners, lacking


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
