"""How long a token that is kept will do: what is known, and the exit code that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone

from ..store.token_store import Entry, Token
from . import exit_codes

_CLOCK_LEEWAY = 60


@dataclass(frozen=True)
class Validity:
    """A word for programs, a sentence for people, and the exit code of `status`.

    `is_doubtful` says that the clock cannot be right.
    """

    word: str
    sentence: str
    exit_code: int
    is_doubtful: bool = False


def judge(entry: Entry[Token], now: float, needed: float) -> Validity:
    """Return whether a token will do for the seconds needed, at a time in Unix seconds."""
    expires_at = entry.token.expires_at
    if now < entry.saved_at - _CLOCK_LEEWAY:
        return Validity(
            "unknown",
            f"the clock says {shown(now)}, before the token was kept at "
            f"{shown(entry.saved_at)}: set the clock, then look again",
            exit_codes.EXPIRY_UNKNOWN,
            is_doubtful=True,
        )
    if expires_at is None:
        return Validity(
            "unknown",
            "it is not known when the token expires",
            exit_codes.EXPIRY_UNKNOWN,
        )
    left = int(expires_at - now)
    if left <= 0:
        return Validity(
            "expired", f"expired at {shown(expires_at)}", exit_codes.EXPIRED
        )
    sentence = f"valid until {shown(expires_at)}, for {spelt(left)} more"
    if left < needed:
        return Validity(
            "expires-too-soon",
            f"{sentence}, which is less than {spelt(int(needed))}",
            exit_codes.EXPIRES_SOON,
        )
    return Validity("valid", sentence, 0)


def shown(moment: float) -> str:
    """Return a time in Unix seconds as `2026-01-31 09:30:00 UTC`."""
    return f"{datetime.fromtimestamp(moment, timezone.utc):%Y-%m-%d %H:%M:%S} UTC"


def spelt(seconds: int) -> str:
    """Return a length of time in its two largest units: `3 h 59 min`."""
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts: list[str] = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "0 s"
