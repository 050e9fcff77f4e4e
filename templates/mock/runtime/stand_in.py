"""A whole stand-in: the authorization server and the protected resource, each on a port of its own."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

from .authorization import AuthorizationServer
from .facts import Facts
from .judge import Judge
from .listener import Listener, Log
from .person import Person
from .registry import built_in, read
from .resource import ProtectedResource
from .tokens import Clock, Tokens

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on

LIFETIME = 3_600
"""The seconds that a token lives unless told otherwise."""


def _quiet(line: str) -> None:
    """Log nothing."""


class StandInBase:
    """A stand-in of the provider that a subclass names; it runs from its making until `stop`.

    As a context manager it stops at the end of the block.
    """

    facts: ClassVar[Facts]

    def __init__(
        self,
        *,
        token_lifetime: int = LIFETIME,
        users: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        resource_port: int = 0,
        log: Log = _quiet,
    ) -> None:
        """Start both servers.

        Args:
            token_lifetime: The seconds that a token lives, at least one.
            users: A JSON file of users and applications; a built-in choice without it.
            host: An address of this machine's loopback.
            port: The port of the authorization server; 0 is any free one.
            resource_port: The port of the protected resource; 0 is any free one.
            log: Takes a line for each request, which holds no secret.

        Raises:
            ValueError: The lifetime or the host is refused, or the file is not as it has to be.
            OSError: The file cannot be read, or a port cannot be had.
        """
        if token_lifetime < 1:
            raise ValueError("a token lives one second at least")
        address = _loopback(host)
        registry = read(users) if users else built_in(self.facts)
        self._clock = Clock()
        tokens = Tokens(token_lifetime, self._clock)
        judge = Judge(self.facts, registry, tokens)
        authorization = AuthorizationServer(self.facts, registry, judge)
        resource = ProtectedResource(self.facts, tokens)
        self.hint = registry.hint
        self._authorization = Listener(authorization, address, port, log)
        try:
            self._resource = Listener(resource, address, resource_port, log)
        except OSError:
            self._authorization.stop()
            raise

    @property
    def domain(self) -> str:
        """The `host:port` of the authorization server, for a request with the scheme http."""
        return self._authorization.netloc

    @property
    def url(self) -> str:
        """The base URL of the authorization server."""
        return f"http://{self._authorization.netloc}"

    @property
    def resource_url(self) -> str:
        """The base URL of the protected resource."""
        return f"http://{self._resource.netloc}"

    def person(self, name: str = "demo", password: str = "demo") -> Person:
        """Return someone who opens URLs of this server, signs in and decides."""
        return Person(self.url, name, password)

    def approve(self, url: str) -> str:
        """Open a URL as the built-in user, approve, and return the answer as a person copies it."""
        return self.person().approve(url)

    def advance(self, seconds: float) -> None:
        """Let time pass at once, so that tokens expire without anyone waiting."""
        self._clock.advance(seconds)

    def stop(self) -> None:
        """Stop both servers; their tokens are gone."""
        self._authorization.stop()
        self._resource.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def _loopback(host: str) -> str:
    """Return the address of a host of this machine.

    Raises ValueError for any other: tokens go over http here, and passwords are no secrets.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise ValueError(f"{host} is not this machine alone; use 127.0.0.1 or ::1")
    return str(address)
