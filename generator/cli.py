"""The command line: calls the pipeline, prints, and sets the exit code.

0 as asked, 1 problems or drift found, 2 wrong usage or a place that cannot be read or written.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import tomli

from generator import output, pipeline, reports
from generator.diagnostics import Diagnostic, SpecProblems, did_you_mean
from generator.formatting import BrokenOutput

PROBLEMS = 1
USAGE = 2

Command = TypeVar("Command", bound=Callable[..., Any])


class UsageFault(click.ClickException):
    """Wrong usage, or a place that cannot be read or written: one line, exit code 2."""

    exit_code = USAGE


def _specs_option(command: Command) -> Command:
    return click.option(
        "--spec",
        "specs",
        multiple=True,
        metavar="FILE",
        help="The spec to read; may be repeated. Default: [tool.generator] spec in pyproject.toml.",
    )(command)


def _format_option(command: Command) -> Command:
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(reports.FORMATS)),
        default="text",
        show_default=True,
        help="How problems are printed: for people, for programs, or beside the line on GitHub.",
    )(command)


def _output_options(command: Command) -> Command:
    target = click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="NAME",
        help="Only this target; may be repeated. Default: all of them.",
    )
    out = click.option(
        "--out",
        metavar="FOLDER",
        help="The folder to write to. Default: [tool.generator] out in pyproject.toml.",
    )
    return _specs_option(out(target(_format_option(command))))


@click.group()
def main() -> None:
    """Turn one spec of an OAuth 2.0 authorization endpoint into typed clients, docs and fixtures."""


@main.command()
@_output_options
def generate(
    specs: Sequence[str], out: str | None, targets: Sequence[str], form: str
) -> None:
    """Write the output of each spec. Nothing is written where a spec has problems."""
    for folder, tree in _trees(specs, out, targets, form):
        with _place("write", folder):
            changes = output.write(tree, folder)
        counts = _print(changes, ("changed", "new", "removed"), form)
        done = f"now up to date ({', '.join(counts)})" if counts else "up to date"
        _say(f"{folder}: {len(tree)} files, {done}", form)
    _report([], form)


@main.command()
@_output_options
def check(
    specs: Sequence[str], out: str | None, targets: Sequence[str], form: str
) -> None:
    """Compare the output folder with what the specs give; exit 1 where they differ."""
    drift: list[Diagnostic] = []
    for folder, tree in _trees(specs, out, targets, form):
        with _place("read", folder):
            changes = output.compare(tree, folder)
        _print(changes, ("differs", "missing", "left over"), form)
        drift += _drift(changes, folder)
        state = "out of date; generate writes it anew" if changes else "up to date"
        _say(f"{folder}: {len(tree)} files, {state}", form)
    _report(drift, form)
    if drift:
        sys.exit(PROBLEMS)


@main.command()
@_specs_option
@_format_option
def validate(specs: Sequence[str], form: str) -> None:
    """Read the specs and print their problems; exit 1 where there is one."""
    for file, spec in _load(specs, form):
        scopes = _counted(len(spec.provider.scopes), "scope")
        cases = _counted(len(spec.cases), "case")
        _say(f"{file}: no problems ({scopes}, {cases})", form)
    _report([], form)


@main.command()
def targets() -> None:
    """List the targets that `--target` takes."""
    for name in pipeline.TARGETS:
        click.echo(name)


def _trees(
    specs: Sequence[str], out: str | None, targets: Sequence[str], form: str
) -> list[tuple[Path, output.Tree]]:
    """Return each output folder with its whole tree; nothing is written before all are made."""
    for name in targets:
        if name not in pipeline.TARGETS:
            known = ", ".join(pipeline.TARGETS)
            near = did_you_mean(name, pipeline.TARGETS) or f"the targets are {known}"
            raise UsageFault(f'there is no target "{name}"; {near}')
    chosen = [name for name in pipeline.TARGETS if not targets or name in targets]
    folder = Path(out or _setting("out"))
    loaded = _load(specs, form)
    if len(loaded) == 1:
        folders = [folder]
    else:
        folders = [folder / spec.provider.id for _, spec in loaded]
    for place in folders:
        if place.exists() and not place.is_dir():
            raise UsageFault(f"{place} is a file, not a folder")
        if folders.count(place) > 1:
            raise UsageFault(
                f"two specs would write to {place}: each needs a provider id of its own"
            )
    trees: list[tuple[Path, output.Tree]] = []
    for place, (_, spec) in zip(folders, loaded, strict=True):
        try:
            tree = pipeline.tree(spec, chosen)
        except BrokenOutput as error:
            raise UsageFault(f"{error}; this is a fault of the generator") from error
        with _place("read", place):
            trees.append((place, output.with_manifest(tree, place, chosen)))
    return trees


def _print(changes: output.Changes, words: Sequence[str], form: str) -> list[str]:
    """Print each path that differs, with the word for how; return how many of each there are."""
    counts: list[str] = []
    width = max(map(len, words))
    lists = (changes.changed, changes.missing, changes.extra)
    for word, paths in zip(words, lists, strict=True):
        for path in paths:
            _say(f"  {word:{width}}  {path}", form)
        if paths:
            counts.append(f"{len(paths)} {word}")
    return counts


def _drift(changes: output.Changes, folder: Path) -> list[Diagnostic]:
    """Return each path that differs as a problem of that file."""
    messages = (
        "this is not what the spec gives",
        "this file is missing",
        "this file is made no more",
    )
    lists = (changes.changed, changes.missing, changes.extra)
    hint = "run generate; where a person edited the file, move the edit into the spec"
    return [
        Diagnostic(str(folder / path), 1, 1, "out-of-date", "", message, hint)
        for message, paths in zip(messages, lists, strict=True)
        for path in paths
    ]


def _load(files: Sequence[str], form: str) -> list[tuple[str, pipeline.Spec]]:
    """Return the specs in the files. Where one has problems, print all of them and exit."""
    loaded: list[tuple[str, pipeline.Spec]] = []
    problems: list[Diagnostic] = []
    for file in files or _setting("spec"):
        try:
            with _place("read", file):
                loaded.append((file, pipeline.load(Path(file))))
        except SpecProblems as found:
            problems += found.diagnostics
    if problems:
        if form == "text":
            click.echo(reports.text(problems), err=True)
        _report(problems, form)
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        click.echo(f"{count}; nothing was written", err=True)
        sys.exit(PROBLEMS)
    return loaded


def _say(line: str, form: str) -> None:
    """Print a line for people: on standard output, unless that is for programs."""
    click.echo(line, err=form != "text")


def _report(problems: Sequence[Diagnostic], form: str) -> None:
    """Print problems for programs on standard output, where that was asked for."""
    if form != "text":
        click.echo(reports.FORMATS[form](problems), nl=False)


def _setting(name: str) -> Any:
    """Return a setting of [tool.generator] in this folder's pyproject.toml."""
    try:
        settings = tomli.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
        return settings["tool"]["generator"][name]
    except (OSError, ValueError, KeyError) as error:
        hint = f"no --{name} is given, and pyproject.toml here has no [tool.generator] {name}"
        raise UsageFault(hint) from error


@contextlib.contextmanager
def _place(verb: str, place: Path | str) -> Generator[None]:
    """Turn a failure of the file system into one line that names the place."""
    try:
        yield
    except OSError as error:
        name = error.filename or place
        raise UsageFault(f"cannot {verb} {name}: {error.strerror}") from error


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
