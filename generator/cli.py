"""The command line: calls the pipeline, writes what comes of it, and sets the exit code.

0 as asked, 1 problems or drift found, 2 wrong usage or a place that cannot be read or written,
3 refused to overwrite a person's edit, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import (
    differences,
    edits,
    output,
    pipeline,
    releases,
    reports,
    schema,
    settings,
    snapshots,
)
from generator.console import (
    EDITED,
    PROBLEMS,
    Console,
    Stopped,
    UsageFault,
    counted,
)
from generator.depfile import rule
from generator.diagnostics import Diagnostic, SpecProblems, did_you_mean
from generator.diff_command import diff
from generator.formatting import BrokenOutput

NOTHING_WRITTEN = "; nothing was written"

Command = TypeVar("Command", bound=Callable[..., Any])


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Stopped(f"stopped{NOTHING_WRITTEN}") from error


def _spec_options(command: Command) -> Command:
    spec = click.option(
        "--spec",
        "specs",
        multiple=True,
        metavar="FILE",
        help="The spec to read; may be repeated.  [default: that of pyproject.toml]",
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(list(reports.FORMATS)),
        default="text",
        show_default=True,
        help="How to print problems: for people, for programs, or beside the line on GitHub.",
    )
    return spec(form(command))


def _output_options(command: Command) -> Command:
    target = click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="NAME",
        help="Only this target; may be repeated.  [default: all of them]",
    )
    out = click.option(
        "--out",
        metavar="FOLDER",
        help="The folder to write to.  [default: that of pyproject.toml]",
    )
    return _spec_options(out(target(command)))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit codes: 0 as asked; 1 problems or drift found; 2 wrong usage, or a place that cannot "
        "be read or written; 3 refused to overwrite a person's edit; 130 stopped by Ctrl-C."
    ),
)
def main() -> None:
    """Turn a spec of an OAuth 2.0 authorization endpoint into clients, docs and fixtures."""
    if sys.flags.optimize > 1:
        raise UsageFault(
            "run Python without -OO: it drops the docstrings that the help and the list of codes "
            "are made from"
        )


@main.command()
@_output_options
@click.option("--force", is_flag=True, help="Overwrite what a person has edited.")
@click.option(
    "--depfile",
    metavar="FILE",
    help="Write a rule of a Makefile there that names all files that were read.",
)
def generate(
    specs: Sequence[str],
    out: str | None,
    targets: Sequence[str],
    form: str,
    force: bool,
    depfile: str | None,
) -> None:
    """Write the output of each spec.

    Nothing is written where a spec has problems, or where an edit would be lost. With more than one
    spec, each writes to a folder of its provider's id below --out.
    """
    console = Console(form)
    wanted = _wanted(out, targets)
    if depfile and len(specs or settings.default_specs()) > 1:
        raise UsageFault("--depfile is about one spec; call generate for each")
    loaded = _load(specs, console, NOTHING_WRITTEN)
    plans = _plans(loaded, console, *wanted)
    if not force:
        _refuse_to_lose_edits(plans, console)
    with _writing(plans) as done:
        for plan in plans:
            output.write(plan, done)
            counts = _print(plan, ("changed", "new", "removed"), console)
            if plan.has_conflict:
                place = plan.folder / output.MANIFEST
                console.say(f"{place} held conflict marks and was rebuilt")
            state = f"now up to date ({', '.join(counts)})" if counts else "up to date"
            console.say(f"{plan.folder}: {counted(len(plan.tree), 'file')}, {state}")
    if depfile:
        _write_depfile(depfile, plans[0], loaded[0][1])
    console.report([])


@main.command(short_help="Say where the output is not what the specs give.")
@_output_options
def check(
    specs: Sequence[str], out: str | None, targets: Sequence[str], form: str
) -> None:
    """Compare the output folder with what the specs give, and each spec with its last release.

    Exit 1 where an output differs, or where a version says less than changed since.
    """
    console = Console(form)
    wanted = _wanted(out, targets)
    loaded = _load(specs, console)
    plans = _plans(loaded, console, *wanted)
    problems = _release_problems(loaded)
    for plan in plans:
        _print(plan, ("differs", "missing", "left over"), console)
        if plan.has_conflict:
            place = plan.folder / output.MANIFEST
            console.say(f"{place} holds conflict marks; generate rebuilds it")
        state = "out of date; generate writes it anew" if plan.changes else "up to date"
        console.say(f"{plan.folder}: {counted(len(plan.tree), 'file')}, {state}")
    console.explain(problems)
    console.report(
        [*problems, *(problem for plan in plans for problem in _drift(plan))]
    )
    if problems or any(plan.changes for plan in plans):
        sys.exit(PROBLEMS)


@main.command(short_help="Print all problems of the specs.")
@_spec_options
def validate(specs: Sequence[str], form: str) -> None:
    """Read the specs and print their problems; exit 1 where there is one."""
    console = Console(form)
    for file, spec in _load(specs, console):
        scopes = counted(len(spec.provider.scopes), "scope")
        cases = counted(len(spec.cases), "case")
        console.say(f"{file}: no problems ({scopes}, {cases})")
    console.report([])


@main.command()
def targets() -> None:
    """List the targets that --target takes."""
    for name in pipeline.TARGETS:
        click.echo(name)


main.add_command(diff)


def _wanted(out: str | None, targets: Sequence[str]) -> tuple[Path, Sequence[str]]:
    """Return the folder to write to and the targets that are named, which have to exist."""
    for name in targets:
        if name not in pipeline.TARGETS:
            known = ", ".join(pipeline.TARGETS)
            near = did_you_mean(name, pipeline.TARGETS) or f"the targets are {known}"
            raise UsageFault(f'there is no target "{name}"; {near}')
    return Path(out or settings.default_out()), targets


def _plans(
    loaded: Sequence[tuple[str, pipeline.Spec]],
    console: Console,
    folder: Path,
    targets: Sequence[str],
) -> list[output.Plan]:
    """Return how each output folder becomes its tree; nothing is written before all are made."""
    chosen = [name for name in pipeline.TARGETS if not targets or name in targets]
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
    rendered_by = pipeline.renderer()
    pairs = list(zip(folders, loaded, strict=True))
    for place, (_, spec) in console.progress(pairs, "making spec"):
        try:
            tree = pipeline.tree(spec, chosen, rendered_by)
        except BrokenOutput as error:
            raise UsageFault(f"{error}; this is a fault of the generator") from error
        try:
            with settings.place("read", place):
                plans.append(output.plan(tree, place, chosen if targets else None))
        except output.Obstacles as found:
            obstacles += found.sentences
    if obstacles:
        raise UsageFault("\nError: ".join(obstacles))
    return plans


def _load(
    files: Sequence[str], console: Console, outcome: str = ""
) -> list[tuple[str, pipeline.Spec]]:
    """Return the specs in the files. Where one has problems, print all of them and exit."""
    loaded: list[tuple[str, pipeline.Spec]] = []
    problems: list[Diagnostic] = []
    for file in console.progress(files or settings.default_specs(), "reading spec"):
        try:
            with settings.place("read", file):
                loaded.append((file, pipeline.load(Path(file))))
        except SpecProblems as found:
            problems += found.diagnostics
    if problems:
        console.fail(problems, outcome)
    return loaded


def _release_problems(
    loaded: Sequence[tuple[str, pipeline.Spec]],
) -> list[Diagnostic]:
    """Return what is wrong with the versions of specs, and with what was released of them."""
    shape = schema.load(pipeline.SPEC_SCHEMA)
    problems: list[Diagnostic] = []
    try:
        for file, spec in loaded:
            with settings.place("read", file):
                problems += releases.check(Path(file), spec.provider, shape)
    except snapshots.NoSpec as error:
        raise UsageFault(str(error)) from error
    return problems


def _write_depfile(place: str, plan: output.Plan, spec: pipeline.Spec) -> None:
    """Write what a run has read, as a rule for what it has made."""
    read = [*pipeline.inputs(spec), *settings.files()]
    with settings.place("write", place):
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        made = plan.folder / output.MANIFEST
        Path(place).write_text(rule(made, read), encoding="utf-8", newline="\n")


def _refuse_to_lose_edits(plans: Sequence[output.Plan], console: Console) -> None:
    """Print the diff of each file that holds an edit, and exit, where there is one."""
    edited = [
        (plan, path)
        for plan in plans
        for path in edits.edited(plan.folder, plan.before, plan.known)
    ]
    if not edited:
        return
    for plan, path in edited:
        for line in _diff(plan, path):
            console.warn(line)
    hint = "move it to the spec or a template, commit it, or --force (make: FORCE=1)"
    console.report(
        [
            _problem_of(plan, path, "edited", "an edit would be lost", hint)
            for plan, path in edited
        ]
    )
    count = len(edited)
    held = "1 file holds an edit" if count == 1 else f"{count} files hold edits"
    console.warn(f"{held}{NOTHING_WRITTEN}\n  hint: {hint}")
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


def _print(plan: output.Plan, words: Sequence[str], console: Console) -> list[str]:
    """Print each path that differs, with the word for how; return how many of each there are."""
    changes = plan.changes
    width = max(map(len, words))
    counts: list[str] = []
    lists = (changes.changed, changes.missing, changes.extra)
    for word, paths in zip(words, lists, strict=True):
        for path in paths:
            console.say(f"  {word:{width}}  {path}")
        if paths:
            counts.append(f"{len(paths)} {word}")
    return counts


def _drift(plan: output.Plan) -> Iterator[Diagnostic]:
    """Yield each path that differs as a problem of that file."""
    hint = "run generate; an edit by hand belongs into the spec or a template"
    kinds = (
        ("this is not what the spec gives", plan.changes.changed),
        ("this file is missing", plan.changes.missing),
        ("this file is made no more", plan.changes.extra),
    )
    for message, paths in kinds:
        for path in paths:
            yield _problem_of(plan, path, "out-of-date", message, hint)


def _problem_of(
    plan: output.Plan, path: str, code: str, message: str, hint: str
) -> Diagnostic:
    return Diagnostic(str(plan.folder / path), 1, 1, code, "", message, hint)
