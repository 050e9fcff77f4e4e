"""Whether two secrets are equal, told in a time that does not depend on where they differ."""

from __future__ import annotations

# The module hmac takes the function from here where OpenSSL is lacking. Itself it brings
# OpenSSL in, a sixth of the time and half of the memory of this package's import.
try:
    from _operator import (
        _compare_digest as _compare,  # pyright: ignore[reportPrivateUsage]
    )
except ImportError:  # an interpreter that keeps it elsewhere
    from hmac import compare_digest as _compare  # type: ignore[no-redef]


def is_equal(one: str, other: str) -> bool:
    """Return whether two texts are equal; they must hold no lone surrogate."""
    return _compare(one.encode(), other.encode())
