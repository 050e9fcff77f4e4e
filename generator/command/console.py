"""Print the output of the commands: lines for people, and problems in the requested format."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, NoReturn, TypeVar, cast

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
    "warning": {"fg": "yellow", "bold": True},
    "mark": {"fg": "red"},
    "hint": {"fg": "cyan"},
}


_Item = TypeVar("_Item")
_Value = TypeVar("_Value", str, "tuple[str, ...]", None)
_PATIENCE = 1.0
"""The seconds before progress is shown."""
_WIDTH = 100
"""The columns of a page that does not go to a terminal."""
_FURTHER = 4
"""The extra indentation of a continued line, in columns."""


class UsageFault(click.ClickException):
    """A usage error, or a location that cannot be read or written: one line and exit code 2."""

    exit_code = USAGE


class Stopped(click.ClickException):
    """Ctrl-C: one line that reports the progress, and exit code 130, as in a shell."""

    exit_code = STOPPED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line without "Error", because nothing failed."""
        click.echo(self.format_message(), file=file, err=True)


class Unprinted(click.ClickException):
    """A stream does not accept output: one line, or none if the reader has exited, and exit code 2."""

    exit_code = USAGE

    def __init__(self, error: OSError) -> None:
        """Store the error of the stream."""
        super().__init__(f"cannot write to standard output: {error.strerror}")
        self._has_left = error.errno == errno.EPIPE

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line, unless the reader has exited."""
        if not self._has_left:
            with contextlib.suppress(OSError):
                super().show(file)


def printed(text: str, *, end: str = "\n", err: bool = False, **more: Any) -> None:
    """Print a text. Raises Unprinted if the stream does not accept it."""
    if not err and cast("IO[str] | None", sys.stdout) is None:
        raise Unprinted(OSError(errno.EBADF, os.strerror(errno.EBADF)))
    try:
        click.echo(f"{text}{end}", nl=False, err=err, **more)
    except OSError as error:
        # Otherwise, Python would try to flush the stream again at exit, and fail.
        stream = sys.stderr if err else sys.stdout
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        raise Unprinted(error) from error


def filled(_: click.Context, __: click.Parameter, value: _Value) -> _Value:
    """Return one or several paths. Raises BadParameter for an empty one, as from an unset variable."""
    if value is not None and (not value if isinstance(value, str) else "" in value):
        raise click.BadParameter("the name is empty; check whether a variable is unset")
    return value


class Console:
    """Prints for people or for programs. For programs, standard output has only the problems."""

    def __init__(self, form: str) -> None:
        """Print problems in `form`, one of `reports.FORMATS`."""
        self._form = form
        self._is_for_people = form == "text"

    def say(self, line: str) -> None:
        """Print a line for people."""
        printed(line, err=not self._is_for_people)

    def warn(self, line: str) -> None:
        """Print a line about a failure to standard error."""
        printed(line, err=True)

    def progress(
        self, items: Iterable[_Item], total: int, noun: str
    ) -> Iterator[_Item]:
        """Yield the items. After the first second, show the progress if this is a terminal."""
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
        """Print problems for programs. For people, other methods print them."""
        if not self._is_for_people:
            printed(reports.FORMATS[self._form](problems), end="")

    def explain(self, problems: Sequence[Diagnostic], after: str = "") -> None:
        """Print problems for people, with the lines of the files. For programs, `report` prints them."""
        if self._is_for_people and problems:
            _show(f"{reports.text(problems, _painted)}{after}")

    def advise(self, warnings: Sequence[Diagnostic]) -> None:
        """Print warnings to standard error. They are not among the problems on standard output."""
        if not warnings:
            return
        is_github = self._form == "github"
        _show(
            reports.github(warnings) if is_github else reports.text(warnings, _painted)
        )

    def fail(self, problems: Sequence[Diagnostic], outcome: str = "") -> NoReturn:
        """Print the problems of specs, their number, and the outcome, and exit."""
        listed = diagnostics.limited(problems)
        self.explain(listed, after="\n")
        self.report(listed)
        self.warn(f"{diagnostics.counted(listed)}{outcome}")
        sys.exit(PROBLEMS)


def counted(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def folded(page: str) -> str:
    """Return a page with its lines wrapped between words to fit the terminal."""
    width = _width()
    return "".join(f"{_folded(line, width)}\n" for line in page.splitlines())


def _folded(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip()) + _FURTHER
    # Names, URLs, and code must stay in one piece, so that people can copy them.
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _width() -> int:
    """Return the columns of the terminal. Some terminals report zero columns."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except OSError:
        return _WIDTH


def _show(text: str) -> None:
    """Print a text with colors to standard error."""
    # click removes colors if the stream is not a terminal.
    color = False if os.environ.get("NO_COLOR") else None
    printed(text, end="", err=True, color=color)


def _painted(part: str, text: str) -> str:
    return click.style(text, **_STYLES[part])
