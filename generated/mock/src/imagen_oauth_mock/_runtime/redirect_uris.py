"""Compares redirect URIs with those that are registered."""

from __future__ import annotations

import re

_LOOPBACK = re.compile(
    r"(http://(?:localhost|127\.0\.0\.1|\[::1\]))(:[0-9]{1,5})?((?:[/?][!-~]*)?)",
    re.ASCII,
)


def is_loopback(uri: str) -> bool:
    """Return whether a redirect URI leads to this machine (RFC 8252 §7.3)."""
    return _LOOPBACK.fullmatch(uri) is not None


def is_same(registered: str, uri: str) -> bool:
    """Return whether a redirect URI is the registered one, compared as text (RFC 9700 §4.1.3).

    A registered loopback URI without a port matches any port (RFC 8252 §7.3).
    """
    known, given = _LOOPBACK.fullmatch(registered), _LOOPBACK.fullmatch(uri)
    if known is None or given is None or known[2] is not None:
        return registered == uri
    return (known[1], known[3]) == (given[1], given[3])
