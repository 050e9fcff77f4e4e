"""Checks the redirect URIs that are registered, and compares others with them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .protocol import OUT_OF_BAND_URI

_LOOPBACK = re.compile(
    r"(http://(?:localhost|127\.0\.0\.1|\[::1\]))(:[0-9]{1,5})?((?:[/?][!-~]*)?)",
    re.ASCII,
)

_HTTPS = re.compile(
    r"https://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?][!-~]*)?",
    re.ASCII,
)
_PRIVATE_USE = re.compile(r"[A-Za-z][A-Za-z0-9+-]*\.[A-Za-z0-9.+-]*:[!-~]+", re.ASCII)


def check_redirect_uris(uris: Iterable[str], place: str) -> None:
    """Raise ValueError, with the place, for a redirect URI that cannot be registered.

    The scheme of an application has a period (RFC 8252 §8.4), unlike `javascript`. A redirect URI has
    no fragment (RFC 6749 §3.1.2).
    """
    for index, uri in enumerate(uris):
        is_known = uri == OUT_OF_BAND_URI or any(
            one.fullmatch(uri) for one in (_HTTPS, _LOOPBACK, _PRIVATE_USE)
        )
        if not is_known or "#" in uri:
            raise ValueError(
                f"{place}[{index}] is not a valid redirect URI; use an https:// URI, an http:// URI of "
                "this machine, or a private-use scheme with a period, such as "
                "com.example.app:/callback, without a fragment"
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
