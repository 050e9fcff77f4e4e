"""What sends the requests of the command."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from ...exchange.delivery import LONGEST_WAIT
from ...exchange.endpoint_request import EndpointRequest
from ...store.token_store import Token
from ..application import Application

_Result = TypeVar("_Result")


class Sender(Protocol):
    """Sends requests to the provider, or to a mock server on this machine."""

    def send(
        self,
        request: EndpointRequest[_Result],
        longest_wait: float = LONGEST_WAIT,
    ) -> _Result:
        """Send a request, and return what the response says. Raises OAuthError."""
        ...

    def local(self, url: str) -> str:
        """Return the URL for the browser, which is that of the mock server if there is one."""
        ...


@contextmanager
def open_sender(app: Application[Token]) -> Generator[Sender]:
    """Open what sends requests, and close it after the block."""
    # Not at the top: httpx takes twice as long to import as the rest of the command.
    from .http_sender import HttpSender

    sender = HttpSender(app)
    try:
        yield sender
    finally:
        sender.close()
