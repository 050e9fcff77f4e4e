"""A spec in a file or at a revision of the repository becomes its model.

Only its shape is checked, because it followed the rules of its time.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from generator import pipeline
from generator.model import provider as model
from generator.output import git
from generator.reading import format1, source, specs
from generator.reading.characters import MAX_BYTES
from generator.reading.departures import Schema
from generator.reading.diagnostics import Diagnostic

REVISION = "git:"
"""The start of a name that means a revision: `git:REV` or `git:REV:path`."""


class NoSpec(Exception):
    """A spec that cannot be read; the message is one line that says why."""


def load(name: str, shape: Schema, default: str | None = None) -> model.Provider:
    """Return the model of the spec that `name` means: a file, `git:REV`, or `git:REV:path`.

    `default` is the path for a revision without one. Raises NoSpec.
    """
    return read(content(name, default), name, shape)


def content(name: str, default: str | None = None) -> bytes:
    """Return the bytes of the spec that `name` means; raises NoSpec."""
    if name.startswith(REVISION):
        return _committed(name, default)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        hint = f"; for a revision, write {REVISION}{name}" if _is_revision(name) else ""
        raise NoSpec(f"cannot read {name}: {error.strerror}{hint}") from error


def read(data: bytes, name: str, shape: Schema) -> model.Provider:
    """Return the model of a spec's bytes. Raises NoSpec."""
    document = source.read(data, name)
    value: Any = document.value
    members = cast(Schema, value) if isinstance(value, dict) else {}
    written = members.get("format")
    known = shape["properties"]["format"]["const"]
    if isinstance(written, int) and written > known:
        raise NoSpec(
            f"{name} has format {written}, but this generator reads format {known}; "
            f"compare it with a newer generator"
        )
    if format1.is_format1(value):
        packages = shape["properties"]["packages"]["properties"]
        try:
            document = replace(document, value=format1.upgraded(members, packages))
        except (AttributeError, KeyError, TypeError) as error:
            raise NoSpec(
                f"{name} is not a valid spec of format 1; check it with an older generator"
            ) from error
    read = specs.read(document, shape)
    if read.problems:
        first = min(document.map.locate(read.problems))
        raise NoSpec(_unreadable(name, first, len(read.problems)))
    return pipeline.built(read.value)


def _unreadable(name: str, first: Diagnostic, count: int) -> str:
    subject = f"{first.path}: {first.message}" if first.path else first.message
    others = f", and {count - 1} more" if count > 1 else ""
    return f"{name} is not a valid spec: line {first.line}, {subject}{others}"


def _committed(name: str, default: str | None) -> bytes:
    """Return the bytes of a path at a revision."""
    revision, _, path = name.removeprefix(REVISION).partition(":")
    path = path or default or ""
    here = Path.cwd()
    try:
        if not git.is_repository(here):
            raise NoSpec(f"{name}: this folder is not in a git repository")
        if not revision:
            raise NoSpec(
                f"{name} does not name a revision; write {REVISION}HEAD, for example"
            )
        commit = _commit(revision)
        if commit is None:
            raise NoSpec(f'{name}: this repository has no revision "{revision}"')
        # Git resolves a path from the root of the repository, or with ./ from this folder.
        inside = os.path.relpath(path, here) if os.path.isabs(path) else path
        at = f"{commit.decode().strip()}:./{inside}"
        data = git.output(here, "cat-file", "blob", at)
    except OSError as error:
        raise NoSpec(f"{name}: cannot run git: {error.strerror}") from error
    except git.Refused as error:
        raise NoSpec(f"{name}: git says: {error}") from error
    if data is None:
        raise NoSpec(f'{name}: that revision has no file "{path}"')
    return data


def _commit(revision: str) -> bytes | None:
    """Return the ID of the commit that a revision means here, or None. Raises OSError."""
    wanted = f"{revision}^{{commit}}"
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    return git.output(Path.cwd(), *verify)


def _is_revision(name: str) -> bool:
    try:
        return _commit(name) is not None
    except (OSError, ValueError):
        # Git is not installed, or an argument cannot contain that name.
        return False
