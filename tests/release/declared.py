"""Copies the declared dependencies of wheels from this locked environment, without a network."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Collection, Iterable
from email.parser import HeaderParser
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def needed(wheels: Iterable[Path], extras: Collection[str]) -> set[str]:
    """Return the direct and indirect dependencies of wheels with these extras."""
    found: set[str] = set()
    seen: set[str] = set()
    open_ones = [one for wheel in wheels for one in _of(_declared(wheel), extras)]
    while open_ones:
        one = open_ones.pop()
        if str(one) in seen:
            continue
        seen.add(str(one))
        found.add(canonicalize_name(one.name))
        open_ones += _of(requires(one.name) or [], one.extras)
    return found


def copy(names: Iterable[str], site: Path) -> None:
    """Copy the modules, compiled too, and the metadata of installed distributions to another site-packages."""
    for name in names:
        for file in distribution(name).files or []:
            source = Path(str(file.locate()))
            # Commands and completion files are outside site-packages. A compiled module may be missing.
            if ".." not in file.parts and source.exists():
                place = site / file
                place.parent.mkdir(parents=True, exist_ok=True)
                # The time of a module decides whether its compiled one is used.
                shutil.copy2(source, place)


def _declared(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        [name] = [one for one in opened.namelist() if one.endswith("/METADATA")]
        headers = HeaderParser().parsestr(opened.read(name).decode())
    return headers.get_all("Requires-Dist", [])


def _of(declared: Iterable[str], extras: Collection[str]) -> list[Requirement]:
    """Return the requirements that apply here with these extras."""
    read = map(Requirement, declared)
    return [
        one
        for one in read
        if one.marker is None
        or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]
