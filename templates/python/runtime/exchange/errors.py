"""The errors of the token endpoint, with what a caller needs in order to try again."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import PACKAGE, AuthorizationError, Message, OAuthError


class EndpointError(OAuthError):
    """A response that is not an OAuth response: an error page, a redirect, or malformed."""

    __module__ = PACKAGE

    status: int
    """The status of the response."""
    retry_after: float | None
    """How many seconds to wait, if the response says it."""

    def __init__(
        self,
        text: Message,
        status: int,
        retry_after: float | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        """Store the status; values are safe to show."""
        super().__init__(text, values={"status": str(status), **(values or {})})
        self.status = status
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[type[EndpointError], tuple[object, ...]]:
        return type(self), (self._text, self.status, self.retry_after, self._values)


class TokenEndpointError(AuthorizationError):
    """The error response of an endpoint that a client calls (RFC 6749 §5.2)."""

    __module__ = PACKAGE

    status: int
    """The status of the response, which can be 200."""
    retry_after: float | None
    """How many seconds to wait, if the response says it."""

    def __init__(
        self,
        error: str,
        description: str | None = None,
        uri: str | None = None,
        remedy: str | None = None,
        status: int = 400,
        retry_after: float | None = None,
    ) -> None:
        """Store what the server sent; only a documented code has a remedy."""
        super().__init__(error, description, uri, remedy=remedy)
        self.status = status
        self.retry_after = retry_after

    @classmethod
    def of(
        cls, error: AuthorizationError, status: int, retry_after: float | None
    ) -> TokenEndpointError:
        """Return an error that a response with that status reported."""
        sent = (error.error, error.description, error.uri, error._remedy)
        return cls(*sent, status, retry_after)

    def __reduce__(self) -> tuple[type[TokenEndpointError], tuple[object, ...]]:
        return type(self), (
            self.error,
            self.description,
            self.uri,
            self._remedy,
            self.status,
            self.retry_after,
        )


def is_passing(status: int) -> bool:
    """Return whether the server may accept the same request later: 429, or 500 and more."""
    return status == 429 or status >= 500
