"""The committed tree is what the spec and the templates give, byte for byte, in both directions."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator import pipeline
from generator.output import writing as output
from tests.golden.differences import report

GENERATED = pipeline.ROOT / "generated"


def test_committed_tree_is_what_the_spec_gives() -> None:
    spec = pipeline.load(pipeline.ROOT / "spec" / "imagen.yaml")
    tree = pipeline.tree(spec, pipeline.TARGETS)
    wanted = {
        **tree,
        output.MANIFEST: "".join(f"{path}\n" for path in sorted(tree)).encode(),
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
    """Return what version control has in the folder, or what lies there where it has no say."""
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
