"""A spec as it stood once, in a file or at a revision of the repository, to its model.

It was right by the rules of its time, so that only its shape is looked at.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

from generator.model import provider as model
from generator.output import git
from generator.reading import schema, source
from generator.reading.departures import Schema
from generator.reading.diagnostics import Diagnostic

REVISION = "git:"
"""What a name begins with that means a revision: `git:REV`, or `git:REV:path`."""


class NoSpec(Exception):
    """There is no spec of that name that could be read: one line that says why."""


def load(name: str, shape: Schema, default: str | None = None) -> model.Provider:
    """Return the model of the spec that `name` means: a file, or `git:REV`, or `git:REV:path`.

    `default` is the path where a revision comes without one. Raises NoSpec.
    """
    return read(content(name, default), name, shape)


def content(name: str, default: str | None = None) -> bytes:
    """Return the bytes of the spec that `name` means; raises NoSpec."""
    if name.startswith(REVISION):
        return _committed(name, default)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(source.MAX_BYTES + 1)
    except OSError as error:
        hint = f"; for a revision write {REVISION}{name}" if _is_revision(name) else ""
        raise NoSpec(f"cannot read {name}: {error.strerror}{hint}") from error


def read(data: bytes, name: str, shape: Schema) -> model.Provider:
    """Return the model of a spec's bytes. Raises NoSpec."""
    document = source.read(data, name)
    value: Any = document.value
    members = cast(Schema, value) if isinstance(value, dict) else {}
    written = members.get("format")
    known = shape["properties"]["format"]["const"]
    if isinstance(written, int) and written != known:
        age = "an older" if written < known else "a newer"
        raise NoSpec(
            f"{name} is a spec of format {written}, {age} one than this generator reads "
            f"({known}); compare it with the generator of its time"
        )
    problems = schema.check_after(document.problems, document.map, value, shape)
    if problems:
        first = min(document.map.locate(problems))
        raise NoSpec(_unreadable(name, first, len(problems)))
    return model.build(members)


def _unreadable(name: str, first: Diagnostic, count: int) -> str:
    subject = f"{first.path}: {first.message}" if first.path else first.message
    others = f", and {count - 1} more" if count > 1 else ""
    return (
        f"{name} is no spec that can be compared: line {first.line}, {subject}{others}"
    )


def _committed(name: str, default: str | None) -> bytes:
    """Return the bytes of a path at a revision."""
    revision, _, path = name.removeprefix(REVISION).partition(":")
    path = path or default or ""
    here = Path.cwd()
    try:
        if not git.is_repository(here):
            raise NoSpec(f"{name}: this folder is in no git repository")
        if not revision:
            raise NoSpec(f"{name} names no revision; write it as in {REVISION}HEAD")
        commit = _commit(revision)
        if commit is None:
            raise NoSpec(
                f'{name}: there is no revision "{revision}" in this repository'
            )
        # Git takes a path from the root of the repository or from this folder.
        inside = os.path.relpath(path, here) if os.path.isabs(path) else path
        at = f"{commit.decode().strip()}:./{inside}"
        data = git.output(here, "cat-file", "blob", at)
    except OSError as error:
        raise NoSpec(f"{name}: git cannot be run: {error.strerror}") from error
    except git.Refused as error:
        raise NoSpec(f"{name}: git says: {error}") from error
    if data is None:
        raise NoSpec(f'{name}: there is no file "{path}" at that revision')
    return data


def _commit(revision: str) -> bytes | None:
    """Return the name of the commit that a revision means here, or None. Raises OSError."""
    wanted = f"{revision}^{{commit}}"
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    return git.output(Path.cwd(), *verify)


def _is_revision(name: str) -> bool:
    try:
        return _commit(name) is not None
    except (OSError, ValueError):
        # There is no git, or no argument could be of that name.
        return False
