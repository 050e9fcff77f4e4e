"""The errors of this package: a stable code, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar

from . import messages

Message = tuple[str, str, str]
"""A key, what is wrong, and what to do: one of the module messages of this package or of a subpackage."""

PACKAGE = __name__.rpartition("._runtime.")[0]
"""The module that callers import: a traceback shows an error with this name, as an except clause does."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


class OAuthError(Exception):
    """A value or a response that was rejected.

    The code is the same in every language and release. The message and the hint never
    contain a secret, so they may be logged.
    """

    __module__ = PACKAGE

    code: str
    """What happened, for programs: ``"state_mismatch"``."""
    argument: str | None
    """The caller's argument at fault: ``"scopes[2]"``; None if there is none."""
    message: str
    """What is wrong."""
    hint: str
    """What to do."""

    def __init__(
        self,
        text: Message,
        argument: str | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        """Fill the placeholders of a message with the argument and values safe to show."""
        key, message, hint = text
        shown = {"argument": argument or "", **(values or {})}
        self.code = key.partition(".")[0]
        self.argument = argument
        self.message = message.format(**shown)
        self.hint = hint.format(**shown)
        self._text = text
        self._values = shown
        super().__init__(self.code, self.message, self.hint)

    def reworded(
        self, words: Mapping[str, tuple[str, str]], argument: str
    ) -> tuple[str, str]:
        """Return the message and the hint as a user interface writes them.

        words contains the messages and hints that differ, by key. argument is what the
        interface calls the argument. The keys can differ in each version, so this is for
        interfaces that are generated with the package.
        """
        key, *usual = self._text
        message, hint = words.get(key, usual)
        values = {**self._values, "argument": argument}
        return message.format(**values), hint.format(**values)

    # Exception would rebuild a copy from the code, the message, and the hint.
    def __reduce__(self) -> tuple[type[OAuthError], tuple[object, ...]]:
        return type(self), (self._text, self.argument, self._values)

    def __str__(self) -> str:
        return f"{self.message}: {self.hint} [{self.code}]"


class AuthorizationError(OAuthError):
    """The server's own error response (RFC 6749 §4.2.2.1).

    The message names a code only if it is documented. Everything else that the server
    sent is only in the attributes, because whoever made the link may have written it.
    """

    __module__ = PACKAGE

    error: str
    """The error code of the server: ``"access_denied"``."""
    description: str | None
    """The server's words without control characters; escape them in HTML."""
    uri: str | None
    """A page about the error, http or https; nothing here opens it."""
    state_verified: bool
    """Whether the response contained the state of the request."""

    def __init__(
        self,
        error: str,
        description: str | None = None,
        uri: str | None = None,
        state_verified: bool = False,
        remedy: str | None = None,
    ) -> None:
        """Store what the server sent; only a documented code has a remedy."""
        if remedy is None:
            super().__init__(messages.AUTHORIZATION_ERROR_UNDOCUMENTED)
        else:
            values = {"error": error, "remedy": remedy}
            super().__init__(messages.AUTHORIZATION_ERROR_DOCUMENTED, values=values)
        self._remedy = remedy
        self.error = error
        self.description = description
        self.uri = uri
        self.state_verified = state_verified

    def __reduce__(self) -> tuple[type[AuthorizationError], tuple[object, ...]]:
        return type(self), (
            self.error,
            self.description,
            self.uri,
            self.state_verified,
            self._remedy,
        )


class ApiError(OAuthError):
    """A call that the API rejected: a status of 400 or more from a named host.

    The message and the hint contain nothing that the API sent. Its texts are only in
    the attributes. They have no control characters, and any part of the token or the
    client ID in them is masked if it is recognized, but a server can write it in other
    ways. Escape them in HTML, and do not log them by default.
    """

    __module__ = PACKAGE

    status: int
    """The status of the response."""
    api_code: str | None
    """The API's own code, or None if it sent none."""
    server_message: str | None
    """The API's message."""
    details: str | None
    """The API's details."""
    error: str | None
    """The error code of the bearer challenge (RFC 6750 §3.1): ``"insufficient_scope"``."""
    error_description: str | None
    """The description of the bearer challenge."""
    scope: str | None
    """The scopes that the call requires, with spaces between them."""

    def __init__(
        self,
        text: Message,
        status: int,
        api_code: str | None,
        server_message: str | None,
        details: str | None,
        error: str | None = None,
        error_description: str | None = None,
        scope: str | None = None,
    ) -> None:
        """Store what the API sent; text is a message of ``api_refused``.

        The last three are from the bearer challenge in the header WWW-Authenticate.
        """
        super().__init__(text, values={"status": str(status)})
        self.status = status
        self.api_code = api_code
        self.server_message = server_message
        self.details = details
        self.error = error
        self.error_description = error_description
        self.scope = scope

    def __reduce__(self) -> tuple[type[ApiError], tuple[object, ...]]:
        return type(self), (
            self._text,
            self.status,
            self.api_code,
            self.server_message,
            self.details,
            self.error,
            self.error_description,
            self.scope,
        )


def without_frames(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a function that raises every exception without the frames that led to it.

    A traceback with variables would show the secrets in those frames. The same is true
    for the exceptions that led to it.
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
            # Outside of the clause above, so that no context is set.
            raise failed
        finally:
            del failed

    return run
