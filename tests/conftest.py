"""Report at the end of a run what it did not cover."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import ssl
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import certifi
import pytest

from demo.chromium import chromium
from generator.pipeline import ROOT
from tests import node
from tests.browser import browser, executable, kept, seen, started, tab
from tests.interpreters import interpreters, missing
from tests.network import without_network
from tests.signals import let_signals_stop_children

__all__ = ["browser", "executable", "kept", "seen", "started", "tab"]


LONG_RUN = 4 * 60 * 60
"""The seconds that a test may take with a whole corpus or many random cases."""


def pytest_configure() -> None:
    """Let tests stop processes with signals even if pytest runs in the background.

    Also collect garbage rarely: with Python's own thresholds, a tenth of the time goes there.
    """
    let_signals_stop_children()
    gc.set_threshold(50_000, 20, 100)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile a share of the test files in each process, so that the others find it compiled.

    Without this, each of several processes compiles all files, because all begin at the same time.
    """
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        folders = [Path(one) for one in session.config.args]
        files = sorted(file for one in folders for file in one.rglob("test_*.py"))
        count = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        for file in files[int(worker.removeprefix("gw")) :: count]:
            path = file.resolve().relative_to(ROOT).with_suffix("")
            # Pytest reports what cannot be imported when it collects the file.
            with contextlib.suppress(Exception):
                importlib.import_module(".".join(path.parts))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Use two processes more than there are cores, because many tests wait for other processes."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session", autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the clients of httpx in this process trust one authority, not 140.

    Reading all of them for each client takes longer than what most tests do with it, and no test
    connects to a public server.
    """
    file = tmp_path_factory.mktemp("authority") / "one.pem"
    end = "-----END CERTIFICATE-----\n"
    file.write_text(certifi.contents().partition(end)[0] + end, encoding="utf-8")
    bundles = (certifi.where(), os.environ.get("SSL_CERT_FILE", ""))
    create = ssl.create_default_context

    def create_quickly(*args: Any, cafile: str | None = None, **options: Any) -> Any:
        return create(*args, cafile=file if cafile in bundles else cafile, **options)

    with mock.patch("ssl.create_default_context", create_quickly):
        yield


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Give each test more time in a long run, unless the test sets its own limit.

    In several processes, run the first file of each folder, then the second of each, and so on. The
    files of a folder are alike, and those that wait should run beside those that compute.
    """
    if {"HOSTILE", "RANDOM_CASES"} & os.environ.keys():
        for item in items:
            item.add_marker(pytest.mark.timeout(LONG_RUN))
    if config.getoption("dist", "no") == "loadfile":
        files = dict.fromkeys(item.path for item in items)
        count = Counter[Path]()
        place: dict[Path, int] = {}
        for file in files:
            place[file] = count[file.parent]
            count[file.parent] += 1
        items.sort(key=lambda item: place[item.path])


def pytest_collection_finish() -> None:
    """Keep garbage collections from going through the 10,000 tests that were collected."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print which Pythons ran the binding and the generator, and what this machine lacks."""
    ran = ", ".join(sorted(map(str, interpreters())))
    terminalreporter.write_line(f"the Python binding and the generator ran under {ran}")
    if missing():
        terminalreporter.write_line(
            f"not run because the interpreter is missing: {', '.join(missing())}"
        )
    if without_network() is None:
        terminalreporter.write_line(
            "not run without a network interface: that requires unshare and permission to use it"
        )
    if node.missing():
        terminalreporter.write_line(f"TypeScript was not run: it {node.missing()}")
    if chromium() is None:
        terminalreporter.write_line(
            "not run because there is no browser: the tests of pages"
        )
