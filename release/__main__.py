"""`python -m release [FOLDER]` builds the archives of a generated tree, a bill of materials, and the digests.

FOLDER defaults to build/dist. It is emptied first if it contains only the output of an earlier run.
The exit code is 2 if the folder contains anything else, or if npm or the generated tree is missing.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from release import archives, inventory

ROOT = Path(__file__).resolve().parent.parent
DIGESTS = "SHA256SUMS"


def main(arguments: Sequence[str]) -> int:
    """Build everything, and replace the folder only if everything succeeded."""
    given = _parser().parse_args(arguments)
    out: Path = given.folder
    tree: Path = given.tree or ROOT / "generated"
    if not (tree / "MANIFEST").is_file():
        print(_no_tree(tree), file=sys.stderr)
        return 2
    if out.exists() and not _is_ours(out):
        print(f"{out} contains other files; name another folder", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory() as work:
            made = build(tree, Path(work), with_tool=given.tree is None)
            if out.exists():
                shutil.rmtree(out)
            shutil.copytree(made, out)
    except archives.ToolMissing as error:
        print(error, file=sys.stderr)
        return 2
    print((out / DIGESTS).read_text(encoding="utf-8"), end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m release",
        description="Build the archives of a generated tree, with a bill of materials and the digests.",
    )
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        default=ROOT / "build" / "dist",
        help="where to write the archives; replaces those of an earlier run (default: build/dist)",
    )
    parser.add_argument(
        "--tree",
        metavar="FOLDER",
        type=Path,
        help="generated tree to build from; without it, generated/ and oauth-codegen itself are built",
    )
    return parser


def build(tree: Path, work: Path, with_tool: bool) -> Path:
    """Return a folder in `work` with the archives of a generated tree, the inventory, and the digests.

    With `with_tool`, it also has the archives of oauth-codegen. Raises ToolMissing, and subprocess.CalledProcessError if a tool fails.
    """
    made = work / "dist"
    made.mkdir()
    for package in archives.packages(tree):
        archives.build(package, work, made)
    if with_tool:
        archives.build_tool(work, made)
    document = inventory.inventory(sorted(made.iterdir()))
    (made / inventory.NAME).write_text(document, encoding="utf-8")
    lines = [f"{_digest(file)}  {file.name}\n" for file in sorted(made.iterdir())]
    (made / DIGESTS).write_text("".join(lines), encoding="utf-8")
    return made


def _no_tree(tree: Path) -> str:
    """Return why there is nothing to build, and what to do."""
    several = sorted(one.parent.name for one in tree.glob("*/MANIFEST"))
    if several:
        return (
            f"{tree} contains the output of several specs ({', '.join(several)}); "
            f"name one with --tree {tree / several[0]} (make: OUT={tree / several[0]})"
        )
    return f"{tree} contains no MANIFEST; run generate, or name another folder with --tree (make: OUT=)"


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is empty or contains only the output of an earlier run."""
    if not folder.is_dir():
        return False
    found = {one.name for one in folder.iterdir()}
    if DIGESTS not in found:
        return not found
    text = (folder / DIGESTS).read_text(encoding="utf-8", errors="replace")
    listed = {line.partition("  ")[2] for line in text.splitlines()}
    return inventory.NAME in listed and found == {DIGESTS, *listed}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
