"""The rule for redirect URIs: a request of the package must accept each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.endpoints import Role
from generator.model.provider import Provider
from generator.reading.protocol import values
from generator.rules.finding import Finding
from generator.rules.parameters import written

OCTET = r"(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
"""A pattern for a part of an IPv4 address, without leading zeros."""

_THIS_MACHINE = re.compile(
    rf"(?:localhost|\[::1\]|127(?:\.{OCTET}){{3}})(?::([0-9]{{1,5}}))?",
    re.IGNORECASE,
)


def refused_redirect_uri(provider: Provider) -> Iterator[Finding]:
    """The client would reject a redirect URI of the spec, such as one with http on another machine."""
    for path, one, value in written(provider):
        # Another rule reports a value that is not a URI.
        if one.role is Role.REDIRECT_URI and _matches("absolute_uri_pattern", value):
            refusal = _refusal(value)
            if refusal:
                hint = "use https:// with a host, or http:// with localhost"
                yield Finding(path, f'"{value}" {refusal}', hint)


def _refusal(uri: str) -> str | None:
    """Return why a request rejects an absolute URI, or None if it accepts the URI."""
    scheme = uri.partition(":")[0].lower()
    if scheme in values()["browser_schemes"].texts:
        return f"starts with {scheme}:, which browsers handle locally"
    if _matches("host_and_port_pattern", uri):
        return "is a host and a port without a scheme"
    if scheme not in ("http", "https"):
        return None
    if _matches("bad_port_pattern", uri):
        return "has a port that is not from 1 to 65535"
    authority = _matches("web_host_pattern", uri)
    if not authority:
        return "has no host, or has user information before the host"
    if scheme == "http" and not _is_this_machine(authority[1]):
        return "uses http for a host other than this machine (RFC 9700 §2.6)"
    return None


def _matches(pattern: str, uri: str) -> re.Match[str] | None:
    return re.fullmatch(values()[pattern].text, uri)


def _is_this_machine(authority: str) -> bool:
    found = _THIS_MACHINE.fullmatch(authority)
    return found is not None and 1 <= int(found[1] or 1) <= 65535
