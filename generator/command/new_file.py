"""Write a file that the user named, completely or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

from generator.command.console import UsageFault
from generator.output import places


def refuse_existing(place: str, force: bool) -> None:
    """Raise UsageFault if a file exists that must not be overwritten."""
    if not force and os.path.lexists(place):
        raise UsageFault(
            f"{place} exists; use --force to overwrite it, or name another file"
        )


def write(place: str, text: str) -> None:
    """Write a text as UTF-8 with line feeds. Raises UsageFault; then, the old file is unchanged.

    A link stays, and the file that it leads to is written.
    """
    target = Path(os.path.realpath(place))
    with _writing(place):
        _refuse_other(target, place)
        handle, name = tempfile.mkstemp(prefix=".oauth-codegen-", dir=target.parent)
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


def _refuse_other(target: Path, place: str) -> None:
    """Raise UsageFault for what a file must not replace, such as a device."""
    kind = places.kind(target)
    if kind not in (None, places.FILE):
        raise UsageFault(f"{place} is a {kind}, but a file is needed there")


@contextlib.contextmanager
def _writing(place: str) -> Generator[None]:
    """Turn an error of the file system into one about the named file, not about the temporary one."""
    try:
        yield
    except OSError as error:
        raise UsageFault(f"cannot write {place}: {error.strerror}") from error
