"""Write a file that the user named, completely or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from generator.command import settings
from generator.command.console import UsageFault


def refuse_existing(place: str, force: bool) -> None:
    """Raise UsageFault if a file exists that must not be overwritten."""
    if not force and os.path.lexists(place):
        raise UsageFault(
            f"{place} exists; use --force to overwrite it, or name another file"
        )


def write(place: str, text: str) -> None:
    """Write a text as UTF-8 with line feeds. Raises UsageFault; then, the old file is unchanged."""
    target = Path(place)
    with settings.place("write", place):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode())
            umask = os.umask(0)
            os.umask(umask)
            Path(name).chmod(0o666 & ~umask)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
