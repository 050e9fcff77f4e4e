"""Lets the tokens of a mock server expire."""

from __future__ import annotations

import time

from .controls import Controls


def expire(server: Controls) -> float:
    """Move the clock by a lifetime, and return the time at which a token was issued, in Unix seconds."""
    lifetime = server.token_lifetime
    server.advance(lifetime)
    return time.time() - lifetime
