"""The committed tree has exactly the bytes that the spec and the templates give."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator import pipeline
from generator.output import writing as output
from tests.golden.differences import report

GENERATED = pipeline.ROOT / "generated"


def test_committed_tree_is_up_to_date() -> None:
    spec = pipeline.load(pipeline.ROOT / "spec" / "imagen.yaml")
    tree = pipeline.tree(spec, pipeline.TARGETS)
    wanted = {
        **tree,
        output.MANIFEST: "".join(
            f"{line}\n" for line in ("# imagen", *sorted(tree))
        ).encode(),
    }
    found = {
        path: (GENERATED / path).read_bytes()
        for path in wanted
        if (GENERATED / path).is_file()
    }
    differences = report(wanted, found, _tracked(GENERATED))
    if differences:
        pytest.fail(differences, pytrace=False)


def _tracked(folder: Path) -> list[str]:
    """Return the tracked files of the folder, or all of its files without version control."""
    command = ["git", "ls-files", "-z", "--", "."]
    process = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if process.returncode == 0:
        return [path for path in process.stdout.decode().split("\0") if path]
    files = (path for path in folder.rglob("*") if path.is_file())
    return [
        str(path.relative_to(folder))
        for path in files
        if not {"__pycache__", output.STATE} & set(path.parts)
    ]
