"""The errors of a device login that has no token yet, or will have none (RFC 8628 §3.5)."""

from __future__ import annotations

from ..errors import PACKAGE, Message, OAuthError


class DeviceError(OAuthError):
    """A device login that has no token.

    Its code is ``access_denied`` if the user denied it, or ``expired_token`` if the user
    did not log in in time. Start again only if the user wants that.
    """

    __module__ = PACKAGE

    description: str | None
    """The server's words without control characters; escape them in HTML."""

    def __init__(self, text: Message, description: str | None = None) -> None:
        """Store the server's words."""
        super().__init__(text)
        self.description = description

    def __reduce__(self) -> tuple[type[DeviceError], tuple[object, ...]]:
        return type(self), (self._text, self.description)


class DevicePendingError(DeviceError):
    """A device login that the user has not completed yet. Poll again after the interval.

    Its code is ``authorization_pending``, or ``slow_down`` if the polls are too frequent.
    """

    __module__ = PACKAGE

    interval: float
    """The seconds to wait before the next poll."""

    def __init__(
        self, text: Message, description: str | None = None, interval: float = 5
    ) -> None:
        """Store the server's words and the interval."""
        super().__init__(text, description)
        self.interval = interval

    def __reduce__(self) -> tuple[type[DevicePendingError], tuple[object, ...]]:
        return type(self), (self._text, self.description, self.interval)
