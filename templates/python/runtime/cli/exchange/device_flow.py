"""A login on another device, which needs no browser on this machine (RFC 8628)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic

from ...exchange.device_request import DeviceRequest
from ...http.httpx_send import send_request
from ...http.httpx_wait import wait
from ...store.login_store import Login
from ..browser import has_browser, open_browser
from ..output import print_notes
from ..validity import time_text
from .application import Attempt, Client, Granted, Scopes
from .mock_server import local_url


@dataclass(frozen=True)
class DeviceFlow(Generic[Login, Client]):
    """How a package logs in on another device; `request` begins that for scopes."""

    request: Callable[[Client, Scopes], DeviceRequest[Login]]

    def check(self, attempt: Attempt[Login, Client]) -> None:
        """Raise OAuthError for a value that is not valid, before anything is opened."""
        self._begun(attempt)

    @contextmanager
    def login(self, attempt: Attempt[Login, Client]) -> Generator[Granted[Login]]:
        """Show the code, and wait until the user has approved."""
        request = self._begun(attempt)
        authorization = send_request(request, attempt.http)
        address = authorization.verification_uri
        complete = authorization.verification_uri_complete
        print_notes(
            "Open this address on any device, and enter the code if you are asked:",
            f"  {local_url(attempt.app, attempt.http, address)}",
            f"  {authorization.user_code}",
        )
        if complete is not None:
            url = local_url(attempt.app, attempt.http, complete)
            print_notes("Or open this one, and compare the code:", f"  {url}")
            if not attempt.ctx.params["no_browser"] and has_browser():
                open_browser(url, attempt.app.environment)
        expiry = time_text(authorization.expires_at)
        print_notes(f"Waiting until you approve; the code works until {expiry}.")
        yield Granted(wait(authorization, attempt.http), request.scopes)

    def _begun(self, attempt: Attempt[Login, Client]) -> DeviceRequest[Login]:
        client = attempt.client(attempt.values.redirect_uri)
        return self.request(client, attempt.scopes)
