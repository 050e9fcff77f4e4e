"""What the commands say: lines for people, and problems in the form that was asked for."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, NoReturn, TypeVar

import click

from generator import reports
from generator.diagnostics import Diagnostic

PROBLEMS = 1
USAGE = 2
EDITED = 3
STOPPED = 130


_STYLES: dict[str, dict[str, Any]] = {
    "place": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "mark": {"fg": "red"},
    "hint": {"fg": "cyan"},
}


_Item = TypeVar("_Item")
_PATIENCE = 1.0
"""Seconds for which nobody asks how far it is."""
_WIDTH = 100
"""Columns of a page that goes to no terminal."""
_FURTHER = 4
"""Columns by which the rest of a line stands further in than its beginning."""


class UsageFault(click.ClickException):
    """Wrong usage, or a place that cannot be read or written: one line, exit code 2."""

    exit_code = USAGE


class Stopped(click.ClickException):
    """Ctrl-C: one line that says how far the command came, exit code 130 as a shell gives."""

    exit_code = STOPPED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line; nothing went wrong, so it is not called an error."""
        click.echo(self.format_message(), file=file, err=True)


class Console:
    """Prints for people, or for programs: these have standard output for the problems alone."""

    def __init__(self, form: str) -> None:
        """Print problems in `form`, one of `reports.FORMATS`."""
        self._form = form
        self._is_for_people = form == "text"

    def say(self, line: str) -> None:
        """Print a line for people."""
        click.echo(line, err=not self._is_for_people)

    def warn(self, line: str) -> None:
        """Print a line for people about what went wrong."""
        click.echo(line, err=True)

    def progress(
        self, items: Iterable[_Item], total: int, noun: str
    ) -> Iterator[_Item]:
        """Yield the items; from the second second on, show on a terminal how far it is."""
        start, shown = time.monotonic(), False
        try:
            for number, item in enumerate(items, 1):
                if sys.stderr.isatty() and time.monotonic() - start > _PATIENCE:
                    shown = True
                    line = f"{noun} {number} of {total}"
                    click.echo(f"\r{line}\x1b[K", nl=False, err=True)
                yield item
        finally:
            if shown:
                click.echo("\r\x1b[K", nl=False, err=True)

    def report(self, problems: Sequence[Diagnostic]) -> None:
        """Print problems for programs; people have read of them already."""
        if not self._is_for_people:
            click.echo(reports.FORMATS[self._form](problems), nl=False)

    def explain(self, problems: Sequence[Diagnostic], after: str = "") -> None:
        """Print problems for people, with the lines of the files; programs get a report."""
        if self._is_for_people and problems:
            # A stream that is no terminal loses the colours, and so does one of a person without.
            colour = False if os.environ.get("NO_COLOR") else None
            text = f"{reports.text(problems, _painted)}{after}"
            click.echo(text, nl=False, err=True, color=colour)

    def fail(self, problems: Sequence[Diagnostic], outcome: str = "") -> NoReturn:
        """Print the problems of specs, how many there are and what came of it, and exit."""
        self.explain(problems, after="\n")
        self.report(problems)
        self.warn(f"{counted(len(problems), 'problem')}{outcome}")
        sys.exit(PROBLEMS)


def counted(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def folded(page: str) -> str:
    """Return a page with its lines broken between words where the terminal ends."""
    width = _width()
    return "".join(f"{_folded(line, width)}\n" for line in page.splitlines())


def _folded(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip()) + _FURTHER
    # A name, a URL or a piece of code stays whole, to be copied.
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _width() -> int:
    """Return the columns of the terminal that standard output is; some say that they have none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except OSError:
        return _WIDTH


def _painted(part: str, text: str) -> str:
    return click.style(text, **_STYLES[part])
