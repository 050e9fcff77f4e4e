"""A device login that has begun: what the user needs, and the requests that ask for the token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from ..errors import without_frames
from .client import ExchangeClient
from .device_poll import Pace, PollForm, PollRequest
from .device_response import DeviceResponse
from .issued_token import IssuedToken
from .unpicklable import Unpicklable

_Token = TypeVar("_Token", bound=IssuedToken)


class DeviceAuthorization(Unpicklable, Generic[_Token]):
    """What a user needs to log in on another device, and a device code, which is a secret.

    Show the user the user code and the address. Neither code is shown by itself, and the
    object cannot be pickled.
    """

    __slots__ = ("_client", "_pace", "_poll", "_requested", "_response", "_token")

    def __init__(
        self,
        token: type[_Token],
        client: ExchangeClient,
        response: DeviceResponse,
        poll: PollForm,
        scopes: Iterable[str],
    ) -> None:
        """Store the response; token is the class of the result, and scopes are the request's."""
        self._token = token
        self._client = client
        self._response = response
        self._poll = poll
        self._requested = tuple(scopes)
        self._pace = Pace(response.interval)

    @property
    def user_code(self) -> str:
        """The code that the user types at the address."""
        return self._response.user_code

    @property
    def verification_uri(self) -> str:
        """The address that the user opens: https, or http on this machine."""
        return self._response.verification_uri

    @property
    def verification_uri_complete(self) -> str | None:
        """The address with the user code in it, for a link or a QR code, if there is one.

        Show the user code as well, so that the user can compare it (RFC 8628 §3.3.1).
        """
        return self._response.verification_uri_complete

    @property
    def expires_at(self) -> int:
        """When the codes expire, in Unix seconds."""
        return self._response.expires_at

    @property
    def interval(self) -> float:
        """The seconds to wait before each poll. Each `slow_down` adds 5 seconds."""
        return self._pace.interval

    @without_frames
    def poll_request(self) -> PollRequest[_Token]:
        """Return the request that asks for the token. Wait for the interval before each one."""
        return PollRequest(
            self._token,
            self._client,
            self._poll,
            self._response.device_code,
            self._requested,
            self._pace,
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._client.issuer}, codes not shown>"
