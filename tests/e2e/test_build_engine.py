"""Ninja runs the build file in CONTRIBUTING on two specs."""

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

from generator import pipeline
from generator.output import depfile
from tests.e2e.project import without_make
from tests.generators import run_generator
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


# Python reports each file that it opens by name, not by number.
OPENED = """
import importlib.util, runpy, sys
place = sys.argv.pop(1)
opened = set()
sys.addaudithook(lambda event, told: event == "open" and opened.add(told[0]))
try:
    runpy.run_module("generator", run_name="__main__", alter_sys=True)
finally:
    names = sorted(str(one) for one in opened if not isinstance(one, int))
    # A compiled module is opened in place of its source.
    names = [importlib.util.source_from_cache(one) if one.endswith(".pyc") else one for one in names]
    with open(place, "w") as stream:
        stream.writelines(f"{name}\\n" for name in names)
"""
NO_INPUT = ("build", ".git", ".venv")
"""Folders that a run reads but that do not affect its output."""


def test_depfile_names_exactly_the_files_that_were_read(tmp_path: Path) -> None:
    place, told = tmp_path / "made" / "it.d", tmp_path / "opened"
    subprocess.run(
        # Without -B, a first run would also write compiled modules.
        [sys.executable, "-B", "-c", OPENED, str(told), "generate"]
        + ["--out", str(tmp_path / "out"), "--depfile", str(place)],
        cwd=pipeline.ROOT,
        check=True,
        capture_output=True,
    )
    head, *read = place.read_text(encoding="utf-8").split(" \\\n  ")
    assert head == f"{(tmp_path / 'out' / 'MANIFEST').as_posix()}:"
    names = [one.rstrip("\n") for one in read]
    opened = {
        path.relative_to(pipeline.ROOT)
        for line in told.read_text(encoding="utf-8").splitlines()
        if (path := pipeline.ROOT / line).is_relative_to(pipeline.ROOT)
    }
    used = {one.as_posix() for one in opened if one.parts[0] not in NO_INPUT}
    program = {
        file.relative_to(pipeline.ROOT).as_posix()
        for folder in ("generator", "templates", "spec/protocol")
        for file in (pipeline.ROOT / folder).rglob("*")
        if file.is_file() and file.parent.name != "__pycache__"
    }
    assert used - program == {
        "pyproject.toml",
        "spec/cases/building.yaml",
        "spec/cases/reading.yaml",
        "spec/imagen.yaml",
        "spec/schema.json",
    }
    # All of our files count, because a template can start to include another.
    assert names == sorted(program | used)
    assert used >= {
        "generator/command/cli.py",
        "generator/targets/python/reserved_words.txt",
        "templates/docs/_notes.md.j2",
        "templates/python/runtime/response.py",
        "templates/python/scopes.py.j2",
    }


def test_compiled_modules_are_not_in_the_depfile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = pipeline.load(pipeline.ROOT / "spec" / "imagen.yaml")
    (tmp_path / "parts" / "__pycache__").mkdir(parents=True)
    for name in ("parts/one.py", "parts/__pycache__/one.cpython-313.pyc"):
        (tmp_path / name).touch()
    monkeypatch.setattr(pipeline, "PROGRAM", tmp_path)
    here = [one for one in pipeline.inputs(spec) if one.is_relative_to(tmp_path)]
    assert here == [tmp_path / "parts" / "one.py"]


def test_more_than_one_spec_has_no_depfile() -> None:
    specs = ["--spec", "a.yaml", "--spec", "b.yaml"]
    assert run_generator(pipeline.ROOT, "generate", *specs, "--depfile", "x") == (
        2,
        "",
        "Error: --depfile supports only one spec; run generate once for each spec\n",
    )


def test_names_are_escaped_as_make_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = depfile.rule(Path("out x/MANIFEST"), [Path("b#$.yaml"), Path("a.yaml")])
    assert text == "out\\ x/MANIFEST: \\\n  a.yaml \\\n  b\\#$$.yaml\n"


ODD_NAMES = ("a b.yaml", "a#b.yaml", "a$b.yaml", "a\\b.yaml", "a\\ b.yaml")


def test_ninja_reads_the_names_that_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ODD_NAMES:
        Path(name).touch()
    rule = depfile.rule(Path("made"), map(Path, ODD_NAMES))
    Path("rule").write_text(rule, encoding="utf-8")
    Path("build.ninja").write_text(
        "rule make\n  command = cp rule $out && cp rule $out.d\n"
        "  depfile = $out.d\n  deps = gcc\nbuild made: make rule\n",
        encoding="utf-8",
    )
    ninja = Path(BIN_DIR, "ninja")
    subprocess.run([ninja, "--quiet"], check=True)
    told = subprocess.run(
        [ninja, "-t", "deps", "made"], check=True, capture_output=True, text=True
    )
    _, *names = told.stdout.strip().splitlines()
    assert [one.removeprefix("    ") for one in names] == sorted(ODD_NAMES)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_make_checks_the_file_that_was_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rule = depfile.rule(Path("made"), [Path(name)])
    Path("rule").write_text(rule, encoding="utf-8")

    def answer() -> tuple[int, str]:
        process = subprocess.run(
            ["make", "--file", "rule"],
            capture_output=True,
            text=True,
            check=False,
            env={**without_make(), "LC_ALL": "C"},
        )
        return process.returncode, process.stdout + process.stderr

    missing = f"make: *** No rule to make target '{name}', needed by 'made'.  Stop.\n"
    assert answer() == (2, missing)
    Path(name).touch()
    assert answer() == (0, "make: Nothing to be done for 'made'.\n")
