"""The requests for a token, and the reading of their responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

from ..checks import wrong_type
from ..errors import OAuthError, without_frames
from ..times import unix_seconds
from . import messages
from .client import ExchangeClient
from .credentials import Authentication
from .endpoint_request import EndpointRequest, Sent
from .issued_token import IssuedToken
from .repeat import NEVER
from .response_form import ResponseForm
from .token_response import read_token_response

NO_MEMBERS: Mapping[str, str] = MappingProxyType({})
_Token = TypeVar("_Token", bound=IssuedToken)


class TokenRequest(EndpointRequest[_Token], Generic[_Token]):
    """A request to the token endpoint, for a client that sends it with any HTTP library."""

    __slots__ = (
        *("_carried", "_client", "_form", "_kept", "_requested", "_state_verified"),
        "_token",
    )

    def __init__(
        self,
        token: type[_Token],
        client: ExchangeClient,
        url: str,
        parameters: Iterable[Sent],
        authentication: Authentication,
        response: ResponseForm,
        *,
        body: str = "form",
        scopes: Iterable[str] = (),
        kept: str | None = None,
        state_verified: bool = False,
        repeat: str = NEVER,
        carried: Mapping[str, str] = NO_MEMBERS,
    ) -> None:
        """Build the request.

        token is the class of the result. scopes are those that a response without a scope
        grants, and kept is the refresh token that a response without one leaves valid.
        repeat says whether it may be sent again. carried are members that the token gets
        in addition to those of the response. Raises OAuthError:
        ``client_secret_missing``.
        """
        super().__init__(url, parameters, authentication, client, body, repeat)
        self._token = token
        self._client = client
        self._form = response
        self._requested = frozenset(scopes)
        self._kept = kept
        self._state_verified = state_verified
        self._carried = carried

    @without_frames
    def parse_response(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        sent_at: float | None = None,
    ) -> _Token:
        """Return the token in the response (RFC 6749 §5.1).

        Args:
            status: The status, for example 200.
            headers: The headers of the response, by name.
            body: The whole body.
            sent_at: When the request was sent, in Unix seconds; the lifetime counts from
                it. Defaults to the time when this object was created.

        Raises:
            TokenEndpointError: The server denied the request.
            EndpointError: The response is not an OAuth response.
            OAuthError: There is no token, or none that can be trusted.
        """
        sent = self._created_at if sent_at is None else unix_seconds(sent_at, "sent_at")
        response = read_token_response(
            status,
            headers,
            body,
            self._form,
            sent_at=sent,
            requested=self._requested,
            state_verified=self._state_verified,
        )
        response.server = self._client.token_server
        response.members = {**response.members, **self._carried}
        if response.refresh_token is None:
            # The one that was used stays valid (§6).
            response.refresh_token = self._kept
        return self._token.from_response(
            response,
            domain=self._client.issuer,
            client_id=self._client.client_id,
            received_at=sent,
            scheme=self._client.scheme,
        )


def check_refreshable(token: object, client: ExchangeClient) -> str:
    """Return the refresh token of a token of this client.

    Raises OAuthError: ``no_refresh_token``, ``token_of_another_client``.
    """
    return check_own(token, client).reveal_refresh_token()


def check_own(token: object, client: ExchangeClient) -> IssuedToken:
    """Return a token of this client. Raises OAuthError: ``token_of_another_client``."""
    if not isinstance(token, IssuedToken):
        raise wrong_type(messages.NOT_A_TOKEN, "token", token)
    # A token from its bare value knows only the host.
    is_other = token.server not in ("", client.token_server)
    if is_other or (token.domain, token.client_id) != (client.issuer, client.client_id):
        raise OAuthError(messages.TOKEN_OF_ANOTHER_CLIENT, "token")
    return token
