"""What a target is made of: files that a template renders, and files that are copied."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.model.protocol import Protocol
from generator.model.provider import Provider
from generator.model.text import Code
from generator.model.vectors import Vector
from generator.targets.views import View


@dataclass(frozen=True)
class Rendered:
    """A file that the spec decides: `template`, a path under templates/, laid out with `view`."""

    path: str
    template: str
    view: View


@dataclass(frozen=True)
class Copied:
    """A file that the spec does not decide: `source`, a path under templates/, byte for byte."""

    path: str
    source: str


File = Rendered | Copied


@dataclass(frozen=True)
class Job:
    """What a target is made from: templates, model, the first line of files, vectors, and protocol."""

    templates: Path
    provider: Provider
    head: Code
    vectors: Sequence[Vector]
    protocol: Protocol


def copied(
    templates: Path, source: str, to: str, patterns: Sequence[str]
) -> Iterator[Copied]:
    """Yield the files below a folder of templates/ that match a pattern, in the order of their paths.

    Each goes to the same path below `to`.
    """
    found = [
        path
        for pattern in patterns
        for path in glob.glob(
            f"**/{pattern}", root_dir=templates / source, recursive=True
        )
    ]
    for path in sorted(found):
        yield Copied(f"{to}/{path}", f"{source}/{path}")
