"""The parts of every authorization request: a URL that is built once, and who makes the request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from . import messages
from .client import ClientBase
from .encoding import percent_encode
from .errors import OAuthError
from .protocol import MAX_URL_CHARACTERS

Client_co = TypeVar("Client_co", bound=ClientBase, covariant=True)


class RequestBase(Generic[Client_co]):
    """An authorization request (RFC 6749 §4.1.1 and §4.2.1), equal to one of the same URL.

    A subclass sets the values of the request, then calls `__init__` with the parts of the
    URL.
    """

    __slots__ = ("_client", "_extra_parameters", "_scopes", "_url")

    _client: Client_co
    _extra_parameters: tuple[tuple[str, str], ...]
    _scopes: tuple[str, ...]

    def __init__(
        self, client: Client_co, parameters: Iterable[tuple[str, str]]
    ) -> None:
        """Build the URL; a parameter with an empty value is omitted (§3.1).

        parameters are pairs of a name, which the generator has percent-encoded, and a
        value, which is not encoded. The extra parameters follow them. Raises OAuthError:
        `url_too_long` for more than 8,000 characters.
        """
        self._client = client
        pairs = [
            f"{encoded_name}={percent_encode(value)}"
            for encoded_name, value in parameters
            if value
        ]
        for name, value in self._extra_parameters:
            pairs.append(f"{percent_encode(name)}={percent_encode(value)}")
        endpoint = client.authorization_endpoint
        joined = "&" if "?" in endpoint else "?"
        self._url = f"{endpoint}{joined}{'&'.join(pairs)}"
        if len(self._url) > MAX_URL_CHARACTERS:
            raise OAuthError(messages.URL_TOO_LONG)

    @property
    def url(self) -> str:
        """The URL to open in the user's browser; it contains the state."""
        return self._url

    @property
    def client(self) -> ClientBase:
        """The client that makes the request."""
        return self._client

    @property
    def scheme(self) -> str:
        """`https`, or `http` for a server on this machine."""
        return self._client.scheme

    @property
    def issuer(self) -> str:
        """The `host[:port]` that users log in at."""
        return self._client.issuer

    @property
    def client_id(self) -> str:
        """The client identifier."""
        return self._client.client_id

    @property
    def scopes(self) -> tuple[str, ...]:
        """The names of the requested scopes, in the order of the URL."""
        return self._scopes

    @property
    def extra_parameters(self) -> tuple[tuple[str, str], ...]:
        """The names and values at the end of the URL."""
        return self._extra_parameters

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RequestBase):
            return NotImplemented
        return self._url == other.url

    def __hash__(self) -> int:
        return hash(self._url)

    # The query is kept out of logs, because it contains the client ID and the state.
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._client.shown_endpoint}?...>"
