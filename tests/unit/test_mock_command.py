"""`mock`: the name of the server, and what is left after it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from generator.pipeline import ROOT
from tests.generators import run_generator
from tests.unit.runs import elsewhere, run

__all__ = ["elsewhere"]


def test_help_of_the_server_names_the_command_that_started_it(tmp_path: Path) -> None:
    run("init", "acme")
    code, out, err = run_generator(tmp_path, "mock", "acme.yaml", "--help")
    assert (code, err) == (0, "")
    assert out.startswith(
        "usage: python -m generator mock acme.yaml [-h] [--host HOST]"
    )


def test_spec_of_the_settings_is_the_default(tmp_path: Path) -> None:
    run("init", "acme")
    _, out, _ = run_generator(tmp_path, "mock", "--", "--help")
    assert out.startswith(
        "usage: python -m generator mock acme.yaml [-h] [--host HOST]"
    )


def test_no_file_is_left_after_a_signal(tmp_path: Path) -> None:
    run("init", "acme")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    server = started(tmp_path, TMPDIR=str(temporary))
    with server:
        assert server.stdout is not None
        server.stdout.readline()
        assert len([*temporary.iterdir()]) == 1
        server.terminate()
        server.communicate(timeout=60)
    assert server.returncode == 128 + signal.SIGTERM
    assert [*temporary.iterdir()] == []


def started(folder: Path, **environment: str) -> subprocess.Popen[str]:
    """Start the mock server of a spec in a folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "mock", "acme.yaml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
