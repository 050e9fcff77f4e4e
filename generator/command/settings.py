"""Find and read the settings, and turn file errors into usage errors.

The settings are a file oauth-codegen.toml or the table [tool.oauth-codegen] in pyproject.toml. They
are in this folder or, inside a repository, in the closest folder above it up to the repository's root.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, cast

import click
import tomli

from generator.command.console import UsageFault
from generator.reading.diagnostics import did_you_mean

OWN_FILE = "oauth-codegen.toml"
_SHARED_FILE, _TABLE = "pyproject.toml", "oauth-codegen"
_NAMES = ("spec", "out", "templates")
_EXAMPLE = 'spec = ["spec/one.yaml"]'
_FOLDER = "spec"
"""The folder in which a command looks for a spec if the settings name none."""


@dataclass(frozen=True)
class _Found:
    """The settings of a file. `label` is what messages call them."""

    file: Path
    label: str
    values: dict[str, Any]

    def path(self, name: str) -> str:
        """Return a path in the settings, which is relative to their folder, from this folder."""
        place = self.file.parent / name
        return str(place) if self.file.parent == Path() else os.path.relpath(place)

    def wrong(self, what: str) -> UsageFault:
        """Return the error for a wrong setting."""
        return UsageFault(f"{self.label}: {what}")


def default_specs() -> list[str]:
    """Return the specs in the settings. Raises UsageFault if there are none."""
    found = _settings()
    specs: object = found.values.get("spec", []) if found else []
    if found is None or specs == []:
        raise UsageFault(_unset("name a spec", _EXAMPLE))
    listed = cast("list[object]", specs) if isinstance(specs, list) else [None]
    names = [one for one in listed if _is_path(one)]
    if names != listed:
        raise found.wrong(f"spec must be a list of files; write {_EXAMPLE}")
    return [found.path(one) for one in names]


def only_spec() -> str:
    """Return the spec in the settings, or the only one in the folder `spec`. Raises UsageFault."""
    found = _settings()
    if found is not None and found.values.get("spec"):
        listed, where = default_specs(), found.label
    else:
        listed, where = sorted(map(str, Path(_FOLDER).glob("*.yaml"))), _FOLDER
    if len(listed) == 1:
        return listed[0]
    if listed:
        raise UsageFault(f"{where} has several specs; name one of {', '.join(listed)}")
    raise UsageFault(_unset("name a spec", _EXAMPLE))


def default_out() -> str:
    """Return the output folder in the settings. Raises UsageFault if there is none."""
    example = 'out = "generated"'
    found = _settings()
    out: object = found.values.get("out") if found else None
    if found is None or out in (None, ""):
        raise UsageFault(_unset("use --out", example))
    if not _is_path(out):
        raise found.wrong(f"out must be a folder; write {example}")
    return found.path(out)


def templates() -> str | None:
    """Return the folder of templates in the settings, or None."""
    found = _settings()
    folder: object = found.values.get("templates") if found else None
    if folder is None or found is None:
        return None
    if not _is_path(folder):
        raise found.wrong('templates must be a folder; write templates = "templates"')
    return found.path(folder)


def files() -> list[Path]:
    """Return the files that the settings are or could be in."""
    given = _given()
    if given is not None:
        return [Path(given)]
    return [
        folder / name
        for folder in _folders()
        for name in (OWN_FILE, _SHARED_FILE)
        if (folder / name).is_file()
    ]


def entry_of(spec: str) -> tuple[str, Path] | None:
    """Return a spec as the settings would list it, and their file, or None without settings.

    Raises UsageFault if they are not valid.
    """
    found = _settings()
    if found is None:
        return None
    place = spec if os.path.isabs(spec) else os.path.relpath(spec, found.file.parent)
    return place, found.file


def described() -> Iterator[str]:
    """Yield where the settings are, and each with its value from this folder.

    Raises UsageFault if they are not valid.
    """
    found = _settings()
    if found is None:
        yield f"settings: none, because no {OWN_FILE} and no [tool.{_TABLE}] apply to this folder"
        return
    yield f"settings: {found.label}; options take precedence"
    if found.values.get("spec"):
        yield f"  spec: {', '.join(default_specs())}"
    if found.values.get("out"):
        yield f"  out: {default_out()}"
    folder = templates()
    if folder is not None:
        yield f"  templates: {folder}"


@contextlib.contextmanager
def place(verb: str, where: Path | str) -> Generator[None]:
    """Turn an error of the file system into a usage error that names the path."""
    try:
        yield
    except OSError as error:
        name = error.filename or where
        raise UsageFault(f"cannot {verb} {name}: {error.strerror}") from error


def _given() -> str | None:
    """Return the value of --config."""
    context = click.get_current_context(silent=True)
    return None if context is None else cast("str | None", context.find_root().obj)


def _settings() -> _Found | None:
    """Return the closest settings, or None. Raises UsageFault if they are not valid."""
    given = _given()
    if given is not None:
        return _checked(_own(Path(given)))
    for folder in _folders():
        own = folder / OWN_FILE
        shared = _shared(folder / _SHARED_FILE)
        if own.is_file():
            if shared is not None:
                message = (
                    f"{own} and {shared.label} both have settings; keep one of them"
                )
                raise UsageFault(message)
            return _checked(_own(own))
        if shared is not None:
            return _checked(shared)
    return None


def _folders() -> Iterator[Path]:
    """Yield this folder and, inside a repository, each folder above it up to the root."""
    with place("read", "this folder"):
        here = Path.cwd()
    above = [here, *here.parents]
    root = next((one for one in above if os.path.exists(one / ".git")), here)
    for one in above:
        yield Path() if one == here else Path(os.path.relpath(one))
        if one == root:
            return


def _own(file: Path) -> _Found:
    document = _document(file)
    if file.name == _SHARED_FILE:
        return _shared(file) or _Found(file, str(file), {})
    return _Found(file, str(file), document)


def _shared(file: Path) -> _Found | None:
    """Return the table for this program in a pyproject.toml, or None if it has none."""
    if not file.is_file():
        return None
    document = _document(file)
    label = f"[tool.{_TABLE}] in {file}"
    tool = _table(document.get("tool", {}), label)
    tools: object = document.get("tools")
    for start, table in (("", document), ("tool.", tool), ("tools.", tools)):
        for name in cast("dict[str, Any]", table) if isinstance(table, dict) else ():
            written = f"{start}{name}"
            if _is_like(name) and written != f"tool.{_TABLE}":
                raise UsageFault(f"[{written}] in {file}: write [tool.{_TABLE}]")
    return _Found(file, label, _table(tool[_TABLE], label)) if _TABLE in tool else None


def _is_like(name: str) -> bool:
    """Return whether a table was meant for this program."""
    return re.sub(r"[^a-z]", "", name.lower()) == _TABLE.replace("-", "")


def _is_path(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value != "" and "\0" not in value


def _document(file: Path) -> dict[str, Any]:
    try:
        with place("read", file):
            return tomli.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise UsageFault(f"{file} is not valid TOML: {error}") from error


def _checked(found: _Found) -> _Found:
    for name in found.values:
        if name not in _NAMES:
            near = did_you_mean(name, _NAMES) or "write spec, out, or templates"
            raise found.wrong(f'unknown setting "{name}"; {near}')
    return found


def _table(value: object, label: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageFault(f"{label} must be a table")
    return cast("dict[str, Any]", value)


def _unset(remedy: str, example: str) -> str:
    return f"{remedy}, or write {example} in {OWN_FILE}"
