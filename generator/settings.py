"""What [tool.generator] of this folder's pyproject.toml says, and places as faults of usage."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import tomli

from generator.console import UsageFault

_FILE = Path("pyproject.toml")


def default_specs() -> list[str]:
    """Return the specs of this folder; raises UsageFault where none are named."""
    specs = _settings().get("spec")
    if not isinstance(specs, list) or not specs:
        raise UsageFault(_unset("spec", 'spec = ["spec/one.yaml"]'))
    return [str(one) for one in cast("list[object]", specs)]


def default_out() -> str:
    """Return the output folder of this folder; raises UsageFault where none is named."""
    out = _settings().get("out")
    if not isinstance(out, str) or not out:
        raise UsageFault(_unset("out", 'out = "generated"'))
    return out


def files() -> list[Path]:
    """Return the file of the settings, where there is one."""
    return [_FILE] if _FILE.is_file() else []


@contextlib.contextmanager
def place(verb: str, where: Path | str) -> Generator[None]:
    """Turn a failure of the file system into one line that names the place."""
    try:
        yield
    except OSError as error:
        name = error.filename or where
        raise UsageFault(f"cannot {verb} {name}: {error.strerror}") from error


def _settings() -> dict[str, Any]:
    """Return [tool.generator]; empty where there is none."""
    try:
        text = _FILE.read_text(encoding="utf-8")
        return dict(tomli.loads(text)["tool"]["generator"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _unset(name: str, example: str) -> str:
    return (
        f"no --{name} is given, and [tool.generator] in pyproject.toml here says none; "
        f"write {example} there"
    )
