"""Find the last release of a spec: in `released/` next to it, or at a git tag.

A released spec is `1.2.3.yaml`, and a tag is `v1.2.3`. If one folder or one repository has several
providers, their names start with the provider's ID: `acme-1.2.3.yaml` and `acme-v1.2.3`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.command import snapshots
from generator.model.provider import Provider
from generator.output import git
from generator.reading import source
from generator.reading.departures import Schema

FOLDER = "released"
_NUMBERS = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
_ID = "[a-z][a-z0-9]*"
_FILE = re.compile(rf"(?:{_ID}-)?{_NUMBERS}\.yaml", re.ASCII)


@dataclass(frozen=True, slots=True)
class Release:
    """A released spec; `name` is a file or `git:TAG:PATH`, as `diff` accepts it."""

    name: str
    provider: Provider


def find(spec: Path, provider: Provider, shape: Schema) -> Release | None:
    """Return a spec's last release, or None if there is none.

    Raises OSError, and NoSpec if the last release cannot be read or git refuses its repository.
    """
    # One folder can contain the releases of several providers.
    folder = spec.parent / FOLDER
    others: list[Release] = []
    for name in _newest_first(_FILE, (one.name for one in folder.glob("*.yaml"))):
        file = folder / name
        found = Release(str(file), snapshots.read(file.read_bytes(), str(file), shape))
        if found.provider.id == provider.id:
            return found
        others.append(found)
    if others:
        siblings = (one for one in spec.parent.glob("*.yaml") if one.name != spec.name)
        ids = _ids(siblings)
        # An ID that no other spec in the folder has was an earlier ID of this one.
        for found in others:
            if found.provider.id not in ids:
                return found
    return _tagged(spec, provider, shape)


def is_name(name: str) -> bool:
    """Return whether a file in `released/` is named after a version."""
    return _FILE.fullmatch(name) is not None


def _ids(specs: Iterable[Path]) -> set[str]:
    """Return the IDs of the providers in specs; specs that cannot be read have none."""
    found: set[str] = set()
    for file in specs:
        match source.load(file).value:
            case {"provider": {"id": str(one)}}:
                found.add(one)
            case _:
                pass
    return found


def _tagged(spec: Path, provider: Provider, shape: Schema) -> Release | None:
    """Return a spec at the newest version tag, or None without git or a repository.

    It is the file with the same name, or else the file in the same folder with the provider's ID.
    """
    # Git stores a symbolic link as text, so use its target.
    file = spec.resolve() if spec.is_symlink() else spec
    try:
        if not git.is_repository(file.parent):
            return None
        # The tags of this provider take precedence over those without an ID.
        for prefix in (f"{provider.id}-v", "v"):
            versions = _tags(file.parent, prefix)
            if versions:
                return _at(versions[0], file, provider, shape)
        return None
    except OSError:
        return None
    except git.Refused as error:
        message = f"cannot look up the last release: git says: {error}"
        raise snapshots.NoSpec(message) from error


def _tags(folder: Path, prefix: str) -> list[str]:
    """Return the tags of this branch that are a version after the prefix, newest first."""
    names = ("tag", "--list", "--merged", "HEAD", f"{prefix}*")
    listed = (git.output(folder, *names) or b"").decode("utf-8", "replace").split()
    return _newest_first(re.compile(f"{prefix}{_NUMBERS}", re.ASCII), listed)


def _at(tag: str, spec: Path, provider: Provider, shape: Schema) -> Release | None:
    """Return a spec at a tag."""
    # A branch can have the same name, and `./` is the folder of the spec at any depth.
    folder = f"refs/tags/{tag}:./"
    # Without --full-tree, git would take the names relative to that folder again.
    names = ("ls-tree", "--full-tree", "--name-only", "-z", folder)
    listed = os.fsdecode(git.output(spec.parent, *names) or b"").split("\0")
    has_its_name = spec.name in listed
    for name in [spec.name] if has_its_name else listed:
        if not (has_its_name or name.endswith((".yaml", ".yml"))):
            continue
        data = git.output(spec.parent, "cat-file", "blob", f"{folder}{name}")
        if data is None:
            continue
        place = f"{snapshots.REVISION}{tag}:{spec.parent / name}"
        try:
            found = Release(place, snapshots.read(data, place, shape))
        except snapshots.NoSpec:
            # The folder can contain files that are not specs.
            if has_its_name:
                raise
            continue
        if has_its_name or found.provider.id == provider.id:
            return found
    return None


def _newest_first(form: re.Pattern[str], names: Iterable[str]) -> list[str]:
    """Return the names that match, ordered by the three numbers in them."""
    found = [match for name in names if (match := form.fullmatch(name))]
    found.sort(key=lambda match: tuple(map(int, match.groups())), reverse=True)
    return [match[0] for match in found]
