"""The error for a package that an extra installs."""

from __future__ import annotations


def missing_extra(
    error: ModuleNotFoundError, distribution: str, extra: str
) -> ModuleNotFoundError:
    """Return an error that says how to install an extra with the name of its package.

    Return error itself if another module is missing.
    """
    if error.name != extra:
        return error
    # pip finds the installed distribution, wherever it came from.
    command = f'pip install "{distribution}[{extra}]"'
    return ModuleNotFoundError(f"{extra} is not installed: run {command}", name=extra)
