"""A spec to the model of its last release: from `released/` beside it, or else from a tag of git."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator import git, snapshots
from generator.departures import Schema
from generator.model import Provider

FOLDER = "released"
_NUMBERS = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
_FILE = re.compile(rf"{_NUMBERS}\.yaml", re.ASCII)
_TAG = re.compile(rf"v{_NUMBERS}", re.ASCII)


def find(spec: Path, provider: Provider, shape: Schema) -> Provider | None:
    """Return the model of a provider's last release, or None where there is none.

    Raises OSError, and NoSpec where the last release cannot be read.
    """
    # A folder may hold the releases of several providers.
    folder = spec.parent / FOLDER
    for name in _newest_first(_FILE, (one.name for one in folder.glob("*.yaml"))):
        found = snapshots.read((folder / name).read_bytes(), str(folder / name), shape)
        if found.id == provider.id:
            return found
    return _tagged(spec, provider, shape)


def is_name(name: str) -> bool:
    """Return whether a file of `released/` is called by the version of a release."""
    return _FILE.fullmatch(name) is not None


def _tagged(spec: Path, provider: Provider, shape: Schema) -> Provider | None:
    """Return the model of a spec at the newest tag of a version; None without git or repository."""
    try:
        tags = git.output(spec.parent, "tag", "--list", "--merged", "HEAD", "v*") or b""
        versions = _newest_first(_TAG, tags.decode("utf-8", "replace").split())
        if not versions:
            return None
        at = f"{versions[0]}:./{spec.name}"
        data = git.output(spec.parent, "cat-file", "blob", at)
    except OSError:
        return None
    if data is None:
        return None
    name = f"{snapshots.REVISION}{versions[0]}:{spec}"
    found = snapshots.read(data, name, shape)
    return found if found.id == provider.id else None


def _newest_first(form: re.Pattern[str], names: Iterable[str]) -> list[str]:
    """Return the names of that form by the three numbers in it."""
    found = [match for name in names if (match := form.fullmatch(name))]
    found.sort(key=lambda match: tuple(map(int, match.groups())), reverse=True)
    return [match[0] for match in found]
