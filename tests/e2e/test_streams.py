"""If standard output cannot be written, all files are still written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.generators import run_generator
from tests.unit.specs import whole_spec, write_spec

NO_ROOM = "Error: cannot write to standard output: No space left on device\n"
HERE = ("--spec", "spec.yaml", "--out", "out", "--target", "interop")

full = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="there is no /dev/full"
)


def run(folder: Path, stdout: int, *arguments: str) -> tuple[int, str]:
    """Return the exit code of a command and its standard error."""
    code, _, said = run_generator(folder, *arguments, stdout=stdout)
    return code, said


@pytest.fixture
def nowhere() -> Iterator[int]:
    """Yield a descriptor for what no test reads."""
    with open(os.devnull, "wb") as stream:
        yield stream.fileno()


def specs(folder: Path, count: int) -> list[str]:
    """Write specs of several providers; return the options that name them."""
    options: list[str] = []
    for number in range(count):
        spec = whole_spec()
        spec["provider"]["id"] = f"provider{number}"
        file = folder / f"{number}.yaml"
        file.write_text(json.dumps({**spec, "cases": []}), encoding="utf-8")
        options += ["--spec", str(file)]
    return options


@full
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_full_output_does_not_stop_writing(tmp_path: Path, jobs: str) -> None:
    options = [*specs(tmp_path, 12), "--out", "out", "--target", "interop"]
    with Path("/dev/full").open("wb") as stream:
        found = run(tmp_path, stream.fileno(), "generate", *options, "--jobs", jobs)
    assert found == (2, NO_ROOM)
    assert len([*(tmp_path / "out").glob("*/MANIFEST")]) == 12


def test_reader_that_leaves_does_not_stop_writing_and_is_not_reported(
    tmp_path: Path,
) -> None:
    options = [*specs(tmp_path, 12), "--out", "out", "--target", "interop"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        found = run(tmp_path, writing, "generate", *options, "--jobs", "1")
    finally:
        os.close(writing)
    assert found == (2, "")
    assert len([*(tmp_path / "out").glob("*/MANIFEST")]) == 12


@full
@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", *HERE),
        ("check", *HERE, "--format", "json"),
        ("validate", "--spec", "spec.yaml"),
        ("diff", "spec.yaml", "spec.yaml"),
        ("targets",),
    ],
)
def test_full_output_is_one_line_and_2(
    tmp_path: Path, nowhere: int, arguments: tuple[str, ...]
) -> None:
    write_spec(tmp_path, whole_spec())
    assert run(tmp_path, nowhere, "generate", *HERE) == (0, "")
    with Path("/dev/full").open("wb") as stream:
        code, said = run(tmp_path, stream.fileno(), *arguments)
    assert (code, said.splitlines(keepends=True)[-1]) == (2, NO_ROOM)


def test_rule_of_a_makefile_is_written_before_anything_is_printed(
    tmp_path: Path,
) -> None:
    write_spec(tmp_path, whole_spec())
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run(tmp_path, writing, "generate", *HERE, "--depfile", "rule.d")
    finally:
        os.close(writing)
    assert (tmp_path / "rule.d").read_text().startswith("out/MANIFEST:")


def test_rule_of_a_makefile_can_contain_a_path_that_is_not_utf_8(
    tmp_path: Path, nowhere: int
) -> None:
    write_spec(tmp_path, whole_spec())
    here = [
        "--spec",
        "spec.yaml",
        "--out",
        os.fsdecode(b"o\xff"),
        "--target",
        "interop",
    ]
    found = run(tmp_path, nowhere, "generate", *here, "--depfile", "rule.d")
    assert found == (0, "")
    assert (tmp_path / "rule.d").read_bytes().startswith(b"o\xff/MANIFEST:")


def test_machine_without_git_and_utf_8(tmp_path: Path) -> None:
    """Nothing asks the machine for an encoding, and what it cannot show is escaped."""
    spec = whole_spec()
    spec["provider"]["summary"] = "日本 ✓"
    file = write_spec(tmp_path, spec)
    machine = {
        "PATH": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "cp1252",
    }
    program = [
        *(sys.executable, "-X", "warn_default_encoding"),
        *("-W", "error::EncodingWarning", "-m", "generator"),
    ]

    def said(*arguments: str) -> tuple[int, str]:
        process = subprocess.run(
            [*program, *arguments],
            cwd=tmp_path,
            env=machine,
            capture_output=True,
            check=False,
        )
        return process.returncode, (process.stdout + process.stderr).decode("cp1252")

    out = ("spec.yaml", "--out", "out", "--target", "fixtures")
    assert said("generate", *out)[0] == 0
    assert said("check", *out) == (0, "out: 4 files, up to date\n")
    assert said("diff", "git:HEAD", "spec.yaml", "--spec", "spec.yaml") == (
        2,
        "Error: git:HEAD: cannot run git: No such file or directory\n",
    )
    spec["scopes"][0]["name"] = "日本✓"
    write_spec(tmp_path, spec)
    code, text = said("validate", str(file.name))
    assert code == 1
    assert '"\\u65e5\\u672c\\u2713" does not have the expected form' in text
