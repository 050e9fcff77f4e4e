"""Requests with the implicit grant: the readers of their responses (RFC 6749 §4.2)."""

from __future__ import annotations

from typing import Generic, TypeVar

from .allowed import Allowed
from .errors import without_frames
from .pasted import read_pasted
from .redirect import read_redirect
from .request import Client_co, RequestBase
from .response import RequestContext, TokenResponse
from .times import unix_seconds
from .token import BearerToken

_Token = TypeVar("_Token", bound=BearerToken)


class ImplicitRequest(RequestBase[Client_co], Generic[_Token, Client_co]):
    """An authorization request whose response contains a token.

    A request can be pickled, including its state and client ID, because another process may
    read the response. Store it as you store a session.
    """

    __slots__ = ("_expected", "_token")

    _expected: RequestContext
    """The values that a response is compared with."""
    _token: type[_Token]

    @without_frames
    def parse_redirect(
        self,
        uri: str,
        *,
        received_at: float | None = None,
        allow_missing_state: bool = False,
        allow_missing_token_type: bool = False,
        any_characters: bool = False,
    ) -> _Token:
        """Return the token in the fragment of a redirect (RFC 6749 §4.2.2).

        The URI must be exact; use `parse_pasted` for text that a user copied.

        Args:
            uri: The whole URI that the server redirected the browser to.
            received_at: When it arrived, in Unix seconds from 0 to 253402300799;
                defaults to now.
            allow_missing_state: Accept a response without a state. Then nothing ties
                the token to this request.
            allow_missing_token_type: Accept a response without a token_type. Then
                nothing confirms that the token is a bearer token.
            any_characters: Accept a token with any visible ASCII characters, not only
                those of RFC 6750.

        Raises:
            AuthorizationError: The server denied the request.
            OAuthError: There is no token, or none that can be trusted.
        """
        received = unix_seconds(received_at, "received_at")
        allowed = Allowed(allow_missing_state, allow_missing_token_type, any_characters)
        response = read_redirect(uri, self._expected, allowed)
        return self._granted(response, received)

    @without_frames
    def parse_pasted(
        self,
        text: str,
        *,
        received_at: float | None = None,
        allow_missing_state: bool = False,
        allow_missing_token_type: bool = False,
        any_characters: bool = False,
    ) -> _Token:
        """Return the token of the one response in text that a user copied.

        The text is a URL, a part of one, a JSON object, or the title of a window, possibly
        with spaces, quotes, and words around it. Arguments and errors are those of
        `parse_redirect`.
        """
        received = unix_seconds(received_at, "received_at")
        allowed = Allowed(allow_missing_state, allow_missing_token_type, any_characters)
        response = read_pasted(text, self._expected, allowed)
        return self._granted(response, received)

    def _granted(self, response: TokenResponse, received_at: float) -> _Token:
        return self._token.from_response(
            response,
            domain=self.issuer,
            client_id=self.client_id,
            received_at=received_at,
            scheme=self.scheme,
        )
