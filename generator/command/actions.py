"""Check and write the output of each spec, in this process or in several.

Processes exchange only text, and the output of a spec is freed once it is written. So the memory of
a run does not grow with the number of specs.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from generator import pipeline
from generator.command.console import Stopped, UsageFault, counted
from generator.command.settings import place
from generator.output import differences, edits, places
from generator.output import writing as output
from generator.reading.diagnostics import Diagnostic, SpecProblems
from generator.targets.formatting import BrokenOutput
from generator.targets.render import BrokenTemplate, Renderer

_Result = TypeVar("_Result")
Work = Callable[["Sequence[Action]"], "list[_Result]"]

KEPT = "delete or move the kept files: they are no longer generated, but were edited or not created here"
"""The hint for files that no run may remove."""

LINE_ENDS = (
    "the files differ only in their line endings; write `* -text` in "
    "{folder}/.gitattributes, so that git does not change them"
)
"""The hint for files that git wrote with CRLF, as it does on Windows by default."""

_MANY = 20
"""The number of files above which a whole new tree is reported by folder."""
_TOGETHER = 8
"""The number of specs that a process handles at a time. They share the loaded templates."""


@dataclass(frozen=True)
class Action:
    """One spec, and where to write its output."""

    file: str
    out: Path
    targets: Sequence[str]
    """The requested targets, or an empty sequence for all of them."""
    is_one_of_many: bool
    """Whether the output goes to a folder in `out` that is named after the provider's id."""
    force: bool = False
    """Whether manual edits may be overwritten."""
    over: Path | None = None
    """The folder whose files replace templates."""

    def load(self) -> pipeline.Spec:
        """Return the spec. Raises SpecProblems, and UsageFault if a file cannot be read."""
        with place("read", self.file):
            return pipeline.load(Path(self.file))

    def folder(self, spec: pipeline.Spec) -> Path:
        """Return the folder for the output of the spec."""
        return self.out / spec.provider.id if self.is_one_of_many else self.out

    def plan(self, spec: pipeline.Spec, rendered_by: Renderer) -> output.Plan:
        """Return the changes that bring the folder up to date, without writing anything.

        Raises Obstacles, and UsageFault if something cannot be read or the output is broken.
        """
        folder = self.folder(spec)
        chosen = [
            name
            for name in pipeline.TARGETS
            if not self.targets or name in self.targets
        ]
        try:
            tree = pipeline.tree(spec, chosen, rendered_by)
        except BrokenTemplate as error:
            raise UsageFault(str(error)) from error
        except BrokenOutput as error:
            whose = "this is a bug in the generator"
            if self.over is not None:
                whose = f"check the templates in {self.over}"
            raise UsageFault(f"{error}; {whose}") from error
        with place("read", folder):
            covered = chosen if self.targets else None
            return output.plan(tree, folder, covered, spec.provider.id)


@dataclass(frozen=True)
class Edit:
    """A file with an edit that would be lost, and the diff to the generated file."""

    place: str
    diff: Sequence[str]


@dataclass(frozen=True)
class Findings:
    """What prevents writing the output of a spec, and the warnings, which do not."""

    problems: Sequence[Diagnostic] = ()
    obstacles: Sequence[str] = ()
    edits: Sequence[Edit] = ()
    warnings: Sequence[Diagnostic] = ()
    folder: Path | None = None
    spec: pipeline.Spec | None = None
    plan: output.Plan | None = None
    """What will be written. Like the spec, it is not sent between processes."""


def look(action: Action, rendered_by: Renderer, in_brief: bool = False) -> Findings:
    """Return what prevents an action, and its effect. Raises UsageFault.

    With `in_brief`, skip the plan if the folder does not exist, because nothing can be lost in it.
    """
    try:
        spec = action.load()
        if in_brief and not places.kind(action.folder(spec)):
            return Findings(warnings=spec.warnings, folder=action.folder(spec))
        if not action.force:
            _refuse_another_provider(action.folder(spec), spec.provider.id)
        plan = action.plan(spec, rendered_by)
    except SpecProblems as found:
        return Findings(problems=found.diagnostics)
    except output.Obstacles as found:
        return Findings(obstacles=found.sentences)
    lost = [] if action.force else [*_edits(plan)]
    return Findings(
        edits=lost,
        warnings=spec.warnings,
        folder=plan.folder,
        spec=spec,
        plan=plan,
    )


def _refuse_another_provider(folder: Path, id: str) -> None:
    """Raise UsageFault if a folder has the output of a provider with another ID."""
    with place("read", folder):
        earlier = output.owners(folder)
    if earlier and id not in earlier:
        raise UsageFault(
            f"{folder} has the output of {' and '.join(earlier)}, which {id} would replace; "
            "use another --out, or use --force if it is the same provider"
        )


def write(plan: output.Plan) -> list[str]:
    """Carry out a plan, and return the lines that report it.

    Raises UsageFault and Stopped, which report the progress.
    """
    with _writing(plan) as done:
        return _written(plan, done)


