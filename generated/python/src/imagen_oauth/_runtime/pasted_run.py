"""A run: parameters that are joined by ``&`` in free text."""

from __future__ import annotations

import functools
import re

from .errors import OAuthError
from .protocol import REQUEST_NAMES, RESPONSE_NAMES

_NESTED_REQUEST = rf"\?(?:{'|'.join(REQUEST_NAMES)})="


class Run:
    """Parameters that are joined by ``&``, each as in the text.

    The fault is what is wrong with the end, which matters only if the run is read.
    """

    __slots__ = ("end", "fault", "in_query", "names", "pieces", "start")

    def __init__(self, text: str, start: int) -> None:
        """Start without pieces at a position in text."""
        self.pieces: list[str] = []
        # Decoded once, because a name may be as long as the text.
        self.names: list[str] = []
        self.start = start
        self.in_query = text[:start].endswith("?")
        self.end = 0
        self.fault: OAuthError | None = None

    def is_request(self) -> bool:
        """Return whether these are the parameters of an authorization request.

        Nothing in a request is part of a response: its state is our own.
        """
        names = self.names
        if "client_id" in names or "redirect_uri" in names:
            return True
        return "response_type" in names and not any(
            name in RESPONSE_NAMES for name in names
        )

    def has_request(self) -> bool:
        """Return whether these are a request, or a value contains the URL of one."""
        nested = compiled(_NESTED_REQUEST)
        return self.is_request() or any(map(nested.search, self.pieces))


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled pattern, which is compiled when first used."""
    return re.compile(pattern)
