"""`python -m tests.hostile FILE`: prints one table with the outcome of each payload of a corpus."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from demo.chromium import chromium, launch
from tests.hostile import typescript
from tests.hostile.corpus import CorpusProblem, read
from tests.hostile.report import judge, table
from tests.sampling import LONG


def main(arguments: list[str]) -> int:
    """Print the table; return 0 if no payload did harm, 1 if one did, and 2 for wrong usage."""
    if arguments in ([], [""]):
        print("name the corpus: make hostile CORPUS=file.json", file=sys.stderr)
        return 2
    file = Path(arguments[0])
    try:
        entries = read(file)
    except OSError as error:
        print(f"cannot read {file}: {error.strerror}", file=sys.stderr)
        return 2
    except CorpusProblem as error:
        print(f"{file} is not a corpus: {error}", file=sys.stderr)
        return 2
    if not typescript.is_there():
        print("not run, for lack of Node.js: TypeScript", file=sys.stderr)
        if os.environ.get("CI"):
            return 2
    with ExitStack() as stack:
        browser = None
        found = chromium()
        if found is not None:
            playwright = stack.enter_context(sync_playwright())
            browser = stack.enter_context(launch(playwright, found))
        elif os.environ.get("CI"):
            print("there is no Chromium on this machine", file=sys.stderr)
            return 2
        else:
            print("not run, for lack of a browser: the pages", file=sys.stderr)
        results = judge(entries, browser, LONG)
    print(table(results))
    return 1 if any(one.is_failure for one in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
