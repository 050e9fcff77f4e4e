"""What sends the requests of the command."""

from __future__ import annotations

from typing import Protocol, TypeVar

from ...errors import OAuthError
from ...exchange.delivery import LONGEST_WAIT
from ...exchange.endpoint_request import EndpointRequest
from ...store.token_store import Token
from .. import exit_codes
from ..application import Application
from ..output import print_notes, stopped_by

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


def open_sender(app: Application[Token]) -> Sender:
    """Return what sends requests. Raises Stopped if a setting of the environment prevents that."""
    # Not at the top: httpx takes twice as long to import as the rest of the command.
    from .http_sender import HttpSender

    try:
        sender = HttpSender(app)
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        if sender.base:
            note = f"using the mock server at {sender.base} instead of the provider"
            print_notes(note)
        return sender
    raise refused
