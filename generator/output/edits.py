"""Find which files are safe to overwrite or remove, because git can restore them.

Overwriting is safe if the generator wrote the bytes or git has them: in a commit, or as the result
of a merge, of which both sides are committed. Removing also requires a committed MANIFEST.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.output import git
from generator.output.records import MANIFEST, Digests, digests_of, listed

_TREES = ("HEAD", "AUTO_MERGE")
"""The committed tree, and the tree that git wrote when a merge stopped at a conflict."""

_PARENTS = ("HEAD", "MERGE_HEAD")
"""The commits that will be the parents of the next commit."""


def edited(folder: Path, files: Mapping[str, bytes], known: Digests) -> list[str]:
    """Return the sorted paths whose bytes exist only in the folder.

    `files` has the current bytes by path, relative to `folder`. Git is asked only about bytes that
    are not in `known`.
    """
    doubtful = {
        path: data
        for path, data in files.items()
        if not digests_of({path: data}) <= known
    }
    return sorted(doubtful.keys() - _kept_by_git(folder, doubtful))


def generated(folder: Path) -> dict[str, set[str]]:
    """Return the paths in the committed MANIFEST of a folder, by commit. Empty without a work tree."""
    if not _is_work_tree(folder):
        return {}
    manifests = {
        commit: _git(folder, "cat-file", "blob", f"{commit}:./{MANIFEST}")
        for commit in _PARENTS
    }
    return {commit: listed(data) for commit, data in manifests.items() if data}


def unchanged(folder: Path, commit: str, files: Mapping[str, bytes]) -> set[str]:
    """Return the paths of files whose bytes are the same as in a commit."""
    return _held(folder, files, [commit])


def _kept_by_git(folder: Path, files: Mapping[str, bytes]) -> set[str]:
    """Return the paths whose bytes git can restore. Empty without a work tree."""
    if not files or not _is_work_tree(folder):
        return set()
    return _held(folder, files, _TREES)


def _is_work_tree(folder: Path) -> bool:
    return _git(folder, "rev-parse", "--is-inside-work-tree") == b"true\n"


def _held(folder: Path, files: Mapping[str, bytes], trees: Sequence[str]) -> set[str]:
    """Return the paths whose bytes are the same as in one of the trees."""
    if not files:
        return set()
    held = {
        (path, facts.split()[2])
        for tree in trees
        for facts, path in _entries(_git(folder, "ls-tree", "-z", tree, "--", *files))
    }
    candidates = files.keys() & {path for path, _ in held}
    return {
        path
        for path in candidates
        if (path, _object(folder, path, files[path])) in held
    }


def _entries(output: bytes | None) -> Iterator[tuple[str, str]]:
    """Yield the parts before and after the tab of each entry."""
    for entry in (output or b"").decode("utf-8", "surrogateescape").split("\0"):
        facts, tab, path = entry.partition("\t")
        if tab:
            yield facts, path


def _object(folder: Path, path: str, data: bytes) -> str | None:
    """Return the id of the object that git would create for the bytes, with the path's attributes."""
    name = _git(folder, "hash-object", "--stdin", f"--path={path}", data=data)
    return None if name is None else name.decode().strip()


def _git(folder: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """Return the output of git in a folder, or None if git fails or is not installed."""
    try:
        return git.output(folder, *arguments, data=data)
    except OSError:
        return None
