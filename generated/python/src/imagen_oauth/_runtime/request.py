"""The parts of every authorization request: a URL, built once, and the readers of its response."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from . import messages
from .allowed import Allowed
from .encoding import percent_encode
from .errors import OAuthError, without_frames
from .pasted import read_pasted
from .protocol import MAX_URL_CHARACTERS
from .redirect import read_redirect
from .response import RequestContext, TokenResponse
from .times import unix_seconds
from .token import BearerToken

_Token = TypeVar("_Token", bound=BearerToken)


class RequestBase(Generic[_Token]):
    """An authorization request (RFC 6749 §4.2.1), equal to one of the same URL.

    A subclass sets the values of the request, then calls `__init__` with the parts of the
    URL. A request can be pickled, including its state and client ID, because another
    process may read the response. Store it as you store a session.
    """

    __slots__ = (
        "_client_id",
        "_expected",
        "_extra_parameters",
        "_issuer",
        "_scheme",
        "_scopes",
        "_token",
        "_url",
    )

    _client_id: str
    _extra_parameters: tuple[tuple[str, str], ...]
    _scheme: str
    _scopes: tuple[str, ...]

    def __init__(
        self,
        endpoint: str,
        parameters: Iterable[tuple[str, str]],
        *,
        issuer: str,
        expected: RequestContext,
        token: type[_Token],
    ) -> None:
        """Build the URL; a parameter with an empty value is omitted (§3.1).

        parameters are pairs of a name, which the generator has percent-encoded, and a
        value, which is not encoded. The extra parameters follow them.

        issuer is the `host[:port]` that a token comes from. expected contains the values
        that a response is compared with. token is the class of the token. Raises
        OAuthError: `url_too_long` for more than 8,000 characters.
        """
        pairs = [
            f"{encoded_name}={percent_encode(value)}"
            for encoded_name, value in parameters
            if value
        ]
        for name, value in self._extra_parameters:
            pairs.append(f"{percent_encode(name)}={percent_encode(value)}")
        self._url = f"{endpoint}?{'&'.join(pairs)}"
        if len(self._url) > MAX_URL_CHARACTERS:
            raise OAuthError(messages.URL_TOO_LONG)
        self._issuer = issuer
        self._expected = expected
        self._token = token

    @property
    def url(self) -> str:
        """The URL to open in the user's browser; it contains the state."""
        return self._url

    @property
    def scheme(self) -> str:
        """`https`, or `http` for a server on this machine."""
        return self._scheme

    @property
    def issuer(self) -> str:
        """The `host[:port]` that a token comes from."""
        return self._issuer

    @property
    def client_id(self) -> str:
        """The client identifier."""
        return self._client_id

    @property
    def scopes(self) -> tuple[str, ...]:
        """The names of the requested scopes, in the order of the URL."""
        return self._scopes

    @property
    def extra_parameters(self) -> tuple[tuple[str, str], ...]:
        """The names and values at the end of the URL."""
        return self._extra_parameters

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
            domain=self._issuer,
            client_id=self._client_id,
            received_at=received_at,
            scheme=self._scheme,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RequestBase):
            return NotImplemented
        return self._url == other.url

    def __hash__(self) -> int:
        return hash(self._url)

    # The query is kept out of logs, because it contains the client ID and the state.
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._url.partition('?')[0]}?...>"
