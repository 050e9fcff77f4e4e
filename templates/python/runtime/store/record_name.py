"""What stores call the record of a key."""

from __future__ import annotations

import hashlib


def record_name(key: str) -> str:
    """Return a name of 32 hex digits for any key, which may be the name of a user."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]
