"""No test waits for ever: each has a timeout, and the processes that it starts heed Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.pipeline import ROOT
from tests.signals import heed_ctrl_c

HANGING = """
import time
def test_that_hangs(): time.sleep(60)
def test_that_ends(): pass
"""


def test_each_test_has_a_timeout(pytestconfig: pytest.Config) -> None:
    assert float(pytestconfig.getini("timeout")) == 600


def test_test_that_hangs_is_ended_and_the_others_run(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    options = ("-n", "2", "-p", "no:cacheprovider", "-o", "timeout=2")
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


@pytest.fixture
def ignored() -> Iterator[None]:
    """Ignore SIGINT, as a shell does for a job in the background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ignored")
def test_child_of_a_job_in_the_background_heeds_ctrl_c() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); import time; time.sleep(60)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT


def test_whoever_sends_ctrl_c_starts_a_process_that_heeds_it() -> None:
    senders = [
        file
        for file in (ROOT / "tests").rglob("*.py")
        if "signal.SIGINT" in file.read_text() and file.name != "signals.py"
    ]
    heeding = ("heed_ctrl_c", "default_int_handler", "SIG_DFL")
    assert len(senders) > 3
    assert [
        file.name
        for file in senders
        if not any(word in file.read_text() for word in heeding)
    ] == []
