"""What every authorization request has: a URL, built once, and what it shows."""

from __future__ import annotations

from collections.abc import Iterable

from .encoding import percent_encode
from .errors import OAuthError

_MAX_URL = 8_000


class RequestBase:
    """An authorization request (RFC 6749 §4.2.1), equal to one of the same URL.

    Can be pickled, state and client id included: the process that reads the answer
    is often not the one that made the request. Store it as you store a session.
    """

    __slots__ = ("_url",)

    _url: str

    def __init__(self, endpoint: str, parameters: Iterable[tuple[str, str]]) -> None:
        """Build the URL; a parameter with an empty value is left out (§3.1).

        Raises OAuthError: ``url_too_long`` over 8,000 characters.
        """
        query = "&".join(
            [
                f"{percent_encode(name)}={percent_encode(value)}"
                for name, value in parameters
                if value
            ]
        )
        self._url = f"{endpoint}?{query}"
        if len(self._url) > _MAX_URL:
            raise OAuthError(
                "url_too_long",
                f"the URL has more than {_MAX_URL:,} characters",
                "shorten the state, the redirect URI or the extra parameters",
            )

    @property
    def url(self) -> str:
        """The URL to open in the user's browser; it holds the state."""
        return self._url

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RequestBase) or type(other) is not type(self):
            return NotImplemented
        return self._url == other._url

    def __hash__(self) -> int:
        return hash(self._url)

    # The query stays out of logs: it holds the client id and the state.
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._url.partition('?')[0]}?...>"
