"""What the commands say: lines for people, and problems in the form that was asked for."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, NoReturn, TypeVar

import click

from generator.reading import diagnostics, reports
from generator.reading.diagnostics import Diagnostic

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
_Value = TypeVar("_Value", str, "tuple[str, ...]", None)
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


class Unprinted(click.ClickException):
    """Nobody takes what is printed: one line, or none where the reader has left; exit code 2."""

    exit_code = USAGE

    def __init__(self, error: OSError) -> None:
        """Take the failure of a stream."""
        super().__init__(f"cannot write to standard output: {error.strerror}")
        self._has_left = error.errno == errno.EPIPE

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line, where somebody may be reading."""
        if not self._has_left:
            with contextlib.suppress(OSError):
                super().show(file)


def printed(text: str, *, end: str = "\n", err: bool = False, **more: Any) -> None:
    """Print a text. Raises Unprinted where the stream takes nothing."""
    try:
        click.echo(f"{text}{end}", nl=False, err=err, **more)
    except OSError as error:
        # What is left in the stream would be tried again, and fail, at the end of the process.
        stream = sys.stderr if err else sys.stdout
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        raise Unprinted(error) from error


def filled(_: click.Context, __: click.Parameter, value: _Value) -> _Value:
    """Return the name of a place, or several; an empty one, as of an unset variable, is refused."""
    if value is not None and (not value if isinstance(value, str) else "" in value):
        raise click.BadParameter("the name is empty; is a variable not set?")
    return value


class Console:
    """Prints for people, or for programs: these have standard output for the problems alone."""

    def __init__(self, form: str) -> None:
        """Print problems in `form`, one of `reports.FORMATS`."""
        self._form = form
        self._is_for_people = form == "text"

    def say(self, line: str) -> None:
        """Print a line for people."""
        printed(line, err=not self._is_for_people)

    def warn(self, line: str) -> None:
        """Print a line for people about what went wrong."""
        printed(line, err=True)

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
            printed(reports.FORMATS[self._form](problems), end="")

    def explain(self, problems: Sequence[Diagnostic], after: str = "") -> None:
        """Print problems for people, with the lines of the files; programs get a report."""
        if self._is_for_people and problems:
            # A stream that is no terminal loses the colours, and so does one of a person without.
            colour = False if os.environ.get("NO_COLOR") else None
            text = f"{reports.text(problems, _painted)}{after}"
            printed(text, end="", err=True, color=colour)

    def fail(self, problems: Sequence[Diagnostic], outcome: str = "") -> NoReturn:
        """Print the problems of specs, how many there are and what came of it, and exit."""
        listed = diagnostics.limited(problems)
        self.explain(listed, after="\n")
        self.report(listed)
        self.warn(f"{diagnostics.counted(listed)}{outcome}")
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
