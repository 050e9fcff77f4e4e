"""A client that has a secret, unless it is a program on the users' machines."""

from __future__ import annotations

from ..client import ClientBase
from ..constant_time import is_equal
from ..errors import OAuthError
from . import messages
from .credentials import Authentication, basic_header, check_client_secret
from .errors import TokenEndpointError
from .issued_token import IssuedToken
from .reason import shown_reason
from .unpicklable import Unpicklable


class ExchangeClient(Unpicklable, ClientBase):
    """A client identifier, its secret, and where its requests go."""

    __slots__ = ("_client_secret", "_token_server")

    _client_secret: str | None

    def __init__(
        self,
        endpoint: str,
        issuer: str,
        scheme: str,
        client_secret: str | None,
        shown_endpoint: str = "",
        token_values: tuple[str, ...] = (),
    ) -> None:
        """Check the secret. Raises OAuthError: ``invalid_client_secret``.

        token_values are the client's own values in its requests that are not in the URL of
        the authorization endpoint.
        """
        super().__init__(endpoint, issuer, scheme, shown_endpoint)
        shown = self._shown_endpoint or issuer
        self._token_server = " ".join((shown, *token_values))
        self._client_secret = check_client_secret(client_secret)

    @property
    def token_server(self) -> str:
        """What tokens of this client belong to: a URL or host, and the client's own values."""
        return self._token_server

    @property
    def has_client_secret(self) -> bool:
        """Whether the client authenticates with a secret."""
        return self._client_secret is not None

    def authorization(
        self, authentication: Authentication
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return the header Authorization, and the parameters that a request then lacks.

        The header is None if the client authenticates in the body. Raises OAuthError:
        ``client_secret_missing``, and ``invalid_client_id`` for a client ID that the header
        cannot contain.
        """
        secret = self._client_secret
        method = authentication.method(secret is not None)
        header = None
        if method == "client_secret_basic" and secret is not None:
            header = basic_header(authentication.basic, self._client_id, secret)
        return header, authentication.left_out(method)

    def shown_reason(self, error: TokenEndpointError, token: IssuedToken) -> str:
        """Return why the server rejected a refresh token, without the secrets of either."""
        secrets = [self._client_secret or "", token.reveal()]
        secrets.append(token.reveal_refresh_token())
        return shown_reason(error.error, error.description, secrets)

    def _require_secret(self) -> None:
        """Raise OAuthError ``client_secret_missing`` if the client has no secret.

        Without PKCE, and for a token of the client itself, only a secret proves who asks
        (RFC 6749 §4.4, RFC 9700 §2.1.1).
        """
        if self._client_secret is None:
            raise OAuthError(messages.CLIENT_SECRET_MISSING, "client_secret")

    def _values(self) -> tuple[object, ...]:
        # Without the secret, because a hash may be seen.
        return tuple(
            getattr(self, name) for name in self._names() if name != "_client_secret"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ExchangeClient):
            return NotImplemented
        same = is_equal(self._client_secret or "", other._client_secret or "")
        return super().__eq__(other) is True and same

    __hash__ = ClientBase.__hash__
