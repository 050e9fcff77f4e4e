"""What a run leaves for the next one: the list of files, their digests, and when they were created.

Each is read from bytes that anybody may have edited, so only what is safe to act on comes out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

MANIFEST = "MANIFEST"
"""Lists what we made, one path a line; it is committed, and merges by line."""

Digests = frozenset[tuple[str, str]]
"""Pairs of a path and the SHA-256 of what we wrote there."""

Created = frozenset[tuple[str, str, int]]
"""A path, the SHA-256 of what we wrote there, and the time in nanoseconds that we gave the file.

Anybody can write down a digest of a file. Only the run that created the file knows its time.
"""

UNKNOWN = "0" * 64
"""The digest to record for a file that is no longer generated and that no run may remove."""

_PATH = r"(?!\.)(?!.*/\.\.?(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"
"""A path below the folder, with no way out of it, and not in a hidden folder at its top."""

_SAFE_PATH = re.compile(_PATH)
_DIGEST_LINE = re.compile(rf"(?P<digest>[0-9a-f]{{64}})  (?P<path>{_PATH})")
_CREATED_LINE = re.compile(
    rf"(?P<digest>[0-9a-f]{{64}}) (?P<time>[0-9]{{1,19}})  (?P<path>{_PATH})", re.ASCII
)
_CONFLICT_MARK = re.compile(rb"^(<{7} |\|{7} |={7}$|>{7} )", re.MULTILINE)


def listed(manifest: bytes | None) -> set[str]:
    """Return the paths that a manifest lists; of one with conflict marks, those of all sides."""
    lines = (manifest or b"").decode("utf-8", "replace").splitlines()
    return {line for line in lines if _SAFE_PATH.fullmatch(line)} - {MANIFEST}


def has_conflict(manifest: bytes | None) -> bool:
    """Return whether a merge has left its marks in a manifest."""
    return _CONFLICT_MARK.search(manifest or b"") is not None


def manifest_of(paths: Iterable[str]) -> bytes:
    """Return the manifest that lists the paths."""
    return "".join(f"{path}\n" for path in sorted(set(paths))).encode()


def known(digests: bytes | None) -> Digests:
    """Return what a file of digests says; one that is damaged says nothing."""
    lines = (digests or b"").decode("utf-8", "replace").splitlines()
    found = [_DIGEST_LINE.fullmatch(line) for line in lines]
    if not all(found):
        return frozenset()
    return frozenset((one["path"], one["digest"]) for one in found if one)


def digests_of(files: Mapping[str, bytes]) -> Digests:
    """Return the digests of files, by their paths."""
    return frozenset(
        (path, hashlib.sha256(data).hexdigest()) for path, data in files.items()
    )


def created(data: bytes | None) -> Created:
    """Return what a file of creation times says; damaged lines say nothing."""
    text = (data or b"").decode("utf-8", "replace")
    found = (_CREATED_LINE.fullmatch(line) for line in text.splitlines())
    return frozenset(
        (one["path"], one["digest"], int(one["time"])) for one in found if one
    )


def created_at(digests: Digests, time: int) -> Created:
    """Return the record of files that are all created at one time."""
    return frozenset((path, digest, time) for path, digest in digests)


def file_of_created(created: Created) -> bytes:
    """Return the file of creation times."""
    return "".join(
        f"{digest} {time}  {path}\n" for path, digest, time in sorted(created)
    ).encode()


def file_of(digests: Digests) -> bytes:
    """Return the file of digests, in the format of sha256sum."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests)).encode()
