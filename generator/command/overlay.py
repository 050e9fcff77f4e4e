"""Check the folder whose files replace the generator's templates."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from generator import pipeline
from generator.command.console import Console, UsageFault
from generator.reading.diagnostics import did_you_mean


def checked(folder: str | None) -> Path | None:
    """Return the folder of --templates. Raises UsageFault for a missing one or a link out of it."""
    if folder is None:
        return None
    place = Path(folder)
    if not place.is_dir():
        raise UsageFault(f"the templates folder {folder} does not exist")
    root = place.resolve()
    for one in sorted(place.rglob("*")):
        # Unlike resolve(), this accepts a link to itself.
        if not Path(os.path.realpath(one)).is_relative_to(root):
            raise UsageFault(f"{one} is a link that leaves {folder}; copy its target")
        # The files of a linked folder would be used, but not listed or watched.
        if one.is_symlink() and one.is_dir():
            raise UsageFault(f"{one} is a link to a folder; copy the folder")
    return place


def advise(over: Path | None, console: Console) -> None:
    """Print a line for each file of --templates that does not replace a template."""
    for line in _unused(over) if over is not None else ():
        console.warn(f"warning: {line}")


def advise_of_idle(
    over: Path | None, used: Collection[str], targets: Sequence[str], console: Console
) -> None:
    """Print a line for each file of --templates that replaces a template that a run did not use."""
    for line in _idle(over, used, targets) if over is not None else ():
        console.warn(f"warning: {line}")


def _unused(folder: Path) -> Iterator[str]:
    """Yield a line for each file that does not replace a template."""
    known = _known()
    for file, path in _named(folder):
        if path not in known:
            near = did_you_mean(path, known)
            hint = near or f"the templates are in {pipeline.TEMPLATES}"
            yield f"{file} does not replace a template; {hint}"
    if not any(True for _ in _files(folder)):
        yield f"{folder} has no templates"


def _idle(folder: Path, used: Collection[str], targets: Sequence[str]) -> Iterator[str]:
    """Yield a line for each file that replaces a template of the targets that no spec of a run uses.

    `used` has the paths of the templates that the run used, and `targets` is empty for all.
    """
    known = _known()
    for file, path in _named(folder):
        top, _, rest = path.partition("/")
        if path in known and path not in used and (not targets or top in targets):
            beside = [one for one in used if one.startswith(path[: -len(rest) or None])]
            near = did_you_mean(path, sorted(beside)) or "other specs can use it"
            yield f"no file of this run comes from {file}; {near}"


def _known() -> list[str]:
    """Return the paths of the generator's templates."""
    return [path for _, path in _named(pipeline.TEMPLATES)]


def _named(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file of a folder, sorted, with its path in it."""
    for file in _files(folder):
        yield file, file.relative_to(folder).as_posix()


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file
