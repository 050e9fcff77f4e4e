"""A mock server with every endpoint of the provider, whose behavior a test can change."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..authorization_endpoint import (
    AuthorizationEndpoint,
    documented_check,
    implicit_grant,
)
from ..authorization_server import AuthorizationServer
from ..faults import Fault
from ..http_messages import Request, Response
from ..http_server import Log
from ..pages import Pages
from ..received import ReceivedRequests
from ..redirect_uris import check_redirect_uris
from ..registry import Registry
from ..server import LIFETIME, NOTHING, MockServerBase, discard
from .addresses import LocalAddresses
from .controls import ExchangeControls
from .device_page import PATH as DEVICE_PATH
from .device_page import DevicePage
from .endpoints import ClientEndpoints
from .grants import bearer_token, code_grant
from .issued import INTERVAL, IssuedValues
from .options import add_exchange_options
from .pkce import check_challenge
from .registry import example_registry
from .user import ExchangeUser
from .validator import ExchangeValidator


class ExchangeServer(ExchangeControls, MockServerBase):
    """A mock server of the provider that a subclass names, which also issues tokens to clients."""

    def __init__(
        self,
        *,
        token_lifetime: int | None = None,
        users: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        resource_port: int = 0,
        origins: Collection[str] = (),
        redirect_uris: Collection[str] = (),
        rotates: bool | None = None,
        own_issuer: bool = False,
        clock_offset: float = 0,
        faults: Collection[Fault] = (),
        configuration: Mapping[str, Any] = NOTHING,
        log: Log = discard,
    ) -> None:
        """Start both servers.

        Args:
            token_lifetime: The lifetime of an access token in seconds, at least 1. By default, it is
                the provider's, or an hour.
            users: A JSON file of users and applications. By default, the user is demo, with the
                password demo, and there are example applications.
            host: A loopback address.
            port: The port of the authorization server. 0 means any free port.
            resource_port: The port of the protected resource. 0 means any free port.
            origins: The origins whose scripts can call the protected resource.
            redirect_uris: Redirect URIs of the example applications, in addition to those on this
                machine with the path /callback.
            rotates: Whether each refresh replaces the refresh token. By default, it does so if the
                provider's does.
            own_issuer: Whether the issuer is the URL of this server instead of the provider's, for a
                client that reads the metadata here (RFC 8414 §3.3).
            clock_offset: The seconds by which the server's clock is ahead, or behind if negative.
            faults: What happens to the first requests.
            configuration: The arguments of `configure` at the start.
            log: A function that receives one line for each request. The line contains no secret.

        Raises:
            ValueError: The lifetime, the offset, the host, a port, a redirect URI, or the content of the
                file is not valid.
            OSError: The file cannot be read, or a port cannot be used.
        """
        self._redirect_uris = tuple(redirect_uris)
        check_redirect_uris(self._redirect_uris, "redirect_uris")
        self._own_issuer = own_issuer
        self._rotates = self.exchange.rotates if rotates is None else rotates
        if token_lifetime is None:
            token_lifetime = self.exchange.response.lifetime or LIFETIME
        super().__init__(
            token_lifetime=token_lifetime,
            users=users,
            host=host,
            port=port,
            resource_port=resource_port,
            origins=origins,
            clock_offset=clock_offset,
            faults=faults,
            configuration=configuration,
            log=log,
        )

    @classmethod
    def add_options(cls, parser: ArgumentParser) -> None:
        """Add the options for the issuer, redirect URIs, rotation, the clock, and faults."""
        super().add_options(parser)
        add_exchange_options(parser, cls.exchange)

    def _default_registry(self) -> Registry:
        return example_registry(self.provider, self.exchange, self._redirect_uris)

    def _prepare(
        self, faults: Collection[Fault], configuration: Mapping[str, Any]
    ) -> None:
        exchange, registry = self.exchange, self._registry
        self._described = self.provider
        if self._own_issuer:
            self._described = replace(self.provider, issuer=self.url)
        self._issued = IssuedValues(self._tokens, self._clock, False, exchange.grace)
        self._clients = ClientEndpoints(
            self._described,
            registry,
            exchange,
            self._issued,
            self._clock,
            self.url,
            self._decisions,
        )
        self._addresses = LocalAddresses(exchange.urls, self.url, self.resource_url)
        self._all_pages = Pages(
            self.provider, registry, DEVICE_PATH if exchange.device else None
        )
        self._device_page = DevicePage(registry, self._issued, self._all_pages)
        self._first = {
            **self._first,
            "rotates": self._rotates,
            "grace": exchange.grace,
            "interval": INTERVAL,
            "within": exchange.response.within[0],
            "token_type": exchange.response.token_types[0],
            "response_format": "json",
        }
        super()._prepare(faults, configuration)

    def _endpoints(self) -> tuple[str, ...]:
        pages = () if self.provider.path is None else ("authorization",)
        return (*pages, *self._clients.names, "metadata", "resource")

    def _received(self) -> ReceivedRequests:
        return ReceivedRequests(self.exchange.secrets, self.exchange.secret_paths)

    @property
    def actions(self) -> tuple[str, ...]:
        """The methods that the control API offers."""
        has_device = self.exchange.device is not None
        devices = ("approve_device", "deny_device") if has_device else ()
        return (*super().actions, "local_url", *devices)

    def _page_server(self) -> AuthorizationServer:
        provider, registry = self._described, self._registry
        validator = ExchangeValidator(provider, registry, self._issued, self.exchange)
        checks = [documented_check(provider), check_challenge]
        every = {
            "code": code_grant(validator, pre_auth=checks),
            "token": implicit_grant(provider, validator),
        }
        grants = {one: every[one] for one in provider.response_types}
        bearer = bearer_token(validator)
        endpoint = AuthorizationEndpoint(provider, registry, grants, bearer)
        return AuthorizationServer(provider, registry, endpoint, self._all_pages)

    def _handle(self, request: Request) -> Response:
        """Return the response to a request to the authorization server."""
        path = request.path
        if path == DEVICE_PATH and self.exchange.device is not None:
            return self._device_page(request)
        # A page at the path of another endpoint is one of the authorization endpoint.
        if request.method == "GET" and self._path.fullmatch(path):
            return super()._handle(request)
        endpoint = self._clients.endpoint(path)
        if endpoint is None:
            return super()._handle(request)
        respond = self._clients.respond
        return self._traffic.handle(
            endpoint, request, lambda _: respond(endpoint, request)
        )

    def _failed(
        self, status: int | None, error: Mapping[str, str], endpoint: str
    ) -> Response:
        if endpoint == "resource":
            return super()._failed(status, error, endpoint)
        return self._clients.failed(status or 400, error, endpoint)

    def local_url(self, url: str) -> str:
        """Return the URL of this server that stands for one of the provider's.

        A URL that is not one of an endpoint is one of the protected resource.
        """
        return self._addresses.local(url)

    def user(self, name: str = "demo", password: str = "demo") -> ExchangeUser:
        """Return a user who opens authorization URLs, logs in, and decides."""
        return ExchangeUser(self.url, name, password, self.local_url)
