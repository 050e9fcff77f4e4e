"""What git says of a folder, whatever repository a hook's environment names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_OF_ANOTHER_REPOSITORY = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
}
"""A hook's variables, which name the repository that the hook is of and not the folder's."""


class Refused(Exception):
    """Git does not work on a repository that is there: one line, in its words."""


def is_repository(folder: Path) -> bool:
    """Return whether a folder is in a repository.

    Raises OSError where there is no git, and Refused where it takes the repository for unsafe or
    broken.
    """
    process = _run(folder, ["rev-parse", "--git-dir"])
    said = process.stderr.decode("utf-8", "replace").strip()
    if process.returncode and "not a git repository" not in said:
        raise Refused(said.partition("\n")[0].removeprefix("fatal: "))
    return process.returncode == 0


def output(folder: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """Return what git prints when it is run in a folder, or None where it fails.

    Raises OSError where there is no git.
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
    # Its words are looked at, so they have to be English.
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**inherited, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        input=data,
        capture_output=True,
        check=False,
    )
