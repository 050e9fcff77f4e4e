"""The rule of redirect URIs: each is one that a request of the package takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.provider import Provider
from generator.rules.finding import Finding
from generator.rules.parameters import ABSOLUTE_URI, written

_LOCAL_TO_BROWSERS = ("about", "blob", "data", "file", "javascript", "vbscript")
"""Schemes of what a browser opens by itself: no server sends it there."""

_OCTET = r"(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9.-]+:[0-9]+([/?]|\Z)")
_AUTHORITY = re.compile(r"https?://([^/?@]+)([/?]|\Z)", re.IGNORECASE)
_THIS_MACHINE = re.compile(
    rf"(?:localhost|\[::1\]|127(?:\.{_OCTET}){{3}})(?::([0-9]{{1,5}}))?",
    re.IGNORECASE,
)


def refused_redirect_uri(provider: Provider) -> Iterator[Finding]:
    """A redirect URI is one that every request refuses: the answer would not reach the caller."""
    for path, one, value in written(provider):
        # What is no URI at all is a problem of its own.
        if one.name == "redirect_uri" and re.fullmatch(ABSOLUTE_URI, value):
            refusal = _refusal(value)
            if refusal:
                hint = "write https:// and a host, or http:// and localhost"
                yield Finding(path, f'"{value}" {refusal}', hint)


def _refusal(uri: str) -> str | None:
    """Return what a request says of an absolute URI that it does not take, or None."""
    scheme = uri.partition(":")[0].lower()
    if scheme in _LOCAL_TO_BROWSERS:
        return f"starts with {scheme}:, which a browser opens by itself"
    if _HOST_AND_PORT.match(uri):
        return "is a host and a port without a scheme"
    if scheme not in ("http", "https"):
        return None
    authority = _AUTHORITY.match(uri)
    if not authority:
        return "has no host, or user information before it"
    if scheme == "http" and not _is_this_machine(authority[1]):
        return "is http to another machine (RFC 9700 §2.6)"
    return None


def _is_this_machine(authority: str) -> bool:
    found = _THIS_MACHINE.fullmatch(authority)
    return found is not None and 1 <= int(found[1] or 1) <= 65535
