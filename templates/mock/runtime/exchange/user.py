"""A simulated user, who can also open the provider's own URLs, and enter the code of a device."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from ..user import MockServerError, User
from .device_page import PATH as DEVICE_PATH


class ExchangeUser(User):
    """A user with a name and a password. `local` returns the URL on this machine for a provider's."""

    def __init__(
        self, server: str, name: str, password: str, local: Callable[[str], str]
    ) -> None:
        super().__init__(server, name, password)
        self._local = local

    def approve_device(self, user_code: str) -> None:
        """Approve a device. Raises MockServerError if the code is unknown or the login fails."""
        self._decide_device(user_code, "approve")

    def deny_device(self, user_code: str) -> None:
        """Deny a device. Raises MockServerError if the code is unknown or the login fails."""
        self._decide_device(user_code, "deny")

    def _decide_device(self, user_code: str, decision: str) -> None:
        query = urlencode({"user_code": user_code})
        url = f"{self._server}{DEVICE_PATH}?{query}"
        values = {"name": self._name, "password": self._password, "decision": decision}
        page = self._submitted(url, values)
        if page.alert:
            raise MockServerError(page.alert)

    def _address(self, url: str) -> str:
        return self._local(url)
