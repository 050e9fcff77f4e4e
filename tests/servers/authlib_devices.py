"""Authlib's device grant (RFC 8628), in which a call takes the place of the page for users."""

from __future__ import annotations

import time
from typing import Any

from authlib.oauth2.rfc8628 import (
    DeviceAuthorizationEndpoint,
    DeviceCodeGrant,
    DeviceCredentialDict,
)

INTERVAL = 5
"""Seconds between two polls."""


class Devices:
    """The logins that devices started, by their device codes, and the users' decisions."""

    def __init__(self) -> None:
        self.logins: dict[str, DeviceCredentialDict] = {}
        self.decisions: dict[str, bool] = {}

    def decide(self, user_code: str, decision: str) -> None:
        assert user_code in [one["user_code"] for one in self.logins.values()]
        self.decisions[user_code] = decision == "approve"

    def ended(self, user_code: str) -> bool | None:
        """Return whether the user approved, and forget the login, or None without a decision."""
        if user_code in self.decisions:
            alive = self.logins.items()
            self.logins = {
                code: one for code, one in alive if one["user_code"] != user_code
            }
        return self.decisions.get(user_code)

    def register(self, server: Any, user: object) -> None:
        """Add the grant and its endpoint to a server, for one user."""
        server.register_grant(_grant(self, user))
        server.register_endpoint(_endpoint(self))


def _endpoint(devices: Devices) -> type[DeviceAuthorizationEndpoint]:
    class Endpoint(DeviceAuthorizationEndpoint):
        """The endpoint at which a device starts."""

        def get_verification_uri(self) -> str:
            return "https://idp.example/device"

        def save_device_credential(
            self, client_id: str, scope: str, data: dict[str, Any]
        ) -> None:
            ends = time.time() + data["expires_in"]
            values = {"client_id": client_id, "scope": scope, "expires_at": ends}
            devices.logins[data["device_code"]] = DeviceCredentialDict(data | values)

    return Endpoint


def _grant(devices: Devices, user: object) -> type[DeviceCodeGrant]:
    class Grant(DeviceCodeGrant):
        """The grant for which a device polls. Its code works once."""

        def query_device_credential(self, device_code: str) -> Any:
            return devices.logins.get(device_code)

        def query_user_grant(self, user_code: str) -> tuple[object, bool] | None:
            is_approved = devices.ended(user_code)
            return None if is_approved is None else (user, is_approved)

        def should_slow_down(self, credential: Any) -> bool:
            now, polled_at = time.monotonic(), credential.get("polled_at")
            credential["polled_at"] = now
            return polled_at is not None and now < polled_at + INTERVAL

    return Grant
