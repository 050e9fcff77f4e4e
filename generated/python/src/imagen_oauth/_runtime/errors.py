"""The errors of this package: a stable code, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")


class OAuthError(Exception):
    """A value or an answer that was refused.

    The code is the same in every language and release. The message names the
    place of the value and never the value itself, so that it may be logged.
    """

    code: str
    """What happened, for programs: ``"state_mismatch"``."""
    message: str
    """What is wrong, and where."""
    hint: str
    """What to write or do instead."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint} [{self.code}]"


class AuthorizationError(OAuthError):
    """The server's own error answer (RFC 6749 §4.2.2.1).

    The message names a code that is documented. All else that the server sent stands
    in the attributes alone, because whoever made the link may have written it.
    """

    error: str
    """The error code of the server: ``"access_denied"``."""
    description: str | None
    """The server's words without control characters; escape them in HTML."""
    uri: str | None
    """A page about the error, http or https; nothing here opens it."""
    state_verified: bool
    """Whether the answer carried the state of the request."""

    def __init__(
        self,
        error: str,
        description: str | None = None,
        uri: str | None = None,
        state_verified: bool = False,
        remedy: str | None = None,
    ) -> None:
        """Keep what the server sent; remedy is given for a documented code alone."""
        if remedy is None:
            message = "the server refused with a code that is not documented"
            hint = "see the attributes error and description"
        else:
            message, hint = f"the server refused: {error}", remedy
        super().__init__("authorization_error", message, hint)
        self._remedy = remedy
        self.error = error
        self.description = description
        self.uri = uri
        self.state_verified = state_verified

    # Exception would rebuild a copy from the three arguments of OAuthError.
    def __reduce__(self) -> tuple[type[AuthorizationError], tuple[object, ...]]:
        return type(self), (
            self.error,
            self.description,
            self.uri,
            self.state_verified,
            self._remedy,
        )


class ApiError(OAuthError):
    """A call that the API refused: a status of 400 or more from a named host.

    The message and the hint have nothing of what the API sent. Its texts are only in
    the attributes. They have no control characters, and what they repeat of the token
    or the client ID is masked where it is recognized; a server can write it in other
    ways. Escape them in HTML, and do not log them by default.
    """

    status: int
    """The status of the response."""
    api_code: str | None
    """The API's own code, or None if it sent none."""
    server_message: str | None
    """What the API says is wrong."""
    details: str | None
    """What else the API says."""

    def __init__(
        self,
        status: int,
        api_code: str | None,
        server_message: str | None,
        details: str | None,
        hint: str,
    ) -> None:
        """Keep what the API sent."""
        message = f"the API refused the call with status {status}"
        super().__init__("api_refused", message, hint)
        self.status = status
        self.api_code = api_code
        self.server_message = server_message
        self.details = details

    def __reduce__(self) -> tuple[type[ApiError], tuple[object, ...]]:
        return type(self), (
            self.status,
            self.api_code,
            self.server_message,
            self.details,
            self.hint,
        )


def without_frames(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a function that raises every exception without the frames that led to it.

    A traceback with variables would show the secrets that those frames hold. The same
    is true for the exceptions that led to it.
    """

    @wraps(function)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001
            failed = error.with_traceback(None)
        del args, kwargs
        failed.__context__ = failed.__cause__ = None
        try:
            # Outside of the clause above, so that it does not become the context.
            raise failed
        finally:
            del failed

    return run
