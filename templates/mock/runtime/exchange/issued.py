"""What the token endpoint has issued: codes, device codes, and the tokens of each grant."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import RLock

from ..tokens import Clock, IssuedTokens

CODE_SECONDS = 60
"""The lifetime of a code; RFC 6749 §4.1.2 recommends ten minutes at most."""
DEVICE_SECONDS = 600
INTERVAL = 5
"""The seconds between two polls of a device, which grow by the same number (RFC 8628 §3.5)."""
_USER_CODE = "BCDFGHJKLMNPQRSTVWXZ"
"""Letters that spell no words (RFC 8628 §6.1)."""


@dataclass(eq=False)
class Grant:
    """What a user granted to a client, or what a client has for itself, with every token of it.

    `refresh_tokens` has the time at which each was first used, or None.
    """

    client_id: str
    user: str
    scopes: tuple[str, ...]
    access_tokens: set[str] = field(default_factory=set[str], repr=False)
    refresh_tokens: dict[str, float | None] = field(
        default_factory=dict[str, "float | None"], repr=False
    )
    is_revoked: bool = False


@dataclass(eq=False)
class Code:
    """A code, bound to its client and redirect URI; `grant` is None until it is used."""

    client_id: str
    user: str
    scopes: tuple[str, ...]
    redirect_uri: str | None
    challenge: str | None
    expires_at: float
    grant: Grant | None = None


@dataclass(eq=False)
class Device:
    """A device that waits for the user, who has approved if there is a `user`."""

    client_id: str
    scopes: tuple[str, ...]
    user_code: str
    expires_at: float
    interval: int
    polled_at: float | None = None
    user: str | None = None
    is_denied: bool = False
    is_used: bool = False

    @property
    def progress(self) -> str:
        """What happened to the device so far: pending, approved, denied, or used."""
        if self.is_used:
            return "used"
        if self.is_denied:
            return "denied"
        return "pending" if self.user is None else "approved"


class IssuedValues:
    """Everything issued, which is only in memory. `lock` guards each request.

    `reuses` counts codes and refresh tokens that were used again, and `interval` is that of devices.
    """

    def __init__(
        self, tokens: IssuedTokens, clock: Clock, rotates: bool, grace: float
    ) -> None:
        self.tokens = tokens
        self.rotates = rotates
        self.grace = grace
        self.reuses = 0
        self.interval = INTERVAL
        self.lock = RLock()
        self._clock = clock
        self._codes: dict[str, Code] = {}
        self._devices: dict[str, Device] = {}
        self._grants: dict[str, Grant] = {}

    def now(self) -> float:
        """Return the time of the server's clock, in seconds."""
        return self._clock.now()

    def add_code(self, value: str, code: Code) -> None:
        """Store a code."""
        with self.lock:
            self._codes[value] = code

    def code(self, value: str) -> Code | None:
        """Return a code, even if it was used or has expired, or None if it is unknown."""
        return self._codes.get(value)

    def add_device(
        self,
        client_id: str,
        scopes: tuple[str, ...],
        device_code: str,
        user_code: str,
        user: str | None = None,
        is_denied: bool = False,
    ) -> None:
        """Store a device, which a user may have approved or denied already."""
        expires_at = self.now() + DEVICE_SECONDS
        with self.lock:
            device = Device(client_id, scopes, user_code, expires_at, self.interval)
            device.user, device.is_denied = user, is_denied
            self._devices[device_code] = device

    def devices(self) -> Iterator[tuple[str, Device]]:
        """Yield each device whose codes have not expired, with its device code."""
        for code, one in self._devices.items():
            if self.now() < one.expires_at:
                yield code, one

    def refresh_tokens(self) -> Iterator[tuple[str, Grant, bool]]:
        """Yield each refresh token whose grant has not ended, the grant, and whether the token works."""
        for value, grant in self._grants.items():
            if value in grant.refresh_tokens and not grant.is_revoked:
                yield value, grant, self._works(grant.refresh_tokens[value])

    def device(self, device_code: str) -> Device | None:
        """Return a device, or None if the code is unknown."""
        return self._devices.get(device_code)

    def typed_device(self, user_code: str) -> Device | None:
        """Return the last device with the code that a user typed, or None if there is none."""
        typed = "".join(char for char in user_code.upper() if char in _USER_CODE)
        for one in reversed(self._devices.values()):
            if one.user_code.replace("-", "") == typed:
                return one
        return None

    def add_tokens(
        self,
        grant: Grant,
        scopes: Iterable[str],
        access: str,
        refresh: str | None,
        lifetime: int | None = None,
    ) -> None:
        """Store the tokens of a response."""
        with self.lock:
            self.tokens.add(
                access, grant.user, grant.client_id, tuple(scopes), lifetime
            )
            grant.access_tokens.add(access)
            self._grants[access] = grant
            if refresh is not None:
                grant.refresh_tokens.setdefault(refresh, None)
                self._grants[refresh] = grant

    def grant(self, token: str) -> Grant | None:
        """Return the grant of an access token or a refresh token, or None if it is unknown."""
        return self._grants.get(token)

    def revoke(self, grant: Grant) -> None:
        """End every token of a grant (RFC 9700 §4.14.2)."""
        with self.lock:
            grant.is_revoked = True
            for value in grant.access_tokens:
                self.tokens.remove(value)

    def revoke_all(self) -> None:
        """End every token of every grant."""
        with self.lock:
            for one in self._grants.values():
                self.revoke(one)

    def accepts_refresh(self, value: str, client_id: str) -> bool:
        """Return whether a refresh token works. One that was replaced ends its grant if it is used again."""
        grant = self._grants.get(value)
        if grant is None or value not in grant.refresh_tokens:
            return False
        if grant.is_revoked or grant.client_id != client_id:
            return False
        if self._works(grant.refresh_tokens[value]):
            return True
        self.reuses += 1
        self.revoke(grant)
        return False

    def _works(self, used_at: float | None) -> bool:
        return used_at is None or self.now() < used_at + self.grace

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.tokens.clear()
            for one in (self._codes, self._devices, self._grants):
                one.clear()

    def replace_refresh(self, value: str) -> None:
        """Record that a refresh token was replaced now, unless it was before."""
        uses = self._grants[value].refresh_tokens
        if uses[value] is None:
            uses[value] = self.now()


def new_user_code() -> str:
    """Return a code that is easy to type."""
    letters = [secrets.choice(_USER_CODE) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"
