"""The request that revokes a token (RFC 7009)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import without_frames
from ..variables import check_choice
from . import messages
from .client import ExchangeClient
from .credentials import Authentication
from .endpoint_failure import check_error
from .endpoint_request import EndpointRequest, Sent
from .endpoint_response import read_endpoint_response, require_bytes, wait_of
from .errors import EndpointError, TokenEndpointError, is_passing
from .repeat import ALWAYS
from .response_form import ERROR_MEMBERS, ResponseForm
from .token_request import check_own

TOKEN_TYPES = ("access_token", "refresh_token")
"""The values of token_type_hint (§2.1)."""


class RevocationRequest(EndpointRequest[None]):
    """A request to the revocation endpoint, for a client that sends it with any HTTP library."""

    __slots__ = ("_form",)

    def __init__(
        self,
        client: ExchangeClient,
        url: str,
        parameters: Iterable[Sent],
        authentication: Authentication,
        form: ResponseForm,
    ) -> None:
        """Build the request; form is that of a token response, whose errors are the same.

        Raises OAuthError: ``client_secret_missing``.
        """
        # A second request finds a token that is revoked already, which is a success.
        super().__init__(url, parameters, authentication, client, repeat=ALWAYS)
        self._form = form

    @without_frames
    def parse_response(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        sent_at: float | None = None,
    ) -> None:
        """Return if the token is revoked (RFC 7009 §2.2).

        That is also so if the server does not know the token. The body is read then only if
        the provider marks a success in it.

        Args:
            status: The status, for example 200.
            headers: The headers of the response, by name.
            body: The whole body.
            sent_at: Not used, as a response has no lifetime.

        Raises:
            TokenEndpointError: The server denied the request.
            EndpointError: The token may still be valid: the server was unavailable, cannot
                revoke such a token, or did not send an OAuth response.
        """
        require_bytes(body)
        is_done = 200 <= status < 300
        if is_done and not (body.strip() and self._form.success):
            return
        if is_passing(status):
            wait = wait_of(headers)
            raise EndpointError(messages.REVOCATION_UNAVAILABLE, status, wait)
        once = self._form.once(ERROR_MEMBERS)
        response = read_endpoint_response(status, headers, body, once, ())
        try:
            check_error(response, self._form)
        except TokenEndpointError as error:
            if error.error == "unsupported_token_type":
                raise EndpointError(messages.REVOCATION_UNSUPPORTED, status) from None
            raise
        if is_done:
            return
        found = {"found": "no error code"}
        raise EndpointError(messages.UNEXPECTED_RESPONSE_OTHER, status, None, found)


def check_revocable(
    token: object, client: ExchangeClient, token_type_hint: str | None
) -> tuple[str, str]:
    """Return the value to revoke of a token of this client, and its token_type_hint.

    Without a hint, that is the refresh token if there is one. Raises OAuthError:
    ``token_of_another_client``, ``no_refresh_token``, ``unknown_value``.
    """
    own = check_own(token, client)
    hint = token_type_hint
    if hint is None:
        hint = "refresh_token" if own.has_refresh_token else "access_token"
    check_choice(hint, "token_type_hint", TOKEN_TYPES)
    is_refresh = hint == "refresh_token"
    return own.reveal_refresh_token() if is_refresh else own.reveal(), hint
