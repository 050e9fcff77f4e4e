"""Compare a tree of bytes with a folder, and make the folder match the tree.

A run may be interrupted at any time. Each file is then either old or new, never partial, and the
next run completes the work.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import (
    Collection,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from pathlib import Path

from generator.output import edits, places, records
from generator.output.records import Created, Digests

Tree = Mapping[str, bytes]

MANIFEST = records.MANIFEST
STATE = ".generator"
"""A folder that git ignores, for records and temporary files."""
DIGESTS = f"{STATE}/digests"
CREATED = f"{STATE}/created"
IGNORE = f"{STATE}/.gitignore"
_TEMPORARY = "new-"


@dataclass(frozen=True)
class Changes:
    """Paths that differ between a folder and a tree, sorted."""

    changed: Sequence[str]
    missing: Sequence[str]
    extra: Sequence[str]
    """Files that are no longer generated and will be removed."""

    def __len__(self) -> int:
        return len(self.changed) + len(self.missing) + len(self.extra)


@dataclass(frozen=True)
class Plan:
    """The changes that make a folder match a tree. Nothing has been written yet."""

    folder: Path
    tree: Tree
    """Every file, including MANIFEST."""
    changes: Changes
    before: Tree
    """The bytes that will be overwritten, except those of MANIFEST."""
    gone: Sequence[str]
    """Files that earlier runs generated and this one does not, even if they no longer exist."""
    kept: Sequence[str]
    """Files that are no longer generated but stay, because no run here created them as they are."""
    known: Digests
    """The digests of what earlier runs wrote."""
    created: Created
    """The files that earlier runs created, with their times."""
    written: Digests
    """The digests to record after this run."""
    has_conflict: bool
    """Whether the existing MANIFEST contains conflict markers from a merge."""


class Obstacles(Exception):
    """Something else exists where a file or folder must be. Has one sentence per obstacle."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


class Unfinished(Exception):
    """A file could not be written or removed. The message has the path and the reason."""


def plan(
    tree: Tree,
    folder: Path,
    targets: Sequence[str] | None = None,
    provider: str = "",
) -> Plan:
    """Return the changes that make `folder` match the tree, without writing anything.

    `targets` has the top folders that the tree covers, and files in other folders are kept. If it
    is None, the tree covers everything. `provider` is the ID to record. Raises Obstacles, with all
    of them, and OSError if an existing file cannot be read.
    """
    _refuse([places.obstacle_to_folder(folder)])
    manifest = places.content(folder, MANIFEST)
    listed = records.listed(manifest)
    known = records.known(places.content(folder, DIGESTS))
    created = records.created(places.content(folder, CREATED))
    elsewhere = _elsewhere(listed, targets)
    whole = {**tree, MANIFEST: records.manifest_of({*tree, *elsewhere}, provider)}
    once = {*listed, *dict(known), *(path for path, _, _ in created)}
    commits = _commits(folder, whole, manifest, once)
    committed = {path for listing in commits.values() for path in listing}
    named = once | committed
    gone = named - _elsewhere(named, targets) - whole.keys()
    standing = _existing(folder, gone)
    left = standing.keys() & _removable(folder, standing, created, commits)
    kept = standing.keys() - left
    _refuse(_obstacles(folder, whole, left, gone))
    changes, before = _compared(folder, whole, left)
    others = _elsewhere(dict(known), targets)
    return Plan(
        folder=folder,
        tree=whole,
        changes=changes,
        before=before,
        gone=sorted(gone),
        kept=sorted(kept),
        known=known,
        created=created,
        written=records.digests_of(tree) | {one for one in known if one[0] in others}
        # The next run must list these files too, but their bytes are not ours.
        | {(path, records.UNKNOWN) for path in kept & {*dict(known), *committed}},
        has_conflict=records.has_conflict(manifest),
    )


def owners(folder: Path) -> list[str]:
    """Return the ID of the provider whose output a folder has, several in a conflict, or none."""
    return records.providers(places.content(folder, MANIFEST))


