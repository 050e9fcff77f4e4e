"""Work that takes more than a second shows its progress, but only on a terminal."""

from __future__ import annotations

import io

import pytest

from generator.command.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that a test sets: the last number is the time."""
    times = [0.0]
    monkeypatch.setattr("generator.command.console.time.monotonic", lambda: times[-1])
    return times


def said(
    stream: io.StringIO, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Return the output while three items take 0.8 seconds each."""
    monkeypatch.setattr("sys.stderr", stream)
    taken: list[str] = []
    for item in Console("text").progress(["a", "b", "c"], 3, "making spec"):
        taken.append(item)
        clock.append(clock[-1] + 0.8)
    assert taken == ["a", "b", "c"]
    return stream.getvalue()


def test_terminal_shows_progress_after_a_second(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = said(Terminal(), clock, monkeypatch)
    assert shown == "\rmaking spec 3 of 3\x1b[K\r\x1b[K"


def test_file_shows_no_progress(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(io.StringIO(), clock, monkeypatch) == ""
