"""`python -m website [FOLDER]` builds build/site/ from a generated tree and prints the size of the page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from website.documents import documents
from website.page import LIMIT, page
from website.script import ROOT, BundleFailed, NoBundler

SITE = ROOT / "build" / "site"
PAGE = "authorize.html"


def main(arguments: Sequence[str]) -> int:
    """Build the site; return 1 if the page is too large or not built, and 2 if there are no docs."""
    parser = argparse.ArgumentParser(
        prog="python -m website",
        description="Build build/site/ from a generated tree, and print the size of the page.",
    )
    parser.add_argument(
        "tree",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        default=ROOT / "generated",
        help="output folder of one spec (default: generated)",
    )
    tree: Path = parser.parse_args(arguments).tree
    if not (tree / "docs").is_dir():
        print(f"{tree} contains no docs; run generate first", file=sys.stderr)
        return 2
    sources = tree / "docs" / "page"
    built: dict[str, bytes] = {}
    problem = ""
    if sources.is_dir():
        try:
            built[PAGE] = page(sources)
        except (NoBundler, BundleFailed) as error:
            problem = f"{PAGE} was not built: {error}"
        else:
            size = len(built[PAGE])
            print(f"{PAGE}: {size:,} bytes of at most {LIMIT:,}")
            problem = f"{PAGE} is too large" if size > LIMIT else ""
    built.update(documents(tree / "docs", PAGE if PAGE in built else None))
    write(built, SITE)
    print(f"{_shown(SITE)}: {len(built)} files; open {_shown(SITE / 'index.html')}")
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files to a folder, and remove the leftovers of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.name not in files:
            file.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
