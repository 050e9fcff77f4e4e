"""Read [tool.generator] in pyproject.toml, and turn file errors into usage errors."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import tomli

from generator.command.console import UsageFault
from generator.reading.diagnostics import did_you_mean

_FILE = Path("pyproject.toml")
_NAMES = ("spec", "out")


def default_specs() -> list[str]:
    """Return the specs in the settings. Raises UsageFault if there are none."""
    example = 'spec = ["spec/one.yaml"]'
    specs: object = _settings().get("spec") or []
    if not isinstance(specs, list):
        raise UsageFault(_wrong(f"spec must be a list of files; write {example}"))
    if not specs:
        raise UsageFault(_unset("name a spec", example))
    return [str(one) for one in cast("list[object]", specs)]


def default_out() -> str:
    """Return the output folder in the settings. Raises UsageFault if there is none."""
    example = 'out = "generated"'
    out: object = _settings().get("out") or ""
    if not isinstance(out, str):
        raise UsageFault(_wrong(f"out must be a folder; write {example}"))
    if not out:
        raise UsageFault(_unset("use --out", example))
    return out


def files() -> list[Path]:
    """Return the settings file, if it exists."""
    return [_FILE] if _FILE.is_file() else []


@contextlib.contextmanager
def place(verb: str, where: Path | str) -> Generator[None]:
    """Turn an error of the file system into a usage error that names the path."""
    try:
        yield
    except OSError as error:
        name = error.filename or where
        raise UsageFault(f"cannot {verb} {name}: {error.strerror}") from error


def _settings() -> dict[str, Any]:
    """Return [tool.generator], or an empty table. Raises UsageFault if the file is not TOML."""
    if not _FILE.exists():
        return {}
    try:
        with place("read", _FILE):
            document = tomli.loads(_FILE.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageFault(
            f"{_FILE} in this folder is not valid TOML: {error}"
        ) from error
    tool = _table(document.get("tool", {}))
    found = _table(tool.get("generator", {}))
    for name in found:
        if name not in _NAMES:
            near = did_you_mean(name, _NAMES) or f"write {' or '.join(_NAMES)}"
            raise UsageFault(_wrong(f'unknown setting "{name}"; {near}'))
    return found


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageFault(_wrong("it must be a table"))
    return cast("dict[str, Any]", value)


def _wrong(what: str) -> str:
    return f"[tool.generator] in {_FILE} in this folder: {what}"


def _unset(remedy: str, example: str) -> str:
    return (
        f"{remedy}, or write {example} under [tool.generator] in pyproject.toml "
        "in this folder"
    )
