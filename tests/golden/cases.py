"""The cases: small folders of a spec and its expected output, and their current output.

The spec of a folder is `tests/base.yaml` with the change in the folder's `.diff` applied. A spec
that has nothing in common with the base is a `.yaml` file, or the `SPEC` of a `spec.py`.
"""

from __future__ import annotations

import contextlib
import os
import runpy
import shutil
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path

from click.testing import CliRunner

from generator import pipeline
from generator.command.cli import main
from tests.golden.changes import applied, tree_applied, tree_change
from tests.shared import loaded

TESTS = pipeline.ROOT / "tests"
BASE = TESTS / "base.yaml"
GENERATED = pipeline.ROOT / "generated"
BAD_SPECS = sorted(path for path in (TESTS / "bad_specs").iterdir() if path.is_dir())
PROBLEMS = pipeline.ROOT / "docs" / "spec-problems.md"
"""The page that lists the codes of problems."""
CASES = sorted(path for path in (TESTS / "cases").iterdir() if path.is_dir())
PLAIN = TESTS / "cases" / "plain"
"""The case with whole rendered files; the others contain their differences from it."""

DIFFS = sorted(path for path in (TESTS / "diffs").iterdir() if path.is_dir())
REPORTS = {"expected.txt": "text", "expected.md": "markdown", "expected.json": "json"}
"""Each form of the report of what changed, by the file that expects it."""


def problems_page() -> str:
    """Return the page that lists the codes of problems."""
    head = PROBLEMS.read_text(encoding="utf-8").partition("|---|---|\n")
    rows = (f"| `{code}` | {meaning} |\n" for code, meaning in pipeline.CODES.items())
    return "".join([*head[:2], *rows])


def write_spec(folder: Path, into: Path) -> Path:
    """Write the one spec of a folder, and its cases, into another folder; return its file."""
    (source,) = (
        path for path in folder.iterdir() if path.suffix in (".diff", ".py", ".yaml")
    )
    file = into / f"{source.stem}.yaml"
    file.write_bytes(_text(source))
    if (folder / "cases").is_dir():
        shutil.copytree(folder / "cases", into / "cases")
    return file


def _text(source: Path) -> bytes:
    if source.suffix == ".diff":
        return applied(BASE.read_bytes(), source.read_bytes())
    if source.suffix == ".py":
        return str(runpy.run_path(str(source))["SPEC"]).encode()
    return source.read_bytes()


def case_text(name: str) -> bytes:
    """Return the text of the spec of a case."""
    return _text(TESTS / "cases" / name / "spec.diff")


def case(name: str) -> pipeline.Spec:
    """Return the valid spec of a case; its files are deleted."""
    with tempfile.TemporaryDirectory() as folder:
        return pipeline.load(write_spec(TESTS / "cases" / name, Path(folder)))


def said_of(folder: Path) -> str:
    """Return what `validate` prints about a bad spec if it runs in the folder of the spec."""
    with tempfile.TemporaryDirectory() as name, _inside(Path(name)):
        file = write_spec(folder, Path(name))
        result = CliRunner().invoke(main, ["validate", "--spec", file.name])
    if (result.exit_code, result.stdout) != (1, ""):
        said = f"{result.stdout}{result.stderr}".strip()
        raise ValueError(f"{folder.name} is not refused as a bad spec: {said}")
    return result.stderr


def reports_of(folder: Path) -> dict[str, bytes]:
    """Return what `diff` prints about the two specs of a folder, in each form.

    The old spec is the base, with the change of `old.diff` if there is one; the new spec is the
    old one with the change of `new.diff`.
    """
    old = BASE.read_bytes()
    if (folder / "old.diff").exists():
        old = applied(old, (folder / "old.diff").read_bytes())
    printed: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as name, _inside(Path(name)):
        Path("old.yaml").write_bytes(old)
        Path("new.yaml").write_bytes(applied(old, (folder / "new.diff").read_bytes()))
        for file, form in REPORTS.items():
            arguments = ["diff", "old.yaml", "new.yaml", "--format", form]
            result = CliRunner().invoke(main, arguments)
            if (result.exit_code, result.stderr) != (0, ""):
                raise ValueError(f"{folder.name} cannot be compared: {result.output}")
            printed[file] = result.stdout_bytes
    return printed


def targets_of(folder: Path) -> list[str]:
    """Return the targets that a case is about: the names in its `expected`, without `.diff`.

    Raises ValueError if there is none.
    """
    expected = folder / "expected"
    targets = [path.stem for path in expected.iterdir()] if expected.is_dir() else []
    if not targets:
        raise ValueError(
            f"make an empty .diff for each target of the case in {expected}"
        )
    return sorted(targets)


def rendered_of(folder: Path) -> dict[str, bytes]:
    """Return the rendered files of the targets that a case is about.

    Files that are the same for every spec are left out: generated/ has them, and they are
    compared there.
    """
    same = {path.read_bytes() for path in GENERATED.rglob("*") if path.is_file()}
    tree = pipeline.tree(case(folder.name), targets_of(folder), loaded())
    return {path: data for path, data in tree.items() if data not in same}


def expected_of(folder: Path) -> dict[str, bytes]:
    """Return the files that a case expects.

    Raises ValueError if a change of the case does not fit the files of the plain one.
    """
    plain = _files(PLAIN / "expected")
    if folder == PLAIN:
        return plain
    expected: dict[str, bytes] = {}
    for target in targets_of(folder):
        change = (folder / "expected" / f"{target}.diff").read_bytes()
        expected.update(tree_applied(_of_target(plain, target), change))
    return expected


def accept_rendered(folder: Path, rendered: Mapping[str, bytes]) -> None:
    """Make rendered files the expected ones of a case."""
    expected = folder / "expected"
    if folder == PLAIN:
        shutil.rmtree(expected)
        for path, data in rendered.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
        return
    plain = _files(PLAIN / "expected")
    for target in targets_of(folder):
        parts = (_of_target(files, target) for files in (plain, rendered))
        (expected / f"{target}.diff").write_bytes(tree_change(*parts))


def _of_target(files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith(f"{target}/")}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
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
