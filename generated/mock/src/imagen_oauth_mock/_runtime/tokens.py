"""The access tokens that the mock server has issued; they are only in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

MAX_SECONDS = 100 * 365 * 86_400
"""The longest time that a caller can set: a hundred years."""


def check_seconds(name: str, seconds: float, least: int) -> None:
    """Raise ValueError, with the name of the time, unless it is a number from `least` to MAX_SECONDS."""
    # The comparison is false for NaN, too.
    if not least <= seconds <= MAX_SECONDS:
        raise ValueError(f"{name} must be between {least} and {MAX_SECONDS} seconds")


class Clock:
    """A monotonic clock that a test can move forward."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ahead = 0.0

    def now(self) -> float:
        """Return the seconds since a fixed but unspecified moment."""
        return self._seconds() + self._ahead

    def time(self) -> float:
        """Return the seconds since 1970, as far ahead as this clock."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock forward."""
        self._ahead += seconds

    def set_offset(self, seconds: float) -> None:
        """Set how far the clock is ahead, or behind if negative."""
        self._ahead = seconds


@dataclass(frozen=True)
class IssuedToken:
    """What a token is valid for; `expires_at` is a time of the clock, in seconds."""

    user: str
    client_id: str
    scopes: tuple[str, ...]
    expires_at: float


class IssuedTokens:
    """Every issued token, by its value."""

    def __init__(self, lifetime: int, clock: Clock) -> None:
        self.lifetime = lifetime
        self._clock = clock
        self._by_value: dict[str, IssuedToken] = {}

    def add(
        self,
        value: str,
        user: str,
        client_id: str,
        scopes: tuple[str, ...],
        lifetime: int | None = None,
    ) -> None:
        """Store a token whose lifetime starts now. By default, it is that of all tokens."""
        seconds = self.lifetime if lifetime is None else lifetime
        expires_at = self._clock.now() + seconds
        self._by_value[value] = IssuedToken(user, client_id, scopes, expires_at)

    def all(self) -> tuple[tuple[str, IssuedToken], ...]:
        """Return every token that was not revoked, with its value."""
        return tuple(self._by_value.items())

    def clear(self) -> None:
        """Forget every token."""
        self._by_value.clear()

    def get(self, value: str) -> IssuedToken | None:
        """Return the token with this value, even if it has expired, or None if it is unknown."""
        return self._by_value.get(value)

    def remove(self, value: str) -> None:
        """Forget a token, so that calls with it are rejected."""
        self._by_value.pop(value, None)

    def is_expired(self, token: IssuedToken) -> bool:
        """Return whether a token has expired."""
        return token.expires_at <= self._clock.now()
