"""A spec to the model of its last release: from `released/` beside it, or else from a tag of git."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from generator.command import snapshots
from generator.model.provider import Provider
from generator.output import git
from generator.reading import source
from generator.reading.departures import Schema

FOLDER = "released"
_NUMBERS = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
_FILE = re.compile(rf"{_NUMBERS}\.yaml", re.ASCII)
_TAG = re.compile(rf"v{_NUMBERS}", re.ASCII)


def find(spec: Path, provider: Provider, shape: Schema) -> Provider | None:
    """Return the model of a spec's last release, or None where there is none.

    Raises OSError, and NoSpec where the last release cannot be read, or git refuses its repository.
    """
    # A folder may hold the releases of several providers.
    folder = spec.parent / FOLDER
    passed: list[Provider] = []
    for name in _newest_first(_FILE, (one.name for one in folder.glob("*.yaml"))):
        found = snapshots.read((folder / name).read_bytes(), str(folder / name), shape)
        if found.id == provider.id:
            return found
        passed.append(found)
    if passed:
        beside = (one for one in spec.parent.glob("*.yaml") if one.name != spec.name)
        others = _ids(beside)
        # What no spec beside has was this one, by an earlier id.
        for found in passed:
            if found.id not in others:
                return found
    return _tagged(spec, provider, shape)


def is_name(name: str) -> bool:
    """Return whether a file of `released/` is called by the version of a release."""
    return _FILE.fullmatch(name) is not None


def _ids(specs: Iterable[Path]) -> set[str]:
    """Return the ids of the providers of specs, as far as they can be read."""
    found: set[str] = set()
    for file in specs:
        match source.load(file).value:
            case {"provider": {"id": str(one)}}:
                found.add(one)
            case _:
                pass
    return found


def _tagged(spec: Path, provider: Provider, shape: Schema) -> Provider | None:
    """Return the model of a spec at the newest tag of a version; None without git or repository.

    It is the file of that name, or else the one beside it that had the provider's id.
    """
    # Git stores a link as text, so its target is looked up.
    file = spec.resolve() if spec.is_symlink() else spec
    try:
        if not git.is_repository(file.parent):
            return None
        tags = git.output(file.parent, "tag", "--list", "--merged", "HEAD", "v*") or b""
        versions = _newest_first(_TAG, tags.decode("utf-8", "replace").split())
        if not versions:
            return None
        return _at(versions[0], file, provider, shape)
    except OSError:
        return None
    except git.Refused as error:
        message = f"the last release cannot be looked for: git says: {error}"
        raise snapshots.NoSpec(message) from error


def _at(tag: str, spec: Path, provider: Provider, shape: Schema) -> Provider | None:
    """Return the model of a spec at a tag."""
    # A branch may have the same name, and `./` is the folder of the spec at any depth.
    folder = f"refs/tags/{tag}:./"
    # Without --full-tree, git drops every name that is not below that folder once more.
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
            found = snapshots.read(data, place, shape)
        except snapshots.NoSpec:
            # Any other file may be next to a spec.
            if has_its_name:
                raise
            continue
        if has_its_name or found.id == provider.id:
            return found
    return None


def _newest_first(form: re.Pattern[str], names: Iterable[str]) -> list[str]:
    """Return the names of that form by the three numbers in it."""
    found = [match for name in names if (match := form.fullmatch(name))]
    found.sort(key=lambda match: tuple(map(int, match.groups())), reverse=True)
    return [match[0] for match in found]
