"""The build file of CONTRIBUTING, run by Ninja on two specs."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ninja import BIN_DIR

from generator import depfile, pipeline
from tests.unit.small import SMALL

NAMES = ("music", "notes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two specs and the build file of CONTRIBUTING."""
    text = (pipeline.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"```ninja\n(.*?)```", text, re.DOTALL)
    command = f"PYTHONPATH={pipeline.ROOT} {sys.executable} -m generator"
    assert found.count("python -m generator") == 1
    build = found.replace("python -m generator", command)
    (tmp_path / "build.ninja").write_text(build, encoding="utf-8")
    for name in NAMES:
        write_spec(tmp_path, name, "An invented provider.")
    return tmp_path


def write_spec(folder: Path, name: str, summary: str) -> None:
    spec = copy.deepcopy(SMALL)
    spec["provider"] |= {"id": name, "summary": summary}
    (folder / f"{name}.yaml").write_text(json.dumps(spec, indent=1), encoding="utf-8")


def built(folder: Path) -> list[str]:
    """Run Ninja; return the packages that it built."""
    process = subprocess.run(
        [Path(BIN_DIR, "ninja"), "-v", "-d", "explain"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return sorted(re.findall(r"--out built/(\w+)", process.stdout))


def test_second_run_does_nothing_and_an_edited_spec_rebuilds_its_package(
    folder: Path,
) -> None:
    assert built(folder) == ["music", "notes"]
    assert built(folder) == []
    write_spec(folder, "notes", "Another summary.")
    readme = folder / "built" / "music" / "python" / "README.md"
    before = readme.stat().st_mtime_ns
    assert built(folder) == ["notes"]
    assert readme.stat().st_mtime_ns == before
    assert built(folder) == []


def test_depfile_names_all_that_was_read(tmp_path: Path) -> None:
    place = tmp_path / "made" / "it.d"
    subprocess.run(
        [sys.executable, "-m", "generator", "generate"]
        + ["--out", str(tmp_path / "out"), "--depfile", str(place)],
        cwd=pipeline.ROOT,
        check=True,
        capture_output=True,
    )
    head, *read = place.read_text(encoding="utf-8").split(" \\\n  ")
    assert head == f"{(tmp_path / 'out' / 'MANIFEST').as_posix()}:"
    assert {one.rstrip("\n") for one in read} >= {
        "generator/cli.py",
        (
            "generator/languages/python_reserved.txt"
            if Path("generator/languages/python_reserved.txt").exists()
            else "generator/languages/python.py"
        ),
        "pyproject.toml",
        (
            "spec/cases/authorization.yaml"
            if Path("spec/cases/authorization.yaml").exists()
            else "spec/imagen.yaml"
        ),
        "spec/imagen.yaml",
        "spec/schema.json",
        "templates/docs/_notes.md.j2",
        "templates/python/runtime/answer.py",
        "templates/python/scopes.py.j2",
    }
    assert [one for one in read if "__pycache__" in one] == []


def test_more_than_one_spec_has_no_depfile(tmp_path: Path) -> None:
    specs = ["--spec", "a.yaml", "--spec", "b.yaml"]
    process = subprocess.run(
        [sys.executable, "-m", "generator", "generate", *specs, "--depfile", "x"],
        cwd=pipeline.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 2
    assert process.stderr == (
        "Error: --depfile is about one spec; call generate for each\n"
    )


def test_names_are_escaped_as_make_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = depfile.rule(Path("out x/MANIFEST"), [Path("b#$.yaml"), Path("a.yaml")])
    assert text == "out\\ x/MANIFEST: \\\n  a.yaml \\\n  b\\#$$.yaml\n"
