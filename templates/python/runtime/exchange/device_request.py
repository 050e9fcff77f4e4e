"""The request that begins a login on another device (RFC 8628 §3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from ..errors import without_frames
from ..times import unix_seconds
from .client import ExchangeClient
from .credentials import Authentication
from .device_authorization import DeviceAuthorization
from .device_poll import PollForm
from .device_response import read_device_response
from .endpoint_request import EndpointRequest, Sent
from .issued_token import IssuedToken
from .repeat import ALWAYS

_Token = TypeVar("_Token", bound=IssuedToken)


class DeviceRequest(EndpointRequest[DeviceAuthorization[_Token]], Generic[_Token]):
    """A request to the device authorization endpoint, for any HTTP library."""

    __slots__ = ("_client", "_poll", "_requested", "_token")

    def __init__(
        self,
        token: type[_Token],
        client: ExchangeClient,
        url: str,
        parameters: Iterable[Sent],
        authentication: Authentication,
        poll: PollForm,
        *,
        scopes: Iterable[str] = (),
    ) -> None:
        """Build the request.

        token is the class of the result of a poll. Raises OAuthError:
        ``client_secret_missing``.
        """
        # A second request only makes another code.
        super().__init__(url, parameters, authentication, client, repeat=ALWAYS)
        self._token = token
        self._client = client
        self._poll = poll
        self._requested = tuple(scopes)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The names of the requested scopes."""
        return self._requested

    @without_frames
    def parse_response(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        sent_at: float | None = None,
    ) -> DeviceAuthorization[_Token]:
        """Return the codes in the response (RFC 8628 §3.2).

        Args:
            status: The status, for example 200.
            headers: The headers of the response, by name.
            body: The whole body.
            sent_at: When the request was sent, in Unix seconds; the lifetime counts from
                it. Defaults to the time when this object was created.

        Raises:
            TokenEndpointError: The server denied the request.
            EndpointError: The response is not an OAuth response.
            OAuthError: A code or an address is missing, or cannot be used.
        """
        sent = self._created_at if sent_at is None else unix_seconds(sent_at, "sent_at")
        form = self._poll.response
        response = read_device_response(status, headers, body, form, sent_at=sent)
        return DeviceAuthorization(
            self._token, self._client, response, self._poll, self._requested
        )
