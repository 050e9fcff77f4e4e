"""Help is as wide as the terminal, and text to copy is not folded."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import termios
from collections.abc import Iterator
from typing import TextIO

import pytest

from generator.command.console import folded

LINE = '  Users now log in at "https://login.example.org/a-long-path/auth", no longer at "x".\n'


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    """Yield the stream of a terminal without a known width."""
    master, slave = pty.openpty()
    with open(slave, "w", encoding="utf-8") as stream:
        yield stream
    os.close(master)


def resize(terminal: TextIO, columns: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def test_lines_are_as_wide_as_the_terminal(
    terminal: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", terminal)
    resize(terminal, 40)
    assert folded(LINE) == (
        "  Users now log in at\n"
        '      "https://login.example.org/a-long-path/auth",\n'
        '      no longer at "x".\n'
    )


def test_terminal_without_a_width_is_treated_as_a_file(
    terminal: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", terminal)
    assert folded(f"{'a ' * 50}b\n\nc\n") == f"{'a ' * 49}a\n    b\n\nc\n"


def test_page_to_a_file_has_a_hundred_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert folded(f"{'a ' * 50}b\n") == f"{'a ' * 49}a\n    b\n"