def _written(plan: output.Plan, done: list[Path]) -> list[str]:
    """Carry out a plan, add each file to `done`, and return the report. Raises Unfinished."""
    output.write(plan, done)
    lines, counts = described(plan, ("changed", "new", "removed"))
    if plan.has_conflict:
        manifest = plan.folder / output.MANIFEST
        lines.append(f"{manifest} contained conflict markers and was rebuilt")
    state = f"now up to date ({', '.join(counts)})" if counts else "up to date"
    return [*lines, *closing(plan, state)]


def closing(plan: output.Plan, state: str) -> list[str]:
    """Return the last lines of a report: the number of files, and what is left to do."""
    total = counted(len(plan.tree), "file")
    if not plan.kept:
        return [f"{plan.folder}: {total}, {state}"]
    count = counted(len(plan.kept), "file")
    return [
        f"{plan.folder}: {total}, {state}, except for {count} that you must remove manually",
        f"  hint: {KEPT}",
    ]


def differs_in_line_ends(plan: output.Plan) -> bool:
    """Return whether files differ, and all of them only because git or an editor wrote CRLF."""
    changed = [path for path in plan.changes.changed if path in plan.before]
    return bool(changed) and all(
        plan.before[path].replace(b"\r\n", b"\n") == plan.tree[path] for path in changed
    )


def look_at_all(actions: Sequence[Action]) -> list[Findings]:
    """Return what prevents each action. Raises UsageFault."""
    rendered_by = pipeline.renderer(actions[0].over)
    found = (look(action, rendered_by, in_brief=True) for action in actions)
    return [replace(one, spec=None, plan=None) for one in found]


def write_all(actions: Sequence[Action]) -> list[tuple[list[str], set[str]]]:
    """Write the output of each action, and return its report, and the templates used so far.

    Nothing may prevent an action.

    Raises UsageFault and Unfinished. The caller reports how many specs are done.
    """
    rendered_by = pipeline.renderer(actions[0].over)
    written: list[tuple[list[str], set[str]]] = []
    for action in actions:
        plan = action.plan(action.load(), rendered_by)
        written.append((_written(plan, []), rendered_by.used))
    return written


def each(
    work: Work[_Result], actions: Sequence[Action], jobs: int
) -> Iterator[_Result]:
    """Yield the result of each action, in order. `jobs` processes do the work."""
    starts = range(0, len(actions), _TOGETHER)
    shares = [actions[start : start + _TOGETHER] for start in starts]
    if jobs == 1:
        for share in shares:
            yield from work(share)
        return
    # Importing the pool takes a tenth of a run, and a run with one spec does not need it.
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_leave_ctrl_c_to_the_parent) as pool:
        try:
            for results in pool.map(work, shares):
                yield from results
        except BrokenExecutor as error:
            fault = "a process ended before its work was done; try again with --jobs 1"
            raise UsageFault(fault) from error
        except BaseException:
            # Running tasks complete, and waiting ones are canceled.
            pool.shutdown(cancel_futures=True)
            raise


def described(plan: output.Plan, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return a line for each path that differs, and the count for each of the words.

    `words` are for changed, missing, and extra files.
    """
    changes = plan.changes
    width = max(map(len, words))
    lines: list[str] = []
    counts: list[str] = []
    lists = (changes.changed, changes.missing, changes.extra)
    for word, paths in zip(words, lists, strict=True):
        is_whole_tree = len(paths) == len(plan.tree) > _MANY
        shown = _by_folder(paths) if is_whole_tree else paths
        lines += [f"  {word:{width}}  {path}" for path in shown]
        if paths:
            counts.append(f"{len(paths)} {word}")
    lines += [f"  {'kept':{width}}  {path}" for path in plan.kept]
    return lines, counts


def _by_folder(paths: Sequence[str]) -> Iterator[str]:
    """Yield each top folder of many files, with their number, and each file outside of it."""
    numbers = Counter(path.partition("/")[0] for path in paths if "/" in path)
    for path in dict.fromkeys(path.partition("/")[0] for path in paths):
        count = numbers.get(path)
        yield f"{path}/ ({counted(count, 'file')})" if count else path


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _edits(plan: output.Plan) -> Iterator[Edit]:
    for path in edits.edited(plan.folder, plan.before, plan.known):
        shown = str(plan.folder / path)
        made = f"{shown} (generated)" if path in plan.tree else differences.NOTHING
        after = plan.tree.get(path, b"")
        diff = differences.unified(plan.before[path], after, shown, made)
        yield Edit(shown, list(diff))


@contextmanager
def _writing(plan: output.Plan) -> Generator[list[Path]]:
    """Yield a list for the files that are done. If writing fails, report the progress."""
    done: list[Path] = []
    total = len(plan.changes)
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
    return f"{done} of {total} files are done; the next run does the rest"
