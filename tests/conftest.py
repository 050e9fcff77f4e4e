"""What a run did not cover is said at its end."""

from __future__ import annotations

import pytest

from tests.browser import browser, chromium
from tests.interpreters import interpreters, missing

__all__ = ["browser"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say under which Pythons the binding ran, and what this machine lacks."""
    ran = ", ".join(sorted(map(str, interpreters())))
    terminalreporter.write_line(f"the Python binding ran under {ran}")
    if missing():
        terminalreporter.write_line(
            f"not run, for lack of an interpreter: {', '.join(missing())}"
        )
    if chromium() is None:
        terminalreporter.write_line("not run, for lack of a browser: tests of pages")
