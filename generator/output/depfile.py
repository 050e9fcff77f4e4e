"""The files that a run has read, as a rule of a Makefile: what build engines take as a depfile."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path


def rule(made: Path, read: Iterable[Path]) -> str:
    """Return the rule that says `made` depends on the files that were read.

    A file below the folder of this process stands in it by its relative path, so that the rule
    holds on another machine too.
    """
    names = sorted({_shown(file) for file in read})
    lines = [f"{_escaped(made.as_posix())}:", *map(_escaped, names)]
    return " \\\n  ".join(lines) + "\n"


def _shown(file: Path) -> str:
    # Links stay as they are: what is opened is the name.
    absolute, here = Path(os.path.abspath(file)), Path.cwd()
    return (
        absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
    ).as_posix()


def _escaped(name: str) -> str:
    """Return a name as Make, and Ninja like it, reads one."""
    # A backslash stands for itself, and is doubled in front of a blank alone.
    name = re.sub(r"(\\*) ", r"\1\1\\ ", name)
    return name.replace("#", "\\#").replace("$", "$$")
