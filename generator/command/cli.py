"""The command line: run the pipeline, write its output, and set the exit code.

The exit codes are 0 for success, 1 for problems or out-of-date output, 2 for a usage error or a
location that cannot be read or written, 3 for an edit that would be overwritten, and 130 for Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from generator import __version__, pipeline
from generator.command import (
    actions,
    overlay,
    refusals,
    releases,
    settings,
    snapshots,
)
from generator.command.console import (
    PROBLEMS,
    Console,
    Stopped,
    UsageFault,
    counted,
    filled,
    printed,
)
from generator.command.diff_command import diff
from generator.command.import_command import import_
from generator.command.init_command import init
from generator.command.mock_command import mock
from generator.command.options import (
    Wanted,
    output_options,
    spec_options,
    wanted_output,
)
from generator.command.watch import watch
from generator.output import writing as output
from generator.output.depfile import rule
from generator.reading.diagnostics import Diagnostic, SpecProblems
from generator.reading.protocol import ProtocolError


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Stopped(f"stopped{refusals.NOTHING_WRITTEN}") from error
        except ProtocolError as error:
            raise UsageFault(str(error)) from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit codes: 0 success; 1 problems or out-of-date output; 2 usage error, or a location that "
        "cannot be read or written; 3 an edit would be overwritten; 130 stopped by Ctrl-C."
    ),
)
@click.option(
    "--config",
    callback=filled,
    metavar="FILE",
    help="The settings.  [default: oauth-codegen.toml or pyproject.toml]",
)
@click.option(
    "--verbose", "-v", is_flag=True, help="Print the settings and name their file."
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, config: str | None, verbose: bool) -> None:
    """Generate OAuth 2.0 clients, a mock server, docs, and test vectors from a spec."""
    context.obj = config
    if sys.flags.optimize > 1:
        raise UsageFault(
            "run Python without -OO, which removes the docstrings that the help is built from"
        )
    for line in settings.described() if verbose else ():
        printed(line, err=True)


@main.command()
@output_options
@click.option("--force", is_flag=True, help="Overwrite manual edits.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="The number of processes for several specs.  [default: one per core]",
)
@click.option(
    "--depfile",
    callback=filled,
    metavar="FILE",
    help="Write a Makefile rule to FILE that lists all files that were read.",
)
def generate(
    specs: Sequence[str],
    out: str | None,
    targets: Sequence[str],
    templates: str | None,
    form: str,
    force: bool,
    jobs: int | None,
    depfile: str | None,
) -> None:
    """Write the output of each spec.

    Nothing is written if a spec has problems or an edit would be lost. With several specs, the
    output of each goes to a folder in --out that is named after its provider's ID.
    """
    console = Console(form)
    wanted = wanted_output(out, targets, templates)
    files = specs or settings.default_specs()
    if depfile is not None and len(files) > 1:
        raise UsageFault(
            "--depfile supports only one spec; run generate once for each spec"
        )
    orders = [
        actions.Action(
            file, wanted.out, wanted.targets, len(files) > 1, force, wanted.over
        )
        for file in files
    ]
    overlay.advise(wanted.over, console)
    listed = not specs and out is None
    if len(orders) == 1:
        _generate_one(orders[0], depfile, console, listed)
    else:
        _generate_many(orders, jobs or os.cpu_count() or 1, console, listed)
    console.report([])


@main.command(short_help="Report whether the output is up to date.")
@output_options
def check(
    specs: Sequence[str],
    out: str | None,
    targets: Sequence[str],
    templates: str | None,
    form: str,
) -> None:
    """Compare the output folder with what the specs generate, and each spec with its last release.

    Exit with 1 if an output is out of date or a version is too low for the changes.
    """
    console = Console(form)
    wanted = wanted_output(out, targets, templates)
    overlay.advise(wanted.over, console)
    loaded = _load(specs, console)
    plans = _plans(loaded, console, wanted)
    written = [plan.folder for plan in plans]
    refusals.refuse_other_output(wanted.out, written, not specs and out is None)
    problems = _release_problems(loaded)
    words = ("differs", "missing", "left over")
    for plan in plans:
        for line in actions.described(plan, words)[0]:
            console.say(line)
        if plan.has_conflict:
            place = plan.folder / output.MANIFEST
            console.say(
                f"{place} contains conflict markers; run generate to rebuild it"
            )
        state = (
            "out of date; run generate to update it" if plan.changes else "up to date"
        )
        for line in actions.closing(plan, state):
            console.say(line)
        if actions.differs_in_line_ends(plan):
            console.say(f"  hint: {actions.LINE_ENDS.format(folder=plan.folder)}")
    console.explain(problems)
    console.report(
        [*problems, *(problem for plan in plans for problem in _drift(plan))]
    )
    if problems or any(plan.changes or plan.kept for plan in plans):
        sys.exit(PROBLEMS)


@main.command(short_help="Report all problems in the specs.")
@spec_options
def validate(specs: Sequence[str], form: str) -> None:
    """Read the specs and report their problems. Exit with 1 if there are any."""
    console = Console(form)
    for file, spec in _load(specs, console):
        console.advise(spec.warnings)
        scopes = counted(len(spec.provider.scopes), "scope")
        cases = counted(len(spec.cases), "case")
        console.say(f"{file}: no problems ({scopes}, {cases})")
    console.report([])


@main.command()
def targets() -> None:
    """List the targets for --target."""
    for name in pipeline.TARGETS:
        printed(name)


main.add_command(diff)
main.add_command(import_)
main.add_command(init)
main.add_command(mock)
main.add_command(watch)


def _generate_one(
    action: actions.Action, depfile: str | None, console: Console, listed: bool
) -> None:
    rendered_by = pipeline.renderer(action.over)
    found = actions.look(action, rendered_by)
    refusals.refuse([found], console)
    refusals.refuse_other_output(action.out, [found.folder], listed)
    if found.spec is None or found.plan is None:
        return
    overlay.advise_of_idle(action.over, rendered_by.used, action.targets, console)
    lines = actions.write(found.plan)
    if depfile is not None:
        _write_depfile(depfile, found.plan, found.spec, action.over)
    for line in lines:
        console.say(line)


def _generate_many(
    orders: Sequence[actions.Action], jobs: int, console: Console, listed: bool
) -> None:
    total = len(orders)
    jobs = min(jobs, total)
    looking = actions.each(actions.look_at_all, orders, jobs)
    found = [*console.progress(looking, total, "checking spec")]
    refusals.refuse(found, console)
    refusals.refuse_other_output(orders[0].out, [one.folder for one in found], listed)
    written: list[tuple[list[str], set[str]]] = []
    try:
        writing = actions.each(actions.write_all, orders, jobs)
        # After an exception, the list still has the specs that are done.
        written.extend(console.progress(writing, total, "writing spec"))
    except (KeyboardInterrupt, output.Unfinished) as error:
        done = f"{len(written)} of {total} specs are done; the next run does the rest"
        if isinstance(error, output.Unfinished):
            raise UsageFault(f"{error}; {done}") from error
        raise Stopped(f"stopped; {done}") from error
    finally:
        # Writing must not stop if the reader of this output exits.
        for lines, _ in written:
            for line in lines:
                console.say(line)
    used = {path for _, paths in written for path in paths}
    overlay.advise_of_idle(orders[0].over, used, orders[0].targets, console)


def _plans(
    loaded: Sequence[tuple[str, pipeline.Spec]],
    console: Console,
    wanted: Wanted,
) -> list[output.Plan]:
    """Return the changes that bring each output folder up to date, and warn of idle templates."""
    plans: list[output.Plan] = []
    obstacles: list[str] = []
    rendered_by = pipeline.renderer(wanted.over)
    for file, spec in console.progress(loaded, len(loaded), "generating spec"):
        action = actions.Action(
            file, wanted.out, wanted.targets, len(loaded) > 1, over=wanted.over
        )
        try:
            plans.append(action.plan(spec, rendered_by))
        except output.Obstacles as found:
            obstacles += found.sentences
    refusals.refuse_to_share([plan.folder for plan in plans])
    refusals.refuse_to_go_through(obstacles)
    overlay.advise_of_idle(wanted.over, rendered_by.used, wanted.targets, console)
    return plans


def _load(
    files: Sequence[str], console: Console, outcome: str = ""
) -> list[tuple[str, pipeline.Spec]]:
    """Return the specs in the files. If they have problems, print all of them and exit."""
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
    """Return the problems with the versions of specs and with their releases."""
    shape = pipeline.spec_schema()
    problems: list[Diagnostic] = []
    try:
        for file, spec in loaded:
            with settings.place("read", file):
                problems += releases.check(Path(file), spec.provider, shape)
    except snapshots.NoSpec as error:
        raise UsageFault(str(error)) from error
    return problems


def _write_depfile(
    place: str, plan: output.Plan, spec: pipeline.Spec, over: Path | None
) -> None:
    """Write a rule with the files that a run read."""
    with settings.place("write", place):
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        made = plan.folder / output.MANIFEST
        text = rule(made, [*pipeline.inputs(spec, over), *settings.files()])
        # A path may contain bytes that cannot be decoded.
        Path(place).write_bytes(os.fsencode(text))


def _drift(plan: output.Plan) -> Iterator[Diagnostic]:
    """Yield a problem for each path that differs."""
    hint = "run generate; make manual edits in the spec or a template"
    kinds = (
        ("this file is out of date", plan.changes.changed),
        ("this file is missing", plan.changes.missing),
        ("this file is no longer generated", plan.changes.extra),
    )
    for message, paths in kinds:
        for path in paths:
            place = str(plan.folder / path)
            yield refusals.problem_of(place, "out-of-date", message, hint)
    message = "this file is no longer generated, and was edited or not created here"
    for path in plan.kept:
        place = str(plan.folder / path)
        yield refusals.problem_of(
            place, "out-of-date", message, "delete it or move it away"
        )
