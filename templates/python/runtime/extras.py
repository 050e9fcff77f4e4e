"""The error for a package that an extra installs."""

from __future__ import annotations


def missing_extra(
    error: ModuleNotFoundError, name: str, requirement: str
) -> ModuleNotFoundError:
    """Return an error that says how to install a missing module with a requirement of pip.

    Return error itself if another module is missing.
    """
    if error.name != name:
        return error
    command = f'pip install "{requirement}"'
    return ModuleNotFoundError(f"{name} is not installed: run {command}", name=name)
