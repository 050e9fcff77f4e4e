"""The rules for API calls with a token: where its headers may go, and what an error contains."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ApiError
from ..protocol import MAX_DESCRIPTION_CHARACTERS
from ..server_error import clean_text
from ..token import BearerToken
from . import messages
from .api_failure import FailureForms, read_failure
from .challenges import bearer_challenge
from .hosts import foreign_host, named_origins, origin_of, without_port
from .masking import masked

_CHALLENGE_PARAMETERS = ("error", "error_description", "scope")
_UNAUTHORIZED = 401
_REFUSALS = {
    _UNAUTHORIZED: messages.API_REFUSED_UNAUTHORIZED,
    403: messages.API_REFUSED_FORBIDDEN,
}


class Calls:
    """The rules for calls: the hosts that get the headers, and the error forms."""

    __slots__ = ("_forms", "_origins")

    def __init__(self, hosts: Sequence[str], forms: FailureForms) -> None:
        """Check hosts. Raises OAuthError: a ``domain_`` code for one of them."""
        self._origins = named_origins(hosts)
        self._forms = forms

    def __repr__(self) -> str:
        return f"<calls of {', '.join(sorted(self._origins))}>"

    def check(self, url: str) -> None:
        """Raise OAuthError: ``foreign_host`` for url."""
        if not self.is_named(url):
            raise foreign_host(url)

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

    def refusal(
        self, token: BearerToken, status: int, body: bytes, challenges: str | None
    ) -> ApiError:
        """Return the error for a response of a named host with status 400 or more.

        challenges is the value of WWW-Authenticate, or None if there is none.
        """
        failure = read_failure(body, self._forms)
        challenge = bearer_challenge(challenges or "")
        texts = (failure.code, failure.message, failure.details)
        further = [challenge.get(name) for name in _CHALLENGE_PARAMETERS]
        return ApiError(
            _REFUSALS.get(status, messages.API_REFUSED_OTHER),
            status,
            *[_shown(text, token) for text in (*texts, *further)],
        )


def is_invalid_token(status: int, challenges: str | None) -> bool:
    """Return whether a response says that the token is invalid (RFC 6750 §3.1).

    challenges is the value of WWW-Authenticate, or None if there is none.
    """
    if status != _UNAUTHORIZED:
        return False
    return bearer_challenge(challenges or "").get("error") == "invalid_token"


def _shown(text: str | None, token: BearerToken) -> str | None:
    """Return a text of the API without the secrets that it repeats."""
    if text is None:
        return None
    # A lone surrogate, which JSON can contain, cannot be printed.
    shown = clean_text(text.encode("utf-8", "replace").decode("utf-8"))
    shown = masked(shown, (token.reveal(), token.client_id))
    return shown.strip()[:MAX_DESCRIPTION_CHARACTERS] or None
