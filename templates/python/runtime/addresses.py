"""IPv4 and IPv6 addresses as text, in their strict forms only."""

from __future__ import annotations

import re

_DECIMAL_OCTET = re.compile(r"0|[1-9][0-9]{0,2}")
_HEX_GROUP = re.compile(r"[0-9A-Fa-f]{1,4}")


def parse_ipv4(text: str) -> tuple[int, ...] | None:
    """Return the four octets of a dotted quad, or None (RFC 3986 §3.2.2).

    Leading zeros are rejected, because some readers treat them as octal (§7.4).
    """
    parts = text.split(".")
    if len(parts) != 4 or not all(_DECIMAL_OCTET.fullmatch(part) for part in parts):
        return None
    octets = tuple(int(part) for part in parts)
    return octets if max(octets) <= 255 else None


def parse_ipv6(text: str) -> tuple[int, ...] | None:
    """Return the eight 16-bit groups of an address without a zone, or None.

    ``::`` replaces one or more groups of zeros (RFC 4291 §2.2).
    """
    head, shortened, tail = text.partition("::")
    left, right = _groups(head, ends=not shortened), _groups(tail, ends=True)
    if left is None or right is None:
        return None
    zeros = 8 - len(left) - len(right)
    if (zeros < 1) if shortened else (zeros != 0):
        return None
    return (*left, *[0] * zeros, *right)


def _groups(text: str, *, ends: bool) -> list[int] | None:
    """Return one side of ``::``; an address may end with a dotted quad."""
    parts = text.split(":") if text else []
    quad: list[int] = []
    if ends and parts and "." in parts[-1]:
        octets = parse_ipv4(parts.pop())
        if octets is None:
            return None
        quad = [octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]]
    if not all(_HEX_GROUP.fullmatch(part) for part in parts):
        return None
    return [int(part, 16) for part in parts] + quad
