"""A running mock server: the authorization server and the protected resource, each on its own port."""

from __future__ import annotations

import ipaddress
import re
from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

from oauthlib.oauth2 import BearerToken

from .authorization_endpoint import AuthorizationEndpoint, implicit_grant
from .authorization_server import AuthorizationServer
from .http_server import Handler, HttpServer, Log
from .provider import Provider
from .registry import Registry, default_registry, read_registry
from .resource import ProtectedResource
from .tokens import Clock, IssuedTokens, check_seconds
from .user import User
from .validator import Validator

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it in Python 3.11 and later

_ORIGIN = re.compile(
    r"https?://[a-z0-9.-]+(:[0-9]+)?|https?://\[[0-9a-f:]+\](:[0-9]+)?"
)
MAX_PORT = 65_535
LIFETIME = 3_600
"""The default lifetime of a token, in seconds."""


def discard(line: str) -> None:
    """Log nothing."""


class MockServerBase:
    """A mock server of the provider that a subclass names. It runs from its creation until `stop`.

    As a context manager, it stops at the end of the block.
    """

    provider: ClassVar[Provider]

    def __init__(
        self,
        *,
        token_lifetime: int = LIFETIME,
        users: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        resource_port: int = 0,
        origins: Collection[str] = (),
        log: Log = discard,
    ) -> None:
        """Start both servers.

        Args:
            token_lifetime: The lifetime of a token in seconds, at least 1.
            users: A JSON file of users and applications. By default, the user is demo, with the
                password demo, and there are two example applications.
            host: A loopback address.
            port: The port of the authorization server. 0 means any free port.
            resource_port: The port of the protected resource. 0 means any free port.
            origins: The origins whose scripts can call the protected resource, such as
                http://localhost:5173. By default, there are none.
            log: A function that receives one line for each request. The line contains no secret.

        Raises:
            ValueError: The lifetime, the host, a port, or the content of the file is not valid.
            OSError: The file cannot be read, or a port cannot be used.
        """
        _check(token_lifetime, (port, resource_port), origins)
        address = _loopback(host)
        registry = read_registry(users) if users else self._default_registry()
        self._clock = Clock()
        self._tokens = IssuedTokens(token_lifetime, self._clock)
        resource = ProtectedResource(self.provider, self._tokens, frozenset(origins))
        self.hint = registry.hint
        # The metadata of a server contains its own URL, which is known once it has a port.
        self._authorization = HttpServer(address, port, log)
        try:
            self._resource = HttpServer(address, resource_port, log)
        except OSError:
            self._authorization.stop()
            raise
        self._authorization.start(self._authorization_handler(registry))
        self._resource.start(self._resource_handler(resource))

    @classmethod
    def add_options(cls, parser: ArgumentParser) -> None:
        """Add the options of the command that set further arguments of this class, by their names."""

    def _default_registry(self) -> Registry:
        """Return the users and applications that there are without a file."""
        return default_registry(self.provider)

    def _authorization_handler(self, registry: Registry) -> Handler:
        """Return what handles the requests to the authorization server."""
        validator = Validator(self.provider, registry, self._tokens)
        bearer = BearerToken(validator, expires_in=self._tokens.lifetime)
        grants = {"token": implicit_grant(self.provider, validator)}
        endpoint = AuthorizationEndpoint(self.provider, registry, grants, bearer)
        return AuthorizationServer(self.provider, registry, endpoint)

    def _resource_handler(self, resource: ProtectedResource) -> Handler:
        """Return what handles the API calls."""
        return resource

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

    def user(self, name: str = "demo", password: str = "demo") -> User:
        """Return a user who opens authorization URLs of this server, logs in, and decides."""
        return User(self.url, name, password)

    def approve(self, url: str) -> str:
        """Open an authorization URL as the user demo, approve the request, and return the response.

        Raises MockServerError if the request is not valid or the login fails.
        """
        return self.user().approve(url)

    def advance(self, seconds: float) -> None:
        """Move the clock forward, so that tokens expire without a wait.

        Raises ValueError if the number of seconds is negative, more than a hundred years, or not a
        number.
        """
        check_seconds("the time", seconds, 0)
        self._clock.advance(seconds)

    def stop(self) -> None:
        """Stop both servers and discard their tokens."""
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


def _check(
    token_lifetime: int, ports: Collection[int], origins: Collection[str]
) -> None:
    """Raise a ValueError for a lifetime, a port, or an origin that is not valid."""
    check_seconds("the token lifetime", token_lifetime, 1)
    for port in ports:
        if not 0 <= port <= MAX_PORT:
            raise ValueError(f"{port} is not a valid port; use 0 to {MAX_PORT}")
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{origin!r} is not an origin, such as http://localhost:5173"
            )


def _loopback(host: str) -> str:
    """Return the IP address of a loopback host.

    Raises ValueError for any other host, because tokens and passwords are sent without encryption.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise ValueError(f"{host} is not a loopback address; use 127.0.0.1 or ::1")
    return str(address)
