"""A login on another device, which needs no browser on this machine (RFC 8628)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from ...exchange.device_request import DeviceRequest
from ...exchange.device_wait import wait_for
from ...store.login_store import Login
from ..browser import has_browser, open_browser
from ..output import print_notes
from ..validity import time_text
from .application import Asked, Attempt, Client, Granted
from .user_flow import UserFlow


@dataclass(frozen=True, kw_only=True)
class DeviceFlow(UserFlow[Login, Client]):
    """How a package logs in on another device; `request` begins that."""

    request: Callable[[Client, Asked], DeviceRequest[Login]]

    def check(self, attempt: Attempt[Login, Client]) -> None:
        """Raise OAuthError for a value that is not valid, before anything is opened."""
        self._begun(attempt)

    @contextmanager
    def login(self, attempt: Attempt[Login, Client]) -> Generator[Granted[Login]]:
        """Show the code, and wait until the user has approved."""
        request = self._begun(attempt)
        authorization = attempt.sender.send(request)
        address = authorization.verification_uri
        complete = authorization.verification_uri_complete
        print_notes(
            "Open this address on any device, and enter this code if the page asks for it:",
            f"  {attempt.sender.local(address)}",
            f"  {authorization.user_code}",
        )
        if complete is not None:
            url = attempt.sender.local(complete)
            print_notes("Or open this one, and compare the code:", f"  {url}")
            if not attempt.ctx.params["no_browser"] and has_browser():
                open_browser(url, attempt.app.environment)
        expiry = time_text(authorization.expires_at)
        print_notes(f"Waiting until you approve; the code works until {expiry}.")
        yield Granted(wait_for(authorization, attempt.sender.send), request.scopes)

    def _begun(self, attempt: Attempt[Login, Client]) -> DeviceRequest[Login]:
        client = attempt.client(attempt.values.redirect_uri)
        return self.request(client, attempt.asked)
