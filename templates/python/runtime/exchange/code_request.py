"""Requests for an authorization code: the readers of their redirects, and how they are kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from ..client import ClientBase
from ..errors import without_frames
from ..request import RequestBase
from .authorization_code import AuthorizationCode
from .client import ExchangeClient
from .code_pasted import read_code_pasted
from .code_redirect import (
    CodeContext,
    CodeResponse,
    read_code_query,
    read_code_redirect,
)
from .pending import PendingRequest, to_pending
from .unpicklable import Unpicklable

Client_co = TypeVar("Client_co", bound=ExchangeClient, covariant=True)


class CodeRequest(Unpicklable, RequestBase[Client_co]):
    """An authorization request whose response contains a code (RFC 6749 §4.1).

    It can have a secret, the code verifier, so it cannot be pickled. A web application
    keeps what `pending` returns.
    """

    __slots__ = ("_code_verifier", "_nonce", "_state")

    # Each is empty if the provider does not have it.
    _code_verifier: str
    _nonce: str
    _state: str

    @abstractmethod
    def _expected(self) -> CodeContext:
        """Return the values that a redirect is compared with."""

    @without_frames
    def parse_redirect(self, uri: str) -> AuthorizationCode:
        """Return the code in a redirect (RFC 6749 §4.1.2).

        Args:
            uri: The whole URI that the server redirected the browser to.

        Raises:
            AuthorizationError: The server denied the request.
            OAuthError: There is no code, or none that can be trusted.
        """
        return self._code_of(read_code_redirect(uri, self._expected()))

    @without_frames
    def parse_query(
        self, pairs: Iterable[tuple[str, str]] | Mapping[str, str]
    ) -> AuthorizationCode:
        """Return the code in the parameters of a redirect that a web framework has read.

        Use it behind a proxy, where the public URI is not known. The redirect URI is not
        compared.

        Args:
            pairs: All names and values of the query. A name that appears twice must be
                in it twice.

        Raises:
            AuthorizationError: The server denied the request.
            OAuthError: There is no code, or none that can be trusted.
        """
        return self._code_of(read_code_query(pairs, self._expected()))

    @without_frames
    def parse_pasted(self, text: str) -> AuthorizationCode:
        """Return the code of the one redirect in text that a user copied.

        The text is the URL that the browser shows, a part of it, or the title of a
        window, possibly with spaces, quotes, and words around it. The redirect URI is
        compared if the text has it with its scheme.

        Args:
            text: What the user copied.

        Raises:
            AuthorizationError: The server denied the request.
            OAuthError: There is no code, or none that can be trusted.
        """
        return self._code_of(read_code_pasted(text, self._expected()))

    @property
    def code_verifier(self) -> str | None:
        """The secret that proves to the token endpoint who made the request (RFC 7636 §4.5).

        None without PKCE.
        """
        return self._code_verifier or None

    def pending(self) -> dict[str, object]:
        """Return the values of this request, for `resume` of the same client.

        JSON can represent them. They are secret: a web application keeps them in the user's
        session, and deletes them before it exchanges the code.
        """
        return to_pending(
            self,
            self._client.token_server,
            self._expected().redirect_uri,
            {
                "state": self._state,
                "code_verifier": self._code_verifier,
                "nonce": self._nonce,
            },
        )

    def _keep(self, client: ClientBase, kept: PendingRequest) -> None:
        """Set the values of a request that was pending."""
        # The client of a subclass always has the class that belongs to it.
        self._client = cast("Client_co", client)
        self._url = kept.url
        self._scopes = kept.scopes
        self._extra_parameters = kept.extra_parameters
        self._state = kept.state
        self._code_verifier = kept.code_verifier
        self._nonce = kept.nonce

    def _code_of(self, response: CodeResponse) -> AuthorizationCode:
        return AuthorizationCode(
            response.code, self, self._code_verifier, response.members
        )
