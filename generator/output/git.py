"""Run git in a folder, ignoring the repository that a hook's environment names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_OF_ANOTHER_REPOSITORY = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
}
"""Variables that git sets for a hook. They name the hook's repository, not the folder's."""


class Refused(Exception):
    """Git refuses to use an existing repository. The message is one line from git."""


def is_repository(folder: Path) -> bool:
    """Return whether a folder is in a repository.

    Raises OSError if git is not installed, and Refused if git considers the repository unsafe or
    broken.
    """
    process = _run(folder, ["rev-parse", "--git-dir"])
    said = process.stderr.decode("utf-8", "replace").strip()
    if process.returncode and "not a git repository" not in said:
        raise Refused(said.partition("\n")[0].removeprefix("fatal: "))
    return process.returncode == 0


def output(folder: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """Return the output of git in a folder, or None if git fails.

    Raises OSError if git is not installed.
    """
    process = _run(folder, arguments, data)
    return process.stdout if process.returncode == 0 else None


def _run(
    folder: Path, arguments: Sequence[str], data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in _OF_ANOTHER_REPOSITORY
    }
    # The caller searches the error message, so it must be in English.
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**inherited, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        input=data,
        capture_output=True,
        check=False,
    )
