"""A mock server with every endpoint of the provider, whose behavior a test can change."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from ..authorization_endpoint import (
    AuthorizationEndpoint,
    documented_check,
    implicit_grant,
)
from ..authorization_server import AuthorizationServer
from ..http_messages import Request, Response
from ..http_server import Handler, Log
from ..pages import Pages
from ..provider import template
from ..redirect_uris import check_redirect_uris
from ..registry import Registry
from ..resource import ProtectedResource
from ..server import LIFETIME, MockServerBase, discard
from ..tokens import MAX_SECONDS, check_seconds
from .addresses import LocalAddresses
from .control import PREFIX, ControlApi
from .device_page import PATH as DEVICE_PATH
from .device_page import DevicePage
from .endpoints import ClientEndpoints
from .facts import Exchange
from .faults import Fault, Faults
from .grants import bearer_token, code_grant
from .issued import Issued
from .options import add_exchange_options
from .pkce import check_challenge
from .registry import example_registry
from .user import ExchangeUser
from .validator import ExchangeValidator


class ExchangeServer(MockServerBase):
    """A mock server of the provider that a subclass names, which also issues tokens to clients."""

    exchange: ClassVar[Exchange]

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
        clock_offset: float = 0,
        faults: Collection[Fault] = (),
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
            clock_offset: The seconds by which the server's clock is ahead, or behind if negative.
            faults: What happens to the first requests.
            log: A function that receives one line for each request. The line contains no secret.

        Raises:
            ValueError: The lifetime, the offset, the host, a port, a redirect URI, or the content of the
                file is not valid.
            OSError: The file cannot be read, or a port cannot be used.
        """
        self._redirect_uris = tuple(redirect_uris)
        self._first_faults = tuple(faults)
        if token_lifetime is None:
            token_lifetime = self.exchange.response.lifetime or LIFETIME
        check_redirect_uris(self._redirect_uris, "redirect_uris")
        check_seconds("the clock offset", clock_offset, -MAX_SECONDS)
        super().__init__(
            token_lifetime=token_lifetime,
            users=users,
            host=host,
            port=port,
            resource_port=resource_port,
            origins=origins,
            log=log,
        )
        self._clock.advance(clock_offset)
        self.configure(rotates=rotates)

    @classmethod
    def add_options(cls, parser: ArgumentParser) -> None:
        """Add the options for redirect URIs, rotation, the clock, and faults."""
        add_exchange_options(parser, cls.exchange)

    def _default_registry(self) -> Registry:
        return example_registry(self.provider, self.exchange, self._redirect_uris)

    def _authorization_handler(self, registry: Registry) -> Handler:
        provider, exchange = self.provider, self.exchange
        rotates, grace = exchange.rotates, exchange.grace
        self._issued = Issued(self._tokens, self._clock, rotates, grace)
        self._clients = ClientEndpoints(
            provider, registry, exchange, self._issued, self._clock, self.url
        )
        self._faults = Faults(self._clients.failed, self._first_faults)
        self._addresses = LocalAddresses(exchange.urls, self.url, self.resource_url)
        self._control = ControlApi(self)
        self._device_page = DevicePage(
            registry, self._issued, Pages(provider, registry)
        )
        self._pages = self._page_handler(registry)
        self._path = template(provider.path)
        return self._handle

    def _page_handler(self, registry: Registry) -> Handler:
        provider = self.provider
        validator = ExchangeValidator(provider, registry, self._issued, self.exchange)
        checks = [documented_check(provider), check_challenge]
        every = {
            "code": code_grant(validator, pre_auth=checks),
            "token": implicit_grant(provider, validator),
        }
        grants = {one: every[one] for one in provider.response_types}
        bearer = bearer_token(validator)
        endpoint = AuthorizationEndpoint(provider, registry, grants, bearer)
        return AuthorizationServer(provider, registry, endpoint)

    def _resource_handler(self, resource: ProtectedResource) -> Handler:
        return lambda request: self._faults.apply("resource", request, resource)

    def _handle(self, request: Request) -> Response:
        """Return the response to a request to the authorization server."""
        path = request.path
        if path == DEVICE_PATH and self.exchange.device is not None:
            return self._device_page(request)
        if path.startswith(PREFIX):
            return self._control(request)
        is_page = request.method == "GET" and self._path.fullmatch(path) is not None
        if is_page:
            return self._faults.apply("authorization", request, self._pages)
        endpoint = self._clients.endpoint(path)
        if endpoint is None:
            return self._pages(request)
        respond = self._clients.respond
        return self._faults.apply(
            endpoint, request, lambda each: respond(endpoint, each)
        )

    @property
    def requests(self) -> dict[str, int]:
        """How many requests each endpoint got: authorization, token, resource, and so on."""
        return self._faults.counts

    @property
    def reuses(self) -> int:
        """How many codes and refresh tokens were used again, each of which ended its grant."""
        return self._issued.reuses

    def local_url(self, url: str) -> str:
        """Return the URL of this server that stands for one of the provider's.

        A URL that is not one of an endpoint is one of the protected resource.
        """
        return self._addresses.local(url)

    def user(self, name: str = "demo", password: str = "demo") -> ExchangeUser:
        """Return a user who opens authorization URLs, logs in, and decides."""
        return ExchangeUser(self.url, name, password, self.local_url)

    def approve_device(self, user_code: str) -> None:
        """Approve a device as the user demo. Raises MockServerError if the code is unknown."""
        self.user().approve_device(user_code)

    def deny_device(self, user_code: str) -> None:
        """Deny a device as the user demo. Raises MockServerError if the code is unknown."""
        self.user().deny_device(user_code)

    def fault(
        self,
        endpoint: str = "token",
        *,
        times: int = 1,
        delay: float = 0.0,
        status: int | None = None,
        retry_after: str | None = None,
        error: str | None = None,
        body: str | None = None,
        content_type: str | None = None,
        drop: str | None = None,
    ) -> None:
        """Change what happens to the next requests to an endpoint.

        Faults apply in the order in which they are added.

        Args:
            endpoint: Its name, as in `requests`.
            times: The number of requests.
            delay: The seconds by which the response is late.
            status: The status of the response. The request is not processed.
            retry_after: The value of the header Retry-After of the response.
            error: An OAuth error code that the response reports, with the status 400 by default.
            body: The body of the response, whose status is 200 by default.
            content_type: The type of that body, which is application/json by default.
            drop: "before" or "after": the connection is closed without a response, before or after the
                request is processed. It can be combined only with times and delay.

        Raises:
            ValueError: A value is not valid or has no effect, such as retry_after without a response.
        """
        response = (status, retry_after, error, body, content_type)
        self._faults.add(Fault(endpoint, times, delay, *response, drop))

    def configure(
        self,
        *,
        token_lifetime: int | None = None,
        rotates: bool | None = None,
        grace: float | None = None,
        interval: int | None = None,
        within: str | None = None,
    ) -> None:
        """Change the server from the next token on.

        Args:
            token_lifetime: The lifetime of an access token in seconds, at least 1.
            rotates: Whether each refresh replaces the refresh token.
            grace: The seconds for which a replaced refresh token still works.
            interval: The seconds between two polls of a device, 5 by default.
            within: The path of the object that contains the token, if the provider has several.

        Raises:
            ValueError: A number is not valid. Nothing is changed then.
        """
        if token_lifetime is not None:
            check_seconds("the token lifetime", token_lifetime, 1)
        if grace is not None:
            check_seconds("the grace period", grace, 0)
        if interval is not None:
            check_seconds("the interval", interval, 1)
        places = self.exchange.response.within
        if within is not None and within not in places:
            known = ", ".join(json.dumps(one) for one in places)
            raise ValueError(f"within must be one of {known}")
        issued = self._issued
        with issued.lock:
            if token_lifetime is not None:
                self._tokens.lifetime = token_lifetime
            issued.rotates = issued.rotates if rotates is None else rotates
            issued.grace = issued.grace if grace is None else grace
            issued.interval = issued.interval if interval is None else interval
            self._clients.within = self._clients.within if within is None else within

    def revoke(self, token: str | None = None) -> None:
        """End the grant of an access token or a refresh token, or every grant.

        Raises LookupError if the token is unknown.
        """
        if token is None:
            self._issued.revoke_all()
            return
        grant = self._issued.grant(token)
        if grant is None:
            raise LookupError("the token is unknown")
        self._issued.revoke(grant)

    def reset(self) -> None:
        """Forget the faults, and the counts of requests and of reuses."""
        self._faults.reset()
        with self._issued.lock:
            self._issued.reuses = 0
