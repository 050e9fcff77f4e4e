"""The rules for API calls with a token: where its headers may go, and what an error contains."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ApiError, OAuthError
from ..protocol import MAX_DESCRIPTION_CHARACTERS
from ..server_error import clean_text
from ..times import finite
from ..token import BearerToken, require_token
from . import messages
from .api_failure import FailureForms, read_failure
from .challenges import bearer_challenge
from .hosts import foreign_host, named_origins, origin_of, without_port
from .masking import masked

_CHALLENGE_PARAMETERS = ("error", "error_description", "scope")
_REFUSALS = {
    401: messages.API_REFUSED_UNAUTHORIZED,
    403: messages.API_REFUSED_FORBIDDEN,
}


class Calls:
    """The rules for calls with one token: the hosts, the leeway, and the error forms."""

    __slots__ = ("_forms", "_leeway", "_origins", "_token")

    def __init__(
        self,
        token: BearerToken,
        hosts: Sequence[str],
        forms: FailureForms,
        leeway: float,
    ) -> None:
        """Check hosts; the default is the domain that issued the token.

        A token with at most leeway seconds left counts as expired. Raises OAuthError: a
        ``domain_`` code for one of hosts.
        """
        require_token(token)
        self._token = token
        self._origins = named_origins(hosts or (token.domain,))
        self._forms = forms
        self._leeway = finite(leeway, "leeway")

    def __repr__(self) -> str:
        return f"<calls of {', '.join(sorted(self._origins))}, token not shown>"

    def check(self, url: str) -> None:
        """Raise OAuthError: ``foreign_host`` for url, or ``token_expired``."""
        if not self.is_named(url):
            raise foreign_host(url)
        if self._token.is_expired(leeway=self._leeway):
            if not self._leeway:
                raise OAuthError(messages.TOKEN_EXPIRED_NOW)
            values = {"seconds": f"{self._leeway:g}"}
            raise OAuthError(messages.TOKEN_EXPIRED_SOON, values=values)

    def headers(self) -> dict[str, str]:
        """Return the headers; they contain the secret."""
        return self._token.headers()

    def header_names(self) -> tuple[str, ...]:
        """Return the names of the headers."""
        return tuple(self._token.headers())

    def prefixes(self) -> tuple[str, ...]:
        """Return the scheme and host, without a port, of each named origin."""
        return tuple(sorted({without_port(origin) for origin in self._origins}))

    def is_named(self, url: str) -> bool:
        """Return whether the headers may go to url."""
        return origin_of(url) in self._origins

    def is_refused(self, url: str, status: int) -> bool:
        """Return whether a response from url with this status rejects an API call.

        A response from another host after a redirect is not about the token.
        """
        return status >= 400 and self.is_named(url)

    def refusal(self, status: int, body: bytes, challenges: str | None) -> ApiError:
        """Return the error for a response of a named host with status 400 or more.

        challenges is the value of WWW-Authenticate, or None if there is none.
        """
        failure = read_failure(body, self._forms)
        challenge = bearer_challenge(challenges or "")
        return ApiError(
            _REFUSALS.get(status, messages.API_REFUSED_OTHER),
            status,
            self._shown(failure.code),
            self._shown(failure.message),
            self._shown(failure.details),
            *[self._shown(challenge.get(name)) for name in _CHALLENGE_PARAMETERS],
        )

    def _shown(self, text: str | None) -> str | None:
        """Return a text of the API without the secrets that it repeats."""
        if text is None:
            return None
        # A lone surrogate, which JSON can contain, cannot be printed.
        shown = clean_text(text.encode("utf-8", "replace").decode("utf-8"))
        shown = masked(shown, (self._token.reveal(), self._token.client_id))
        return shown.strip()[:MAX_DESCRIPTION_CHARACTERS] or None
