"""`python -m release [FOLDER]`: every archive of generated/, what is in them, and their digests.

FOLDER, build/dist where none is given, is emptied first if it holds what an earlier run made, and
nothing else. Exit code 2 says that it holds something else, or that npm is missing.
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
    """Build everything, and put it in place only where all went well."""
    parser = argparse.ArgumentParser(
        prog="python -m release",
        description="Build every archive of generated/, with their bill of materials and digests.",
    )
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        default=ROOT / "build" / "dist",
        help="where to; what an earlier run made there is replaced; default build/dist",
    )
    out: Path = parser.parse_args(arguments).folder
    if out.exists() and not _is_ours(out):
        print(f"{out} holds something else; name another folder", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory() as work:
            made = build(ROOT / "generated", Path(work))
            if out.exists():
                shutil.rmtree(out)
            shutil.copytree(made, out)
    except archives.ToolMissing as error:
        print(error, file=sys.stderr)
        return 2
    print((out / DIGESTS).read_text(encoding="utf-8"), end="")
    return 0


def build(tree: Path, work: Path) -> Path:
    """Return a folder in `work` with the archives of a generated tree, the inventory, the digests.

    Raises ToolMissing, and subprocess.CalledProcessError where a tool fails.
    """
    made = work / "dist"
    made.mkdir()
    for package in archives.packages(tree):
        archives.build(package, work, made)
    document = inventory.inventory(sorted(made.iterdir()))
    (made / inventory.NAME).write_text(document, encoding="utf-8")
    lines = [f"{_digest(file)}  {file.name}\n" for file in sorted(made.iterdir())]
    (made / DIGESTS).write_text("".join(lines), encoding="utf-8")
    return made


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is empty, or holds what an earlier run made and nothing else."""
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
