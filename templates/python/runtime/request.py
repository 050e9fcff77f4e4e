"""What every authorization request has: a URL, built once, and the readers of its answer."""

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
from .response import Answer, Expected
from .times import unix_seconds
from .token import BearerToken

_Token = TypeVar("_Token", bound=BearerToken)


class RequestBase(Generic[_Token]):
    """An authorization request (RFC 6749 §4.2.1), equal to one of the same URL.

    A subclass sets the values of the request, then calls `__init__` with what they
    make. It can be pickled, state and client id included: the process that reads the
    answer is often not the one that made the request. Store it as you store a session.
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
        expected: Expected,
        token: type[_Token],
    ) -> None:
        """Build the URL; a parameter with an empty value is left out (§3.1).

        parameters are pairs of a name, percent-encoded by the generator because it is
        known there, and a value as it is. The extra parameters, of which nothing is
        known before, are encoded here whole, and come after them.

        issuer is the `host[:port]` that a token comes from, token its class, and
        expected what an answer is held against. Raises OAuthError: `url_too_long`
        over 8,000 characters.
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
        """The URL to open in the person's browser; it holds the state."""
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
        """The names of the scopes that are asked for, in the order of the URL."""
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
    ) -> _Token:
        """Return the token in the fragment of a redirect (RFC 6749 §4.2.2).

        Nothing around the URI is forgiven; `parse_pasted` is for what was copied.

        Args:
            uri: Where the browser was sent, whole.
            received_at: When it arrived, in Unix seconds from 0 to 253402300799;
                defaults to now.
            allow_missing_state: Accept a response without a state. Then nothing ties
                the token to this request.
            allow_missing_token_type: Accept a response without a token_type. Then
                nothing says that the token is a bearer token.

        Raises:
            AuthorizationError: The server refused.
            OAuthError: There is no token, or none that can be trusted.
        """
        received = unix_seconds(received_at, "received_at")
        allowed = Allowed(allow_missing_state, allow_missing_token_type)
        answer = read_redirect(uri, self._expected, allowed)
        return self._granted(answer, received)

    @without_frames
    def parse_pasted(
        self,
        text: str,
        *,
        received_at: float | None = None,
        allow_missing_state: bool = False,
        allow_missing_token_type: bool = False,
    ) -> _Token:
        """Return the token of the one answer in what a person copied.

        That is an address, a part of it, a JSON object or the title of a window, with
        the blanks, quotes and words that come along. Arguments and errors are those of
        `parse_redirect`.
        """
        received = unix_seconds(received_at, "received_at")
        allowed = Allowed(allow_missing_state, allow_missing_token_type)
        answer = read_pasted(text, self._expected, allowed)
        return self._granted(answer, received)

    def _granted(self, answer: Answer, received_at: float) -> _Token:
        return self._token.from_answer(
            answer,
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

    # The query stays out of logs: it holds the client id and the state.
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._url.partition('?')[0]}?...>"
