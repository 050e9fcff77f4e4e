"""Reads a token from a file that the system provides, such as a container's secret."""

from __future__ import annotations

from ...errors import without_frames
from ...line_limit import check_lines
from ..secret_file import read_secret_file
from .bare_token import read_token_at


@without_frames
def read_token_file(path: str, place: str, *, any_characters: bool = False) -> str:
    """Return the token in a file, which may be in the form of a header.

    place names the file in errors. any_characters accepts any visible ASCII. Raises
    OAuthError: what `read_secret_file` raises, ``truncated_input`` for a line of a
    terminal's maximum length, ``bad_encoding`` for UTF-16, and ``invalid_access_token``.
    """
    # A space after a line of a terminal's maximum length shows that it is complete.
    text = read_secret_file(path, place).reveal()
    check_lines(text)
    return read_token_at(text, place, any_characters=any_characters)
