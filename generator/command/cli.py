"""The command line: calls the pipeline, writes what comes of it, and sets the exit code.

0 as asked, 1 problems or drift found, 2 wrong usage or a place that cannot be read or written,
3 refused to overwrite a person's edit, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from generator import pipeline
from generator.command import actions, releases, settings, snapshots
from generator.command.console import (
    EDITED,
    PROBLEMS,
    Console,
    Stopped,
    UsageFault,
    counted,
    filled,
    printed,
)
from generator.command.diff_command import diff
from generator.command.options import output_options, spec_options, wanted_output
from generator.command.watch import watch
from generator.output import writing as output
from generator.output.depfile import rule
from generator.reading.diagnostics import Diagnostic, SpecProblems

NOTHING_WRITTEN = "; nothing was written"


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Stopped(f"stopped{NOTHING_WRITTEN}") from error


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
@output_options
@click.option("--force", is_flag=True, help="Overwrite what a person has edited.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Processes for more than one spec.  [default: one a core]",
)
@click.option(
    "--depfile",
    callback=filled,
    metavar="FILE",
    help="Write a rule of a Makefile there that names all files that were read.",
)
def generate(
    specs: Sequence[str],
    out: str | None,
    targets: Sequence[str],
    form: str,
    force: bool,
    jobs: int | None,
    depfile: str | None,
) -> None:
    """Write the output of each spec.

    Nothing is written where a spec has problems, or where an edit would be lost. With more than one
    spec, each writes to a folder of its provider's id below --out.
    """
    console = Console(form)
    folder, chosen = wanted_output(out, targets)
    files = specs or settings.default_specs()
    if depfile is not None and len(files) > 1:
        raise UsageFault("--depfile is about one spec; call generate for each")
    orders = [
        actions.Action(file, folder, chosen, len(files) > 1, force) for file in files
    ]
    if len(orders) == 1:
        _generate_one(orders[0], depfile, console)
    else:
        _generate_many(orders, jobs or os.cpu_count() or 1, console)
    console.report([])


@main.command(short_help="Say where the output is not what the specs give.")
@output_options
def check(
    specs: Sequence[str], out: str | None, targets: Sequence[str], form: str
) -> None:
    """Compare the output folder with what the specs give, and each spec with its last release.

    Exit 1 where an output differs, or where a version says less than changed since.
    """
    console = Console(form)
    folder, chosen = wanted_output(out, targets)
    loaded = _load(specs, console)
    plans = _plans(loaded, console, folder, chosen)
    problems = _release_problems(loaded)
    words = ("differs", "missing", "left over")
    for plan in plans:
        for line in actions.described(plan, words)[0]:
            console.say(line)
        if plan.has_conflict:
            place = plan.folder / output.MANIFEST
            console.say(f"{place} holds conflict marks; generate rebuilds it")
        state = "out of date; generate writes it anew" if plan.changes else "up to date"
        for line in actions.closing(plan, state):
            console.say(line)
    console.explain(problems)
    console.report(
        [*problems, *(problem for plan in plans for problem in _drift(plan))]
    )
    if problems or any(plan.changes or plan.kept for plan in plans):
        sys.exit(PROBLEMS)


@main.command(short_help="Print all problems of the specs.")
@spec_options
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
        printed(name)


main.add_command(diff)
main.add_command(watch)


def _generate_one(
    action: actions.Action, depfile: str | None, console: Console
) -> None:
    found = actions.look(action, pipeline.renderer())
    _refuse([found], console)
    if found.spec is None or found.plan is None:
        return
    lines = actions.write(found.plan)
    if depfile is not None:
        _write_depfile(depfile, found.plan, found.spec)
    for line in lines:
        console.say(line)


def _generate_many(
    orders: Sequence[actions.Action], jobs: int, console: Console
) -> None:
    total = len(orders)
    jobs = min(jobs, total)
    looking = actions.each(actions.look_at_all, orders, jobs)
    _refuse([*console.progress(looking, total, "looking at spec")], console)
    written: list[list[str]] = []
    try:
        writing = actions.each(actions.write_all, orders, jobs)
        # What came before an exception stays in the list.
        written.extend(console.progress(writing, total, "writing spec"))
    except (KeyboardInterrupt, output.Unfinished) as error:
        done = f"{len(written)} of {total} specs are done, the next run does the rest"
        if isinstance(error, output.Unfinished):
            raise UsageFault(f"{error}; {done}") from error
        raise Stopped(f"stopped; {done}") from error
    finally:
        # Only now, so that a reader who leaves stops no writing.
        for lines in written:
            for line in lines:
                console.say(line)


def _plans(
    loaded: Sequence[tuple[str, pipeline.Spec]],
    console: Console,
    folder: Path,
    targets: Sequence[str],
) -> list[output.Plan]:
    """Return how each output folder becomes what its spec gives."""
    plans: list[output.Plan] = []
    obstacles: list[str] = []
    rendered_by = pipeline.renderer()
    for file, spec in console.progress(loaded, len(loaded), "making spec"):
        action = actions.Action(file, folder, targets, len(loaded) > 1)
        try:
            plans.append(action.plan(spec, rendered_by))
        except output.Obstacles as found:
            obstacles += found.sentences
    _refuse_to_share([plan.folder for plan in plans])
    _refuse_to_go_through(obstacles)
    return plans


def _refuse(found: Sequence[actions.Findings], console: Console) -> None:
    """Say what stands against a run, and exit, where anything does."""
    problems = [problem for one in found for problem in one.problems]
    if problems:
        console.fail(problems, NOTHING_WRITTEN)
    _refuse_to_share([one.folder for one in found if one.folder])
    _refuse_to_go_through([line for one in found for line in one.obstacles])
    _refuse_to_lose([edit for one in found for edit in one.edits], console)


def _refuse_to_share(folders: Sequence[Path]) -> None:
    for folder, count in Counter(folders).items():
        if count > 1:
            raise UsageFault(
                f"two specs would write to {folder}: each needs a provider id of its own"
            )


def _refuse_to_go_through(obstacles: Sequence[str]) -> None:
    if obstacles:
        raise UsageFault("\nError: ".join(obstacles))


def _refuse_to_lose(lost: Sequence[actions.Edit], console: Console) -> None:
    """Print the diff of each file that holds an edit, and exit, where there is one."""
    if not lost:
        return
    for edit in lost:
        for line in edit.diff:
            console.warn(line)
    hint = "move it to the spec or a template, commit it, or --force (make: FORCE=1)"
    console.report(
        [
            _problem_of(edit.place, "edited", "an edit would be lost", hint)
            for edit in lost
        ]
    )
    held = "1 file holds an edit" if len(lost) == 1 else f"{len(lost)} files hold edits"
    console.warn(f"{held}{NOTHING_WRITTEN}\n  hint: {hint}")
    sys.exit(EDITED)


def _load(
    files: Sequence[str], console: Console, outcome: str = ""
) -> list[tuple[str, pipeline.Spec]]:
    """Return the specs in the files. Where one has problems, print all of them and exit."""
    files = files or settings.default_specs()
    loaded: list[tuple[str, pipeline.Spec]] = []
    problems: list[Diagnostic] = []
    for file in console.progress(files, len(files), "reading spec"):
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
    shape = pipeline.spec_schema()
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
    with settings.place("write", place):
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        made = plan.folder / output.MANIFEST
        text = rule(made, [*pipeline.inputs(spec), *settings.files()])
        # A path may hold bytes that are no text.
        Path(place).write_bytes(os.fsencode(text))


def _drift(plan: output.Plan) -> Iterator[Diagnostic]:
    """Yield each path that differs as a problem of that file."""
    hint = "run generate; an edit by hand belongs into the spec or a template"
    kinds = (
        ("this is not what the spec gives", plan.changes.changed),
        ("this file is missing", plan.changes.missing),
        ("this file is no longer generated", plan.changes.extra),
    )
    for message, paths in kinds:
        for path in paths:
            place = str(plan.folder / path)
            yield _problem_of(place, "out-of-date", message, hint)
    message = "this file is no longer generated, and was edited or not created here"
    for path in plan.kept:
        place = str(plan.folder / path)
        yield _problem_of(place, "out-of-date", message, "delete it or move it away")


def _problem_of(place: str, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(place, 1, 1, code, "", message, hint)
