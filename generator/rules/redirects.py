"""The rule for redirect URIs: a request of the package must accept each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Provider, Role
from generator.rules.finding import Finding
from generator.rules.parameters import ABSOLUTE_URI, written

_LOCAL_TO_BROWSERS = ("about", "blob", "data", "file", "javascript", "vbscript")
"""Schemes that a browser handles locally, so no server receives the redirect."""

_OCTET = r"(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9.-]+:[0-9]+([/?]|\Z)")
_AUTHORITY = re.compile(r"https?://([^/?@]+)([/?]|\Z)", re.IGNORECASE)
_THIS_MACHINE = re.compile(
    rf"(?:localhost|\[::1\]|127(?:\.{_OCTET}){{3}})(?::([0-9]{{1,5}}))?",
    re.IGNORECASE,
)


def refused_redirect_uri(provider: Provider) -> Iterator[Finding]:
    """Requests reject a redirect URI, because the response would not reach the caller."""
    for path, one, value in written(provider):
        # Another rule reports a value that is not a URI.
        if one.role is Role.REDIRECT_URI and re.fullmatch(ABSOLUTE_URI, value):
            refusal = _refusal(value)
            if refusal:
                hint = "use https:// with a host, or http:// with localhost"
                yield Finding(path, f'"{value}" {refusal}', hint)


def _refusal(uri: str) -> str | None:
    """Return why a request rejects an absolute URI, or None if it accepts the URI."""
    scheme = uri.partition(":")[0].lower()
    if scheme in _LOCAL_TO_BROWSERS:
        return f"starts with {scheme}:, which browsers handle locally"
    if _HOST_AND_PORT.match(uri):
        return "is a host and a port without a scheme"
    if scheme not in ("http", "https"):
        return None
    authority = _AUTHORITY.match(uri)
    if not authority:
        return "has no host, or has user information before the host"
    if scheme == "http" and not _is_this_machine(authority[1]):
        return "uses http for a host other than this machine (RFC 9700 §2.6)"
    return None


def _is_this_machine(authority: str) -> bool:
    found = _THIS_MACHINE.fullmatch(authority)
    return found is not None and 1 <= int(found[1] or 1) <= 65535
