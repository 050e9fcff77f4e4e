"""Whether a stored token is valid, for how long, and the exit code that reports it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from ..store.token_store import Entry, Token
from . import exit_codes

_CLOCK_LEEWAY = 60


@dataclass(frozen=True)
class Validity:
    """A word for programs, a sentence for users, and the exit code of `status`.

    `advice` says what to write if no token lasts as long as needed. `is_doubtful` says
    that the clock must be wrong.
    """

    word: str
    sentence: str
    exit_code: int
    advice: str | None = None
    is_doubtful: bool = False


Judge = Callable[[Entry[Token], float, float], Validity]
"""Returns whether a token is valid for the seconds needed, at a time in Unix seconds."""


def check_validity(entry: Entry[Token], now: float, needed: float) -> Validity:
    """Return whether a token is valid for the seconds needed, at a time in Unix seconds."""
    expires_at = entry.token.expires_at
    if now < entry.saved_at - _CLOCK_LEEWAY:
        return Validity(
            "unknown",
            f"the clock shows {time_text(now)}, but the token was stored at "
            f"{time_text(entry.saved_at)}: set the clock, and try again",
            exit_codes.EXPIRY_UNKNOWN,
            is_doubtful=True,
        )
    if expires_at is None:
        return Validity(
            "unknown",
            "the expiry of the token is unknown",
            exit_codes.EXPIRY_UNKNOWN,
        )
    left = int(expires_at - now)
    advice = _advice(entry.token.expires_in, needed)
    if left <= 0:
        sentence = f"expired at {time_text(expires_at)}"
        return Validity("expired", sentence, exit_codes.EXPIRED, advice)
    sentence = f"valid until {time_text(expires_at)}, for {duration_text(left)} more"
    if left >= needed:
        return Validity("valid", sentence, 0)
    sentence = f"{sentence}, which is less than {duration_text(int(needed))}"
    if advice is None:
        return Validity("expires-too-soon", sentence, exit_codes.EXPIRES_SOON)
    return Validity("never-lasts", sentence, exit_codes.NEVER_LASTS, advice)


def lifetime_sentence(entry: Entry[Token]) -> str | None:
    """Return how long the server says that its tokens last, or None if it does not say."""
    lifetime = entry.token.expires_in
    return None if not lifetime else f"tokens here last {duration_text(lifetime)}"


def _advice(lifetime: int | None, needed: float) -> str | None:
    """Return what to write if a new token would not last as long as needed either.

    A token that lasts exactly as long has less left as soon as it is stored.
    """
    if not lifetime or lifetime > needed:
        return None
    # Nine tenths of the lifetime.
    longest = lifetime * 9 // 10
    option = (
        f"write --valid-for {_option(longest)} or less"
        if longest
        else "omit --valid-for"
    )
    return (
        f"tokens here last {duration_text(lifetime)}, so a new one does not last "
        f"{duration_text(int(needed))} either: {option}"
    )


def _option(longest: int) -> str:
    """Return at most that many seconds, as a value for --valid-for."""
    units = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))
    name, size = next(one for one in units if longest >= 10 * one[1] or one[1] == 1)
    return f"{longest // size}{name}"


def time_text(moment: float) -> str:
    """Return a time in Unix seconds as `2026-01-31 09:30:00 UTC`."""
    return f"{datetime.fromtimestamp(moment, timezone.utc):%Y-%m-%d %H:%M:%S} UTC"


def duration_text(seconds: int) -> str:
    """Return a duration in its two largest units: `3 h 59 min`."""
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts: list[str] = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "0 s"
