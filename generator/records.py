"""What a run leaves for the next one to know: the list of files made, and the digests of their bytes.

Each is read from bytes that anybody may have edited: only what is safe to act on comes out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

MANIFEST = "MANIFEST"
"""Lists what we made, one path a line; it is committed, and merges by line."""

Digests = frozenset[tuple[str, str]]
"""Pairs of a path and the SHA-256 of what we wrote there."""

_PATH = r"(?!\.)(?!.*/\.\.?(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"
"""A path below the folder, with no way out of it, and not in a hidden folder at its top."""

_SAFE_PATH = re.compile(_PATH)
_DIGEST_LINE = re.compile(rf"(?P<digest>[0-9a-f]{{64}})  (?P<path>{_PATH})")
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


def file_of(digests: Digests) -> bytes:
    """Return the file of digests, in the format of sha256sum."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests)).encode()
