"""The values that all requests of a client share, checked once."""

from __future__ import annotations

from collections.abc import Iterator


class ClientBase:
    """A client identifier and where its requests go, equal to one with the same values.

    A subclass sets the client ID and its own values, then calls `__init__`.
    """

    __slots__ = ("_client_id", "_endpoint", "_issuer", "_scheme", "_shown_endpoint")

    _client_id: str

    def __init__(
        self, endpoint: str, issuer: str, scheme: str, shown_endpoint: str = ""
    ) -> None:
        """Store the URL of the authorization endpoint, the `host[:port]`, and the scheme.

        shown_endpoint is the URL without secret values, if its path contains any.
        """
        self._endpoint = endpoint
        self._issuer = issuer
        self._scheme = scheme
        # A query can contain secret values, too.
        self._shown_endpoint = shown_endpoint or endpoint.partition("?")[0]

    @property
    def authorization_endpoint(self) -> str:
        """The URL of the authorization endpoint, empty if the provider has none."""
        return self._endpoint

    @property
    def client_id(self) -> str:
        """The client identifier."""
        return self._client_id

    @property
    def scheme(self) -> str:
        """`https`, or `http` for a server on this machine."""
        return self._scheme

    @property
    def issuer(self) -> str:
        """The `host[:port]` that users log in at."""
        return self._issuer

    @property
    def shown_endpoint(self) -> str:
        """The URL of the authorization endpoint for logs: no query, and no secret value."""
        return self._shown_endpoint

    def _names(self) -> Iterator[str]:
        for kind in type(self).__mro__:
            yield from kind.__dict__.get("__slots__", ())

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._names())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ClientBase):
            return NotImplemented
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._shown_endpoint or self._issuer}>"
