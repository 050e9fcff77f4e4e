"""A simulated user, who enters the code of a device and decides."""

from __future__ import annotations

from urllib.parse import urlencode

from ..user import MockServerError, User


class DeviceUser(User):
    """A user with a name and a password."""

    def decide(self, user_code: str, decision: str) -> None:
        """Approve or deny a device. Raises MockServerError if the code is unknown or the login fails."""
        url = f"{self._server}/device?{urlencode({'user_code': user_code})}"
        values = {"name": self._name, "password": self._password, "decision": decision}
        page = self._submitted(url, values)
        if page.alert:
            raise MockServerError(page.alert)