def write(plan: Plan, done: list[Path]) -> None:
    """Make the folder match the tree, and add each file to `done` once it is written or removed.

    A changed file is replaced as a whole, an unchanged file keeps its modification time, and the
    files in `changes.extra` are removed. Raises Unfinished.
    """
    folder, changes = plan.folder, plan.changes
    differing = {*changes.changed, *changes.missing}
    # Some file systems store only whole microseconds.
    now = time.time_ns() // 1000 * 1000
    created = records.created_at(
        frozenset(one for one in plan.written if one[0] in differing), now
    )
    _prepare(folder)
    # If this run is interrupted, the next one must recognize both old and new files.
    _put(folder, DIGESTS, records.file_of(plan.known | plan.written))
    _put(folder, CREATED, records.file_of_created(plan.created | created))
    for path in changes.extra:
        with _unfinished("remove", folder / path):
            (folder / path).unlink()
        done.append(folder / path)
    for path in plan.gone:
        _remove_empty_folders(folder, path)
    # MANIFEST is last, because the next run needs the old one if this run is interrupted.
    for path in sorted(differing, key=lambda path: (path == MANIFEST, path)):
        _replace(folder, path, plan.tree[path], now)
        done.append(folder / path)
    _put(folder, DIGESTS, records.file_of(plan.written))
    earlier = frozenset(
        one
        for one in plan.created
        if one[:2] in plan.written and one[0] not in differing
    )
    _put(folder, CREATED, records.file_of_created(earlier | created))


def _elsewhere(paths: Iterable[str], targets: Sequence[str] | None) -> set[str]:
    """Return the paths that are not in the folders of the targets."""
    if targets is None:
        return set()
    return {path for path in paths if path.partition("/")[0] not in targets}


def _commits(
    folder: Path, whole: Tree, manifest: bytes | None, once: set[str]
) -> Mapping[str, Collection[str]]:
    """Return the commits that list generated files, if a run may have something to remove."""
    if manifest == whole[MANIFEST] and not _existing(folder, once - whole.keys()):
        # Running git is slow, and most runs have nothing to remove.
        return {}
    return edits.generated(folder) if places.kind(folder) else {}


def _obstacles(
    folder: Path, whole: Tree, left: Collection[str], gone: Collection[str]
) -> Iterator[str | None]:
    """Yield what is in the place of each file to write, after the files that go are removed."""
    emptied = {each for path in gone for each in places.parents(path)}
    for path in sorted({*whole, DIGESTS, CREATED, IGNORE}):
        yield places.obstacle(folder, path, left, emptied)


def _compared(folder: Path, whole: Tree, left: Iterable[str]) -> tuple[Changes, Tree]:
    """Return the changes to a folder, and the bytes that they overwrite, except MANIFEST's."""
    found = {path: places.content(folder, path) for path in whole}
    differing = {path: one for path, one in found.items() if one != whole[path]}
    changed = {path: one for path, one in differing.items() if one is not None}
    missing = differing.keys() - changed.keys()
    before = {path: changed[path] for path in changed if path != MANIFEST}
    return Changes(sorted(changed), sorted(missing), sorted(left)), before


def _existing(folder: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the paths that are regular files, with their bytes."""
    found = {path: places.content(folder, path) for path in paths}
    return {path: data for path, data in found.items() if data is not None}


def _removable(
    folder: Path,
    files: Tree,
    created: Created,
    commits: Mapping[str, Collection[str]],
) -> set[str]:
    """Return the paths of files that a run here created or that match a commit that lists them."""
    ours = {
        path
        for path, digest in records.digests_of(files)
        if (path, digest, (folder / path).lstat().st_mtime_ns) in created
    }
    for commit, listing in commits.items():
        doubtful = {
            path: files[path] for path in files.keys() - ours if path in listing
        }
        ours |= edits.unchanged(folder, commit, doubtful)
    return ours


def _refuse(obstacles: Iterable[str | None]) -> None:
    sentences = [one for one in obstacles if one]
    if sentences:
        raise Obstacles(list(dict.fromkeys(sentences)))


def _prepare(folder: Path) -> None:
    """Create the state folder, and remove the temporary files of an interrupted run."""
    state = folder / STATE
    with _unfinished("write", state):
        state.mkdir(parents=True, exist_ok=True)
        for each in state.iterdir():
            if each.name.startswith(_TEMPORARY) and places.kind(each) == places.FILE:
                each.unlink()
    _put(folder, IGNORE, b"*\n")


def _put(folder: Path, path: str, data: bytes) -> None:
    if places.content(folder, path) != data:
        _replace(folder, path, data)


def _replace(folder: Path, path: str, data: bytes, now: int | None = None) -> None:
    temporary = folder / STATE / f"{_TEMPORARY}{secrets.token_hex(8)}"
    with _unfinished("write", folder / path):
        try:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            # Exclusive creation does not follow links, and the umask sets the mode.
            with temporary.open("xb") as stream:
                stream.write(data)
            if now is not None:
                os.utime(temporary, ns=(now, now))
            temporary.replace(folder / path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


def _remove_empty_folders(folder: Path, path: str) -> None:
    for each in reversed(places.parents(path)):
        with _unfinished("remove", folder / each):
            if places.is_empty_folder(folder, each):
                (folder / each).rmdir()


@contextlib.contextmanager
def _unfinished(verb: str, place: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise Unfinished(f"cannot {verb} {place}: {error.strerror}") from error
