"""A run reads only the spec, the templates, the settings, and its own output, and writes only that output.

It stores compiled templates in one folder.

It starts no process and opens no socket. Only `check` may run git, to find the last release's tag.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.pipeline import COMPILED, ROOT
from tests.e2e import recorder
from tests.generators import run_generator
from tests.network import without_network

INPUTS = [ROOT / "spec", ROOT / "templates", ROOT / "pyproject.toml"]
# The interpreter and the libraries, in their own folders.
PROGRAM = [
    ROOT / "generator",
    *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")),
    *(Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")),
]


def strays(touched: Sequence[tuple[str, str]], out: Path) -> list[str]:
    """Return what a run should not have touched, one line each."""
    assert COMPILED is not None, "this is a checkout"
    writable = [out, COMPILED]
    readable = [*INPUTS, *PROGRAM, *writable]
    found: list[str] = []
    for what, subject in touched:
        place = Path(subject)
        if what == "write":
            allowed = any(place.is_relative_to(known) for known in writable)
        elif what in ("read", "list"):
            # An import lists each folder of its path, beginning with the current folder.
            allowed = any(place.is_relative_to(known) for known in readable) or (
                (what, place) == ("list", ROOT)
            )
        else:
            allowed = False
        if not allowed:
            found.append(f"{what} {subject}")
    return found


class Run:
    """Runs a module of `folder` as a program, and records what it touches."""

    def __init__(self, folder: Path, module: str, *arguments: str) -> None:
        with tempfile.TemporaryDirectory() as elsewhere:
            record = Path(elsewhere) / "record.json"
            # No Python settings from the environment, no user packages, and no bytecode.
            flags = ("-E", "-s", "-B")
            command = [sys.executable, *flags, recorder.__file__, str(record), module]
            process = subprocess.run(
                [*command, *arguments],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
            self.outcome = (process.returncode, process.stderr)
            self.touched = [
                (str(what), str(subject))
                for what, subject in json.loads(record.read_text())
            ]


def test_a_run_touches_only_the_spec_the_templates_and_its_output_and_check_may_run_git(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    runs = (
        ("generate", "--out", str(out)),  # into nothing
        ("generate", "--out", str(out)),  # nothing to do
        ("validate",),
    )
    for arguments in runs:
        run = Run(ROOT, "generator", *arguments)
        assert run.outcome == (0, "")
        assert strays(run.touched, out) == []
        # The recording works: it has seen the spec.
        assert ("read", str(ROOT / "spec" / "imagen.yaml")) in run.touched
    check = Run(ROOT, "generator", "check", "--out", str(out))
    assert check.outcome == (0, "")
    # If a release is stored in spec/released, git does not run.
    assert {*strays(check.touched, out)} <= {"process subprocess.Popen git"}


def test_a_run_that_replaces_its_output_touches_only_that(tmp_path: Path) -> None:
    out = tmp_path / "out"
    # The head of each rendered file names a spec outside the project differently.
    spec = shutil.copytree(ROOT / "spec", tmp_path / "spec") / "imagen.yaml"
    generate = ("generate", "--out", str(out))
    code, _, said = run_generator(ROOT, *generate, "--spec", str(spec))
    assert (code, said) == (0, "")
    (out / "docs" / "scopes.md").unlink()
    run = Run(ROOT, "generator", *generate)
    assert run.outcome == (0, "")
    assert strays(run.touched, out) == []
    assert ("write", str(out / "docs" / "errors.md")) in run.touched


@pytest.mark.parametrize(
    ("statement", "stray"),
    [
        ("open('{home}/.x')", "read {home}/.x"),
        ("__import__('pathlib').Path('{home}/.x').read_text()", "read {home}/.x"),
        ("open('{home}/.x', 'a')", "write {home}/.x"),
        ("__import__('os').mkdir('{home}/d')", "write {home}/d"),
        ("__import__('os').replace('{home}/.x', '{home}/y')", "write {home}/y"),
        ("__import__('os').unlink('{home}/.x')", "write {home}/.x"),
        ("__import__('os').listdir('{home}')", "list {home}"),
        ("__import__('glob').glob('{home}/*')", "list {home}"),
        ("__import__('os').system('true')", "process os.system b'true'"),
        ("__import__('os').fork()", "process os.fork"),
        ("__import__('subprocess').run(['git'])", "process subprocess.Popen git"),
        ("__import__('socket').socket()", "network socket.__new__"),
        ("__import__('socket').gethostname()", "network socket.gethostname"),
    ],
)
def test_recorder_sees_what_a_program_should_not_touch(
    statement: str, stray: str, tmp_path: Path
) -> None:
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    (home / ".x").write_text("x")
    project.mkdir()
    (project / "astray.py").write_text(statement.format(home=home))
    run = Run(project, "astray")
    assert stray.format(home=home) in strays(run.touched, tmp_path / "out")


def test_recorder_blocks_processes_and_sockets(tmp_path: Path) -> None:
    (tmp_path / "astray.py").write_text("__import__('os').system('touch made')")
    code, error = Run(tmp_path, "astray").outcome
    assert code == 1
    assert error.endswith("PermissionError: os.system is not let through\n")
    assert not (tmp_path / "made").exists()


def test_generate_needs_no_network_interface(tmp_path: Path) -> None:
    prefix = without_network()
    if prefix is None:
        pytest.skip("taking the network away needs unshare, and the right to")
    names = [
        *prefix,
        sys.executable,
        "-c",
        "import socket; print(socket.if_nameindex())",
    ]
    seen = subprocess.run(names, capture_output=True, text=True, check=True)
    assert seen.stdout == "[(1, 'lo')]\n"
    command = [*prefix, sys.executable, "-B", "-m", "generator", "generate"]
    process = subprocess.run(
        [*command, "--out", os.fspath(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert (tmp_path / "out" / "MANIFEST").is_file()
