"""What a run did not cover is said at its end."""

from __future__ import annotations

import os

import pytest

from demo.chromium import chromium
from tests import node
from tests.browser import browser, executable
from tests.interpreters import interpreters, missing
from tests.network import without_network

__all__ = ["browser", "executable"]


LONG_RUN = 4 * 60 * 60
"""The seconds that a test may take if it takes a whole corpus or many random cases."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test more time in a long run; a limit of its own goes before that."""
    if {"HOSTILE", "RANDOM_CASES"} & os.environ.keys():
        for item in items:
            item.add_marker(pytest.mark.timeout(LONG_RUN))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say under which Pythons the binding and the generator ran, and what this machine lacks."""
    ran = ", ".join(sorted(map(str, interpreters())))
    terminalreporter.write_line(f"the Python binding and the generator ran under {ran}")
    if missing():
        terminalreporter.write_line(
            f"not run, for lack of an interpreter: {', '.join(missing())}"
        )
    if without_network() is None:
        terminalreporter.write_line(
            "not run without a network interface: that needs unshare, and the right to"
        )
    if node.missing():
        terminalreporter.write_line(f"TypeScript was not run: it {node.missing()}")
    if chromium() is None:
        terminalreporter.write_line("not run, for lack of a browser: tests of pages")
