"""`python -m tests.conformance FILE`: runs a file of vectors with every binding, and prints one table."""

import os
import subprocess
import sys
from pathlib import Path

from demo.chromium import chromium
from generator.targets.languages import LANGUAGES
from tests import node
from tests.conformance.report import (
    Runner,
    check_form,
    chromium_runner,
    run,
    runner,
    table,
)


def main(arguments: list[str]) -> int:
    """Print the table; return 0 if all vectors passed, 1 if not, and 2 for wrong usage."""
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
    found: list[Runner] = []
    lacking: list[str] = []
    for language in LANGUAGES:
        if language.runner is None:
            lacking.append(f"{language.label} not run: it has no runner of vectors")
            continue
        one = runner(language.key)
        reason = node.missing() if one.build else None
        if reason:
            lacking.append(f"{language.label} not run: {reason}")
            continue
        if one.build:
            subprocess.run(one.build, check=True)
        found.append(one)
    if node.missing() is None and chromium() is not None:
        found.append(chromium_runner())
    else:
        lacking.append("the page not run: it needs Node.js and Chromium")
    return found, lacking


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
