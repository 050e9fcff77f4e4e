"""The tokens that a stand-in gave, in memory alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


class Clock:
    """Seconds that pass as everywhere, and faster when told to."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ahead = 0.0

    def now(self) -> float:
        """Return seconds since some fixed moment."""
        return self._seconds() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds


@dataclass(frozen=True)
class Grant:
    """What a token stands for."""

    user: str
    client_id: str
    scopes: tuple[str, ...]
    expires_at: float


class Tokens:
    """The grants, by the token that stands for each."""

    def __init__(self, lifetime: int, clock: Clock) -> None:
        self.lifetime = lifetime
        self._clock = clock
        self._grants: dict[str, Grant] = {}

    def keep(
        self, token: str, user: str, client_id: str, scopes: tuple[str, ...]
    ) -> None:
        """Keep a token that lives from now on."""
        expires_at = self._clock.now() + self.lifetime
        self._grants[token] = Grant(user, client_id, scopes, expires_at)

    def grant(self, token: str) -> Grant | None:
        """Return what a token stands for, also after its time, or None where it is not known."""
        return self._grants.get(token)

    def is_expired(self, grant: Grant) -> bool:
        """Say whether the time of a grant is over."""
        return grant.expires_at <= self._clock.now()
