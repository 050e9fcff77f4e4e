"""The command line: calls the pipeline, prints, and sets the exit code.

0 as asked, 1 problems or drift found, 2 wrong usage or a place that cannot be read or written,
3 refused to overwrite a person's edit, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

import click
import tomli

from generator import differences, edits, output, pipeline
from generator.diagnostics import SpecProblems
from generator.formatting import BrokenOutput

PROBLEMS = 1
USAGE = 2
EDITED = 3
STOPPED = 130

Command = TypeVar("Command", bound=Callable[..., Any])


class UsageFault(click.ClickException):
    """Wrong usage, or a place that cannot be read or written: one line, exit code 2."""

    exit_code = USAGE


class Stopped(click.ClickException):
    """Ctrl-C: one line that says how far the command came, exit code 130 as a shell gives."""

    exit_code = STOPPED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line; nothing went wrong, so it is not called an error."""
        click.echo(self.format_message(), file=file, err=True)


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Stopped("stopped; nothing was written") from error


def _specs_option(command: Command) -> Command:
    return click.option(
        "--spec",
        "specs",
        multiple=True,
        metavar="FILE",
        help="The spec to read; may be repeated. Default: [tool.generator] spec in pyproject.toml.",
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
    return _specs_option(out(target(command)))


@click.group(cls=_Commands)
def main() -> None:
    """Turn one spec of an OAuth 2.0 authorization endpoint into typed clients, docs and fixtures."""


@main.command()
@_output_options
@click.option("--force", is_flag=True, help="Overwrite what a person has edited.")
def generate(
    specs: Sequence[str], out: str | None, targets: Sequence[str], force: bool
) -> None:
    """Write the output of each spec.

    Nothing is written where a spec has problems, or where an edit would be lost.
    """
    plans = _plans(specs, out, targets)
    if not force:
        _refuse_to_lose_edits(plans)
    with _writing(plans) as done:
        for plan in plans:
            output.write(plan, done)
            counts = _print(plan.changes, ("changed", "new", "removed"))
            if plan.has_conflict:
                place = plan.folder / output.MANIFEST
                click.echo(f"{place} held conflict marks and was rebuilt")
            state = f"now up to date ({', '.join(counts)})" if counts else "up to date"
            click.echo(f"{plan.folder}: {len(plan.tree)} files, {state}")


@main.command()
@_output_options
def check(specs: Sequence[str], out: str | None, targets: Sequence[str]) -> None:
    """Compare the output folder with what the specs give; exit 1 where they differ."""
    plans = _plans(specs, out, targets)
    for plan in plans:
        _print(plan.changes, ("differs", "missing", "left over"))
        if plan.has_conflict:
            place = plan.folder / output.MANIFEST
            click.echo(f"{place} holds conflict marks; generate rebuilds it")
        state = "out of date; generate writes it anew" if plan.changes else "up to date"
        click.echo(f"{plan.folder}: {len(plan.tree)} files, {state}")
    if any(plan.changes for plan in plans):
        sys.exit(PROBLEMS)


@main.command()
@_specs_option
def validate(specs: Sequence[str]) -> None:
    """Read the specs and print their problems; exit 1 where there is one."""
    for file, spec in _load(specs):
        scopes, cases = len(spec.provider.scopes), len(spec.cases)
        click.echo(f"{file}: no problems ({scopes} scopes, {cases} cases)")


@main.command()
def targets() -> None:
    """List the targets that `--target` takes."""
    for name in pipeline.TARGETS:
        click.echo(name)


def _plans(
    specs: Sequence[str], out: str | None, targets: Sequence[str]
) -> list[output.Plan]:
    """Return how each output folder becomes its tree; nothing is written before all are made."""
    for name in targets:
        if name not in pipeline.TARGETS:
            known = ", ".join(pipeline.TARGETS)
            raise UsageFault(f'there is no target "{name}"; the targets are {known}')
    chosen = [name for name in pipeline.TARGETS if not targets or name in targets]
    folder = Path(out or _setting("out"))
    loaded = _load(specs)
    if len(loaded) == 1:
        folders = [folder]
    else:
        folders = [folder / spec.provider.id for _, spec in loaded]
    for place in folders:
        if folders.count(place) > 1:
            raise UsageFault(
                f"two specs would write to {place}: each needs a provider id of its own"
            )
    plans: list[output.Plan] = []
    obstacles: list[str] = []
    for place, (_, spec) in zip(folders, loaded, strict=True):
        try:
            tree = pipeline.tree(spec, chosen)
        except BrokenOutput as error:
            raise UsageFault(f"{error}; this is a fault of the generator") from error
        try:
            with _place("read", place):
                plans.append(output.plan(tree, place, chosen if targets else None))
        except output.Obstacles as found:
            obstacles += found.sentences
    if obstacles:
        raise UsageFault("\nError: ".join(obstacles))
    return plans


def _refuse_to_lose_edits(plans: Sequence[output.Plan]) -> None:
    """Print the diff of each file that holds an edit, and exit, where there is one."""
    count = 0
    for plan in plans:
        for path in edits.edited(plan.folder, plan.before, plan.known):
            count += 1
            for line in _diff(plan, path):
                click.echo(line, err=True)
    if count:
        held = "1 file holds an edit" if count == 1 else f"{count} files hold edits"
        click.echo(
            f"{held}; nothing was written\n"
            "  hint: move it to the spec or a template, commit it, or --force "
            "(make: FORCE=1)",
            err=True,
        )
        sys.exit(EDITED)


def _diff(plan: output.Plan, path: str) -> Iterator[str]:
    """Return the diff from a file as it stands to what the run would make of it."""
    place = str(plan.folder / path)
    made = f"{place} (generated)" if path in plan.tree else differences.NOTHING
    after = plan.tree.get(path, b"")
    return differences.unified(plan.before[path], after, place, made)


@contextlib.contextmanager
def _writing(plans: Sequence[output.Plan]) -> Generator[list[Path]]:
    """Give a list for what is done; where the writing ends early, say how far it came."""
    done: list[Path] = []
    total = sum(len(plan.changes) for plan in plans)
    try:
        yield done
    except output.Unfinished as error:
        raise UsageFault(f"{error}; {_progress(len(done), total)}") from error
    except KeyboardInterrupt as error:
        raise Stopped(f"stopped; {_progress(len(done), total)}") from error


def _progress(done: int, total: int) -> str:
    if not done:
        return "nothing was written"
    if done == total:
        return "all files are done"
    return f"{done} of {total} files are done, the next run does the rest"


def _print(changes: output.Changes, words: Sequence[str]) -> list[str]:
    """Print each path that differs, with the word for how; return how many of each there are."""
    counts: list[str] = []
    width = max(map(len, words))
    lists = (changes.changed, changes.missing, changes.extra)
    for word, paths in zip(words, lists, strict=True):
        for path in paths:
            click.echo(f"  {word:{width}}  {path}")
        if paths:
            counts.append(f"{len(paths)} {word}")
    return counts


def _load(files: Sequence[str]) -> list[tuple[str, pipeline.Spec]]:
    loaded: list[tuple[str, pipeline.Spec]] = []
    problems: list[str] = []
    for file in files or _setting("spec"):
        try:
            with _place("read", file):
                loaded.append((file, pipeline.load(Path(file))))
        except SpecProblems as found:
            problems += [diagnostic.as_text() for diagnostic in found.diagnostics]
    if problems:
        _fail(problems)
    return loaded


def _fail(problems: Sequence[str]) -> NoReturn:
    for problem in problems:
        click.echo(problem, err=True)
    count = len(problems)
    click.echo(
        f"{count} problem{'s' if count > 1 else ''}; nothing was written", err=True
    )
    sys.exit(PROBLEMS)


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
