"""Compares two secrets in a time that does not depend on where they differ."""

from __future__ import annotations


def is_equal(one: str, other: str) -> bool:
    """Return whether two texts are equal. Neither may contain a lone surrogate."""
    # Not at the top: hmac loads OpenSSL, which takes longer than the rest of the import.
    from hmac import compare_digest

    return compare_digest(one.encode(), other.encode())
