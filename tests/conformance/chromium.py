"""`python -m tests.conformance.chromium`: vectors through the page that `make docs` builds, in Chromium.

Reads JSON from standard input and writes one outcome per line, like each binding's runner.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from demo.chromium import chromium, launch
from tests.node import PACKAGE, ROOT, tool
from website.page import page
from website.script import GLOBAL


def main() -> int:
    """Write the outcomes; return 2 if there is no browser."""
    executable = chromium()
    if executable is None:
        print("Chromium is not on this machine", file=sys.stderr)
        return 2
    vectors = json.load(sys.stdin)["vectors"]
    run = f"(vectors) => {{ {_runner()}; return vectors.map((one) => runner.run({GLOBAL}, one)); }}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "authorize.html")
        file.write_bytes(page(ROOT / "generated" / "docs" / "page"))
        with launch(playwright, executable) as browser:
            opened = browser.new_page()
            opened.goto(file.as_uri())
            for outcome in opened.evaluate(run, vectors):
                print(json.dumps(outcome))
    return 0


def _runner() -> str:
    """Return the script that runs vectors; it contains nothing of the binding."""
    source = str(PACKAGE / "tests" / "outcome.ts")
    options = ("--bundle", "--format=iife", "--global-name=runner")
    process = tool("esbuild", source, *options)
    if process.returncode:
        raise RuntimeError(process.stderr)
    return process.stdout


if __name__ == "__main__":
    sys.exit(main())
