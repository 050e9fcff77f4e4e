"""Check the folder whose files replace the generator's templates."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator import pipeline
from generator.command.console import UsageFault
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


def unused(folder: Path) -> Iterator[str]:
    """Yield a line for each file that does not replace a template."""
    known = sorted(
        file.relative_to(pipeline.TEMPLATES).as_posix()
        for file in _files(pipeline.TEMPLATES)
    )
    for file in _files(folder):
        path = file.relative_to(folder).as_posix()
        if path not in known:
            near = did_you_mean(path, known)
            hint = near or f"the templates are in {pipeline.TEMPLATES}"
            yield f"{file} does not replace a template; {hint}"
    if not any(True for _ in _files(folder)):
        yield f"{folder} has no templates"


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file
