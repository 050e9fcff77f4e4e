"""Reject a run that would lose an edit, mix outputs, or write to a place that it cannot use."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from generator.command import actions
from generator.command.console import EDITED, Console, UsageFault
from generator.command.options import with_make
from generator.output import places
from generator.output import writing as output
from generator.reading.diagnostics import Diagnostic

NOTHING_WRITTEN = "; nothing was written"


def refuse(found: Sequence[actions.Findings], console: Console) -> None:
    """Report the warnings and what prevents a run, and exit, if anything does."""
    console.advise([warning for one in found for warning in one.warnings])
    problems = [problem for one in found for problem in one.problems]
    if problems:
        console.fail(problems, NOTHING_WRITTEN)
    refuse_to_share([one.folder for one in found if one.folder])
    refuse_to_go_through([line for one in found for line in one.obstacles])
    _refuse_to_lose([edit for one in found for edit in one.edits], console)


def refuse_to_share(folders: Sequence[Path]) -> None:
    """Raise UsageFault if two specs would write to one folder."""
    for folder, count in Counter(folders).items():
        if count > 1:
            raise UsageFault(
                f"two specs would write to {folder}; give each spec a unique provider id"
            )


def refuse_other_output(
    out: Path, folders: Collection[Path | None], listed: bool
) -> None:
    """Reject output in `out` that this run neither updates nor removes.

    Such output would stay there and in what is built from it. `folders` has the folder of each
    spec, and `listed` is whether the settings name the specs and `out`.
    """
    several = len(folders) > 1
    manifest = out / output.MANIFEST
    if several and places.kind(manifest):
        raise UsageFault(
            f"{manifest} lists the output of one spec, but several specs write to folders in {out}; "
            f"remove the files that it lists, or use another {with_make('--out', 'OUT=')}"
        )
    found = sorted(one.parent for one in out.glob(f"*/{output.MANIFEST}"))
    others = [str(one) for one in found if one not in folders]
    if others and (listed or not several):
        raise UsageFault(
            f"this run would leave the output of other specs in {', '.join(others)}; "
            f"remove {'them' if len(others) > 1 else 'it'}, or use another {with_make('--out', 'OUT=')}"
        )


def refuse_to_go_through(obstacles: Sequence[str]) -> None:
    """Raise UsageFault if something is in the way of files, one line each."""
    if obstacles:
        raise UsageFault("\nError: ".join(obstacles))


def _refuse_to_lose(lost: Sequence[actions.Edit], console: Console) -> None:
    """Print the diff of each file with an edit, and exit, if there are any."""
    if not lost:
        return
    for edit in lost:
        for line in edit.diff:
            console.warn(line)
    hint = (
        "move it to the spec or a template, commit it, or use "
        f"{with_make('--force', 'FORCE=1')}"
    )
    console.report(
        [
            problem_of(edit.place, "edited", "an edit would be lost", hint)
            for edit in lost
        ]
    )
    held = "1 file has an edit" if len(lost) == 1 else f"{len(lost)} files have edits"
    console.warn(f"{held}{NOTHING_WRITTEN}\n  hint: {hint}")
    sys.exit(EDITED)


def problem_of(place: str, code: str, message: str, hint: str) -> Diagnostic:
    """Return a problem with a whole file."""
    return Diagnostic(place, 1, 1, code, "", message, hint)
