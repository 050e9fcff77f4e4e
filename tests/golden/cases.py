"""Small folders of a spec and what is expected of it: where they are, and what comes of them now."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator
from pathlib import Path

from click.testing import CliRunner

from generator import pipeline
from generator.command.cli import main

TESTS = pipeline.ROOT / "tests"
BAD_SPECS = sorted(path for path in (TESTS / "bad_specs").iterdir() if path.is_dir())
SAME_FOR_EVERY_SPEC = "docs/spec-problems.md"
"""Rendered from the list of rules, and compared with it in generated/."""
CASES = sorted(path for path in (TESTS / "cases").iterdir() if path.is_dir())

DIFFS = sorted(path for path in (TESTS / "diffs").iterdir() if path.is_dir())
REPORTS = {"expected.txt": "text", "expected.md": "markdown", "expected.json": "json"}
"""Each form of the report of what changed, by the file that expects it."""


def spec_of(folder: Path) -> Path:
    """Return the one spec of a folder."""
    (spec,) = folder.glob("*.yaml")
    return spec


def said_of(folder: Path) -> str:
    """Return what `validate` prints of a bad spec to someone who stands in its folder."""
    with _inside(folder):
        result = CliRunner().invoke(main, ["validate", "--spec", spec_of(folder).name])
    if (result.exit_code, result.stdout) != (1, ""):
        said = f"{result.stdout}{result.stderr}".strip()
        raise ValueError(f"{folder.name} is not refused as a bad spec: {said}")
    return result.stderr


def reports_of(folder: Path) -> dict[str, bytes]:
    """Return what `diff` prints of the two specs of a folder, in each form."""
    printed: dict[str, bytes] = {}
    with _inside(folder):
        for file, form in REPORTS.items():
            arguments = ["diff", "old.yaml", "new.yaml", "--format", form]
            result = CliRunner().invoke(main, arguments)
            if (result.exit_code, result.stderr) != (0, ""):
                raise ValueError(f"{folder.name} cannot be compared: {result.output}")
            printed[file] = result.stdout_bytes
    return printed


def rendered_of(folder: Path) -> dict[str, bytes]:
    """Return the rendered files of the targets that a case is about.

    The folders in its `expected` name those; raises ValueError where there is none.
    """
    expected = folder / "expected"
    targets = [path.name for path in expected.iterdir()] if expected.is_dir() else []
    if not targets:
        raise ValueError(f"make a folder for each target of the case in {expected}")
    sources = (path for path in pipeline.TEMPLATES.rglob("*") if path.is_file())
    copied = {path.read_bytes() for path in sources if path.suffix != ".j2"}
    tree = pipeline.tree(pipeline.load(spec_of(folder)), targets)
    return {
        path: data
        for path, data in tree.items()
        if data not in copied and path != SAME_FOR_EVERY_SPEC
    }


def expected_of(folder: Path) -> dict[str, bytes]:
    """Return the files that a case expects."""
    expected = folder / "expected"
    return {
        path.relative_to(expected).as_posix(): path.read_bytes()
        for path in expected.rglob("*")
        if path.is_file()
    }


@contextlib.contextmanager
def _inside(folder: Path) -> Generator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
