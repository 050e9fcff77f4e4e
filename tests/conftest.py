"""What a run did not cover is said at its end."""

from __future__ import annotations

import pytest

from tests.interpreters import interpreters, missing


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say under which Pythons the binding and the generator ran, and which this machine lacks."""
    ran = ", ".join(sorted(map(str, interpreters())))
    terminalreporter.write_line(f"the Python binding and the generator ran under {ran}")
    if missing():
        terminalreporter.write_line(
            f"not run, for lack of an interpreter: {', '.join(missing())}"
        )
