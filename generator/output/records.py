"""Read and write what a run records for the next one: its files, their digests, and their times.

Anybody may have edited these records, so reading them returns only what is safe to act on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

MANIFEST = "MANIFEST"
"""The provider, and the list of generated files, one path per line. It is committed, and merges line by line."""

Digests = frozenset[tuple[str, str]]
"""Pairs of a path and the SHA-256 of the bytes that the generator wrote there."""

Created = frozenset[tuple[str, str, int]]
"""A path, the SHA-256 of its bytes, and the modification time in nanoseconds that the run set.

Anybody can compute the digest of a file. Only the run that created the file knows its time.
"""

UNKNOWN = "0" * 64
"""The digest to record for a file that is no longer generated and that no run may remove."""

_PATH = r"(?!\.)(?!.*/\.\.?(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*"
"""A path that stays in the folder and does not start with a hidden file or folder."""

_SAFE_PATH = re.compile(_PATH)
_PROVIDER_LINE = re.compile(r"# ([a-z][a-z0-9]*)")
_DIGEST_LINE = re.compile(rf"(?P<digest>[0-9a-f]{{64}})  (?P<path>{_PATH})")
_CREATED_LINE = re.compile(
    rf"(?P<digest>[0-9a-f]{{64}}) (?P<time>[0-9]{{1,19}})  (?P<path>{_PATH})", re.ASCII
)
_CONFLICT_MARK = re.compile(rb"^(<{7} |\|{7} |={7}$|>{7} )", re.MULTILINE)


def listed(manifest: bytes | None) -> set[str]:
    """Return the paths in a manifest. With conflict markers, return those of all sides."""
    lines = (manifest or b"").decode("utf-8", "replace").splitlines()
    return {line for line in lines if _SAFE_PATH.fullmatch(line)} - {MANIFEST}


def has_conflict(manifest: bytes | None) -> bool:
    """Return whether a manifest contains conflict markers from a merge."""
    return _CONFLICT_MARK.search(manifest or b"") is not None


def providers(manifest: bytes | None) -> list[str]:
    """Return the ID of the provider in a manifest. With conflict markers, return those of all sides."""
    lines = (manifest or b"").decode("utf-8", "replace").splitlines()
    found = [_PROVIDER_LINE.fullmatch(line) for line in lines]
    return list(dict.fromkeys(one[1] for one in found if one))


def manifest_of(paths: Iterable[str], provider: str = "") -> bytes:
    """Return the manifest that lists the paths, below the ID of the provider if it is given."""
    lines = [*([f"# {provider}"] if provider else []), *sorted(set(paths))]
    return "".join(f"{line}\n" for line in lines).encode()


def known(digests: bytes | None) -> Digests:
    """Return the digests in a file of digests, or none if the file is damaged."""
    lines = (digests or b"").decode("utf-8", "replace").splitlines()
    found = [_DIGEST_LINE.fullmatch(line) for line in lines]
    if not all(found):
        return frozenset()
    return frozenset((one["path"], one["digest"]) for one in found if one)


def digests_of(files: Mapping[str, bytes]) -> Digests:
    """Return the digests of files with their paths."""
    return frozenset(
        (path, hashlib.sha256(data).hexdigest()) for path, data in files.items()
    )


def created(data: bytes | None) -> Created:
    """Return the entries in a file of creation times, ignoring damaged lines."""
    text = (data or b"").decode("utf-8", "replace")
    found = (_CREATED_LINE.fullmatch(line) for line in text.splitlines())
    return frozenset(
        (one["path"], one["digest"], int(one["time"])) for one in found if one
    )


def created_at(digests: Digests, time: int) -> Created:
    """Return the entries for files that are all created at one time."""
    return frozenset((path, digest, time) for path, digest in digests)


def file_of_created(created: Created) -> bytes:
    """Return the bytes of a file of creation times."""
    return "".join(
        f"{digest} {time}  {path}\n" for path, digest, time in sorted(created)
    ).encode()


def file_of(digests: Digests) -> bytes:
    """Return the bytes of a file of digests, in the format of sha256sum."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests)).encode()
