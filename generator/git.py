"""What git says of a folder, whatever repository a hook's environment names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_OF_ANOTHER_REPOSITORY = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
}
"""A hook's variables, which name the repository that the hook is of and not the folder's."""


def output(folder: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """Return what git prints when it is run in a folder, or None where it fails.

    Raises OSError where there is no git.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in _OF_ANOTHER_REPOSITORY
    }
    process = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**inherited, "GIT_OPTIONAL_LOCKS": "0"},
        input=data,
        capture_output=True,
        check=False,
    )
    return process.stdout if process.returncode == 0 else None
