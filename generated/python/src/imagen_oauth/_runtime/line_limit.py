"""Lines that are exactly as long as a terminal allows: their end may be missing."""

from __future__ import annotations

import re

from . import messages
from .errors import OAuthError
from .protocol import LINUX_LINE_BYTES, MACOS_LINE_BYTES

_SYSTEMS = {LINUX_LINE_BYTES: "Linux", MACOS_LINE_BYTES: "macOS"}
# The lines that may have as many bytes: a character has at most four.
_LINE = re.compile(
    rf"^[^\n]{{{MACOS_LINE_BYTES // 4},{LINUX_LINE_BYTES + 1}}}$", re.MULTILINE
)
# A decoder writes one U+FFFD for one to three bytes, or one surrogate for one byte.
_UNDECODED = re.compile("[\ufffd\ud800-\udfff]")


def check_lines(text: str) -> None:
    """Raise OAuthError ``truncated_input`` if a terminal may have truncated a line.

    A terminal that edits lines drops what exceeds its limit without an error. The
    limit counts bytes, so the last character of such a line may be incomplete.
    """
    for line in _LINE.findall(text):
        limit = _limit(line)
        if limit:
            values = {"bytes": f"{limit:,}", "system": _SYSTEMS[limit]}
            raise OAuthError(messages.TRUNCATED_INPUT_LINE, values=values)


def mark_whole(text: str) -> str:
    """Return text that `check_lines` accepts: each line of a limit's length ends with a space."""
    return _LINE.sub(lambda line: f"{line[0]} " if _limit(line[0]) else line[0], text)


def _limit(line: str) -> int | None:
    """Return the limit that the UTF-8 form of a line may have, or None."""
    line = line.removesuffix("\r")
    undecoded = len(_UNDECODED.findall(line))
    least = len(_UNDECODED.sub("", line).encode()) + undecoded
    sizes = range(least, least + 2 * undecoded + 1)
    return next((limit for limit in _SYSTEMS if limit in sizes), None)
