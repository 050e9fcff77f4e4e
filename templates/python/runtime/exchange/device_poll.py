"""The request for the token of a device login, and what its response means (RFC 8628 §3.4, §3.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from ..errors import without_frames
from . import messages
from .client import ExchangeClient
from .credentials import Authentication
from .device_errors import DeviceError, DevicePendingError
from .endpoint_request import Sent
from .errors import TokenEndpointError
from .issued_token import IssuedToken
from .response_form import ResponseForm
from .token_request import TokenRequest

_Token = TypeVar("_Token", bound=IssuedToken)

_SLOWER = 5.0
"""What ``slow_down`` adds to the interval, in seconds (§3.5)."""


class PollForm(NamedTuple):
    """The form of the request for the token."""

    url: str
    parameters: Callable[[str], tuple[Sent, ...]]
    """From a device code to the parameters."""
    authentication: Authentication
    response: ResponseForm
    body: str = "form"

    def __repr__(self) -> str:
        # The URL can contain a secret.
        return "<PollForm, values not shown>"


class Pace:
    """The seconds between two polls of a login, which only increase."""

    __slots__ = ("interval",)

    def __init__(self, interval: float) -> None:
        """Start with the interval of the response."""
        self.interval = interval

    def slow_down(self) -> None:
        """Add what the server asks for; it applies to all further polls."""
        self.interval += _SLOWER


class PollRequest(TokenRequest[_Token], Generic[_Token]):
    """A request for the token of a device login, which the user may not have completed yet."""

    __slots__ = ("_pace",)

    def __init__(
        self,
        token: type[_Token],
        client: ExchangeClient,
        form: PollForm,
        device_code: str,
        scopes: Iterable[str],
        pace: Pace,
    ) -> None:
        """Build the request; scopes are those of the login."""
        super().__init__(
            token,
            client,
            form.url,
            form.parameters(device_code),
            form.authentication,
            form.response,
            body=form.body,
            scopes=scopes,
        )
        self._pace = pace

    @without_frames
    def parse_response(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        sent_at: float | None = None,
    ) -> _Token:
        """Return the token in the response.

        Arguments are those of any token request.

        Raises:
            DevicePendingError: The user has not finished. Poll again after the interval.
            DeviceError: The user denied the login, or the codes have expired.
            TokenEndpointError: The server denied the request for another reason.
            EndpointError: The response is not an OAuth response.
            OAuthError: There is no token, or none that can be trusted.
        """
        try:
            return super().parse_response(status, headers, body, sent_at=sent_at)
        except TokenEndpointError as error:
            raise self._meaning(error) from None

    def _meaning(self, error: TokenEndpointError) -> DeviceError | TokenEndpointError:
        if error.error == "slow_down":
            self._pace.slow_down()
        if error.error in _PENDING:
            interval = max(self._pace.interval, error.retry_after or 0)
            return DevicePendingError(
                _PENDING[error.error], error.description, interval
            )
        if error.error in _FINAL:
            return DeviceError(_FINAL[error.error], error.description)
        return error


_PENDING = {
    "authorization_pending": messages.AUTHORIZATION_PENDING,
    "slow_down": messages.SLOW_DOWN,
}
_FINAL = {
    "access_denied": messages.ACCESS_DENIED,
    "expired_token": messages.EXPIRED_TOKEN,
}
