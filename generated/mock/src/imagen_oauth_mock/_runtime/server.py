"""A running mock server: the authorization server and the protected resource, each on its own port."""

from __future__ import annotations

import ipaddress
import re
from argparse import ArgumentParser
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any

from oauthlib.oauth2 import BearerToken

from .authorization_endpoint import AuthorizationEndpoint, implicit_grant
from .authorization_server import AuthorizationServer
from .control import PREFIX, ControlApi
from .controls import Controls
from .decisions import Decisions
from .faults import Fault
from .http_messages import Request, Response, json_response
from .http_server import HttpServer, Log
from .options import add_test_options
from .pages import Pages
from .provider import template
from .received import ReceivedRequests
from .redirects import wanted
from .registry import Registry, default_registry, read_registry
from .resource import ProtectedResource
from .tokens import MAX_SECONDS, Clock, IssuedTokens, check_seconds
from .traffic import Traffic
from .user import User
from .validator import Validator

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it in Python 3.11 and later

_ORIGIN = re.compile(
    r"https?://[a-z0-9.-]+(:[0-9]+)?|https?://\[[0-9a-f:]+\](:[0-9]+)?"
)
MAX_PORT = 65_535
NOTHING: Mapping[str, Any] = MappingProxyType({})
LIFETIME = 3_600
"""The default lifetime of a token, in seconds."""


def discard(line: str) -> None:
    """Log nothing."""


class MockServerBase(Controls):
    """A mock server of the provider that a subclass names. It runs from its creation until `stop`.

    As a context manager, it stops at the end of the block.
    """

    def __init__(
        self,
        *,
        token_lifetime: int = LIFETIME,
        users: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        resource_port: int = 0,
        origins: Collection[str] = (),
        clock_offset: float = 0,
        faults: Collection[Fault] = (),
        configuration: Mapping[str, Any] = NOTHING,
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
            clock_offset: The seconds by which the server's clock is ahead, or behind if negative.
            faults: What happens to the first requests.
            configuration: The arguments of `configure` at the start.
            log: A function that receives one line for each request. The line contains no secret.

        Raises:
            ValueError: The lifetime, the offset, the host, a port, a fault, or the content of the file is
                not valid.
            OSError: The file cannot be read, or a port cannot be used.
        """
        _check(token_lifetime, (port, resource_port), origins)
        check_seconds("the clock offset", clock_offset, -MAX_SECONDS)
        address = _loopback(host)
        self._registry = read_registry(users) if users else self._default_registry()
        self._clock = Clock()
        self._tokens = IssuedTokens(token_lifetime, self._clock)
        self._decisions = Decisions()
        self._protected = ProtectedResource(
            self.provider, self._tokens, frozenset(origins)
        )
        self.hint = self._registry.hint
        self._first = {
            "token_lifetime": token_lifetime,
            "clock_offset": clock_offset,
            "decision": "ask",
        }
        # The metadata of a server contains its own URL, which is known once it has a port.
        now = self._clock.time
        self._authorization = HttpServer(address, port, log, now)
        try:
            self._resource = HttpServer(address, resource_port, log, now)
            self._prepare(faults, configuration)
        except BaseException:
            self.stop()
            raise
        self._authorization.start(self._handle)
        self._resource.start(self._handle_call)

    def _prepare(
        self, faults: Collection[Fault], configuration: Mapping[str, Any]
    ) -> None:
        """Make what handles the requests."""
        self._traffic = Traffic(
            self._endpoints(), self._failed, self._clock.time, self._received()
        )
        self._control = ControlApi(self)
        self._pages = self._page_server()
        self._path = template(self.provider.path)
        for one in faults:
            self._traffic.add(one)
        self._first = {**self._first, **configuration}
        self.configure(**self._first)

    @classmethod
    def add_options(cls, parser: ArgumentParser) -> None:
        """Add the options of the command that set further arguments of this class, by their names."""
        add_test_options(parser, cls.configure)

    def _default_registry(self) -> Registry:
        """Return the users and applications that there are without a file."""
        return default_registry(self.provider)

    def _endpoints(self) -> tuple[str, ...]:
        """Return the names of the endpoints."""
        pages = () if self.provider.path is None else ("authorization",)
        return (*pages, "resource")

    def _received(self) -> ReceivedRequests:
        """Return what records the requests without secrets of the application."""
        return ReceivedRequests()

    @property
    def actions(self) -> tuple[str, ...]:
        """The methods that the control API offers."""
        pages = () if self.provider.path is None else ("approve", "deny", "fail")
        return (
            *pages,
            *("advance", "fault", "configure", "issue", "revoke", "reset"),
        )

    def _page_server(self) -> AuthorizationServer:
        """Return what handles the requests of browsers."""
        validator = Validator(self.provider, self._registry, self._tokens)

        def lifetime(request: object) -> int:
            return self._tokens.lifetime

        bearer: Any = BearerToken
        made = bearer(validator, expires_in=lifetime)
        grants = {"token": implicit_grant(self.provider, validator)}
        endpoint = AuthorizationEndpoint(self.provider, self._registry, grants, made)
        pages = Pages(self.provider, self._registry)
        return AuthorizationServer(self.provider, self._registry, endpoint, pages)

    def _handle(self, request: Request) -> Response:
        """Return the response to a request to the authorization server."""
        if request.path.startswith(PREFIX):
            return self._control(request)
        if request.method == "GET" and self._path.fullmatch(request.path):
            return self._traffic.handle(
                "authorization", request, lambda fault: self._begin(request, fault)
            )
        return self._pages(request)

    def _begin(self, request: Request, fault: Fault | None) -> Response:
        decision = self._decisions.wait()
        if decision is None:
            return Response(503, route="authorization", is_dropped=True)
        return self._pages.begin(request, wanted(decision, fault))

    def _handle_call(self, request: Request) -> Response:
        """Return the response to an API call."""
        return self._traffic.handle(
            "resource", request, lambda _: self._protected(request)
        )

    def _failed(
        self, status: int | None, error: Mapping[str, str], endpoint: str
    ) -> Response:
        """Return the error response of an endpoint."""
        if endpoint == "resource":
            return self._protected.failed(status, error["error"])
        return json_response(status or 400, error, endpoint)

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

    def stop(self) -> None:
        """Stop both servers and discard their tokens."""
        self._decisions.close()
        self._authorization.stop()
        if hasattr(self, "_resource"):
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
