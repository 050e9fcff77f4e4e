"""An application that logs in at a server, with the package that is generated for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

Package = Any
REDIRECT_URI = "http://127.0.0.1:8/back"
SECRET = "p+q:r/s=% x"


@dataclass(frozen=True)
class Server:
    """A server that runs: its `host:port`, its clients by kind, a scope, a lifetime, and its pages.

    `revokes` says whether a code or a refresh token that is used twice ends everything that it led to.
    `decide` opens a URL, logs a user in, approves or cancels, and returns the redirect.
    `decide_device` does so for the user code of a device.
    """

    host: str
    clients: dict[str, str]
    scope: str
    expires_in: int
    revokes: bool
    decide: Callable[[str, str], str]
    decide_device: Callable[[str, str], None]


class App:
    """An application with one of the clients that the server knows."""

    def __init__(self, package: Package, server: Server, kind: str) -> None:
        self.package = package
        self.server = server
        self.http = importlib.import_module(f"{package.__name__}.httpx_auth")
        self.stores = importlib.import_module(f"{package.__name__}.token_store")
        secret = None if kind == "public" else SECRET
        self.client = self.with_secret(server.clients[kind], secret)

    def with_secret(self, client_id: str, secret: str | None) -> Any:
        host = self.server.host
        return self.package.OAuthClient(
            server=host,
            client_id=client_id,
            client_secret=secret,
            redirect_uri=REDIRECT_URI,
            scheme="http",
            allowed_domains=() if secret is None else [host],
        )

    def send(self, request: Any) -> Any:
        with httpx.Client() as client:
            return self.http.send(request, client)

    def request(self, **values: str) -> Any:
        return self.client.authorization_request(scopes=[self.server.scope], **values)

    def approved(self, request: Any) -> str:
        return self.server.decide(request.url, "approve")

    def log_in(self) -> Any:
        """Return the token of a user who approved."""
        request = self.request()
        code = request.parse_redirect(self.approved(request))
        return self.send(self.client.token_request(code))

    def token(self, value: str, refresh_token: str, received_at: float) -> Any:
        """Return a token with a lifetime of ten minutes."""
        return self.package.AccessToken.from_value(
            value,
            domain=self.server.host,
            client_id=self.client.client_id,
            expires_in=600,
            received_at=received_at,
            scheme="http",
            refresh_token=refresh_token,
        )

    def denied(self, request: Any) -> str:
        """Return the error with which the token endpoint responds."""
        with pytest.raises(self.package.TokenEndpointError) as caught:
            self.send(request)
        error: str = caught.value.error
        return error

    def call(self, token: Any) -> int:
        """Return the status of a call with a token, or with a source."""
        with self.http.attach(httpx.Client(), token) as api:
            status: int = api.get(f"http://{self.server.host}/me").status_code
            return status
