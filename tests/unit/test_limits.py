"""Every test has a timeout, and Ctrl-C stops the processes that tests start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.sampling import one_in

UNUSED = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:anyio")
"""Plugins that take longer to import than these tests take."""
HANGING = """
import time
def test_that_hangs(): time.sleep(60)
def test_that_ends(): pass
"""


def test_each_test_has_a_timeout(pytestconfig: pytest.Config) -> None:
    assert float(pytestconfig.getini("timeout")) == 600


def test_hanging_test_is_stopped_and_the_others_run(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    options = ("-n", "0", *UNUSED, "-o", "timeout=2")
    process = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "1 failed, 1 passed" in process.stdout
    assert "Timeout (>2.0s)" in process.stdout


def test_child_process_is_stopped_by_ctrl_c() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); import time; time.sleep(60)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT


@pytest.mark.parametrize("processes", one_in(2, ["1", "0"]))
def test_background_job_of_a_shell_starts_child_processes_that_ctrl_c_stops(
    processes: str,
) -> None:
    test = f"{__file__}::{test_child_process_is_stopped_by_ctrl_c.__name__}"
    options = ("-n", processes, *UNUSED, test)
    # `trap` ignores SIGINT as `&` does, and the process that replaces the shell inherits that.
    job = subprocess.run(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]
        + [sys.executable, "-m", "pytest", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "1 passed" in job.stdout, job.stdout
