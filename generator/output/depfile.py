"""Turn the files that a run read into a Makefile rule, which build systems call a depfile."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path


def rule(made: Path, read: Iterable[Path]) -> str:
    """Return a rule that makes `made` depend on the files that were read.

    Files in the current folder have relative paths, so that the rule works on other machines.
    """
    names = sorted({_shown(file) for file in read})
    lines = [f"{_escaped(made.as_posix())}:", *map(_escaped, names)]
    return " \\\n  ".join(lines) + "\n"


def _shown(file: Path) -> str:
    # Links are not resolved, because the name is what was opened.
    absolute, here = Path(os.path.abspath(file)), Path.cwd()
    return (
        absolute.relative_to(here) if absolute.is_relative_to(here) else absolute
    ).as_posix()


def _escaped(name: str) -> str:
    """Return a name, escaped for Make and Ninja."""
    # A backslash is literal, except before a space, where it must be doubled.
    name = re.sub(r"(\\*) ", r"\1\1\\ ", name)
    return name.replace("#", "\\#").replace("$", "$$")
