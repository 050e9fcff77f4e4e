"""The paths that a user chose for stores, and the errors of the system there."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager

from ..errors import OAuthError
from . import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def reported(place: str) -> Generator[None]:
    """Turn an OSError into an OAuthError: ``store_unavailable``."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
    else:
        return
    values = {"place": place, "reason": reason}
    raise OAuthError(messages.STORE_UNAVAILABLE_FILE, values=values)


def absolute(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path of a file. Raises OAuthError if there can be none."""
    # Not at the top: the import takes an eighth of the time of a command.
    from pathlib import Path

    given = os.fspath(path)
    text = messages.STORE_UNAVAILABLE_INVALID_PATH
    try:
        if given and b"\0" not in os.fsencode(given):
            text = messages.STORE_UNAVAILABLE_NO_HOME
            expanded = Path(given).expanduser()
            text = messages.STORE_UNAVAILABLE_NO_CURRENT_FOLDER
            return Path(os.path.abspath(expanded))
    except (OSError, RuntimeError, UnicodeError):
        pass
    raise OAuthError(text, "path")
