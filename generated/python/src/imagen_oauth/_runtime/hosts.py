"""A strict ``host[:port]``: the text that is sent is the host that every reader connects to."""

from __future__ import annotations

import re
import unicodedata

from . import messages
from .addresses import parse_ipv4, parse_ipv6
from .errors import Message, OAuthError
from .protocol import UNMAPPED_LABEL_PATTERN

_SCHEME_PREFIX = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//")
_PATH_START = re.compile(r"[/?#\\]")
_CONTROL_OR_SPACE = re.compile(r"[\x00-\x20\x7F]")
_BRACKETED = re.compile(r"(\[[^\[\]]*\])(?::(.*))?")
_BARE_IPV6 = re.compile(r"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*")
_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_UNMAPPED_LABEL = re.compile(UNMAPPED_LABEL_PATTERN)
_PLAIN_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*"
    r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
"""Names that stay unchanged: lowercase, no port, and nothing that could be a number."""
Fault = tuple[Message, str | None]
"""What is wrong, and the host to write instead if it is known and safe to show."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}


def check_host(domain: str, scheme: str, name: str = "domain") -> str:
    """Return domain in lowercase, without leading zeros or a default port.

    Takes a name, a dotted quad, or a bracketed IPv6 address, each with or without
    a port from 1 to 65535. Raises OAuthError: a code that starts with ``domain_``;
    name is its argument.
    """
    plain = _PLAIN_NAME.fullmatch(domain)
    return plain[0] if plain else _checked(domain, scheme, name)


def _checked(domain: str, scheme: str, name: str) -> str:
    fault = _other_parts(domain)
    host, port = ("", None) if fault else _split_port(domain)
    fault = fault or _host_fault(host) or _port_fault(port)
    if fault:
        text, suggestion = fault
        raise OAuthError(text, name, {"suggestion": suggestion or ""})
    host = host.lower()
    if port is None:
        return host
    port = port.lstrip("0")
    return host if port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


def is_loopback(host: str) -> bool:
    """Return whether a checked host is localhost, in 127.0.0.0/8, or [::1]."""
    name, _ = _split_port(host)
    if name.startswith("["):
        return parse_ipv6(name[1:-1]) == (0, 0, 0, 0, 0, 0, 0, 1)
    octets = parse_ipv4(name)
    return name == "localhost" or (octets is not None and octets[0] == 127)


def _other_parts(domain: str) -> Fault | None:
    """Return what is wrong with a text that is more, or less, than a host."""
    if not domain:
        return messages.DOMAIN_EMPTY, None
    if _SCHEME_PREFIX.match(domain):
        return _with_scheme(domain)
    if "@" in domain:
        return messages.DOMAIN_HAS_USERINFO, None
    if _PATH_START.search(domain):
        host = _host_of(domain)
        if host is None:
            return messages.DOMAIN_HAS_PATH_UNKNOWN, None
        return messages.DOMAIN_HAS_PATH_SUGGESTED, host
    if _CONTROL_OR_SPACE.search(domain):
        return messages.DOMAIN_BAD_CHARS, None
    if not domain.isascii():
        host = _ascii_form(domain)
        if host is None:
            return messages.DOMAIN_NOT_ASCII_UNKNOWN, None
        return messages.DOMAIN_NOT_ASCII_SUGGESTED, host
    return None


def _split_port(domain: str) -> tuple[str, str | None]:
    """Return host and port; text that cannot be split is all host, for its check to reject."""
    if "[" in domain or "]" in domain:
        bracketed = _BRACKETED.fullmatch(domain)
        return (bracketed[1], bracketed[2]) if bracketed else (domain, None)
    if _BARE_IPV6.fullmatch(domain):
        return domain, None
    host, colon, port = domain.partition(":")
    return host, port if colon else None


def _port_fault(port: str | None) -> Fault | None:
    if port is None:
        return None
    significant = port.lstrip("0")
    # The length is checked first: int() raises another error for thousands of digits.
    if (
        _DIGITS.fullmatch(port)
        and 1 <= len(significant) <= 5
        and int(significant) <= 65535
    ):
        return None
    return messages.DOMAIN_BAD_PORT, None


def _host_fault(host: str) -> Fault | None:
    if "[" in host or "]" in host or ":" in host:
        if _BRACKETED.fullmatch(host) and parse_ipv6(host[1:-1]) is not None:
            return None
        return messages.DOMAIN_BAD_IPV6, None
    if host.endswith("."):
        # Otherwise, each of many dots would be removed one call deeper.
        shorter = None if host.endswith("..") else _valid(host[:-1])
        if shorter is None:
            return messages.DOMAIN_TRAILING_DOT_UNKNOWN, None
        return messages.DOMAIN_TRAILING_DOT_SUGGESTED, shorter
    labels = host.lower().split(".")
    # WHATWG URL readers read a name that ends with a number as an IPv4 address.
    if _NUMBER.fullmatch(labels[-1]):
        if parse_ipv4(host) is not None:
            return None
        return messages.DOMAIN_BAD_IPV4, None
    if len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels):
        return None
    if "_" in host:
        return messages.DOMAIN_BAD_LABEL_UNDERSCORE, None
    return messages.DOMAIN_BAD_LABEL_INVALID, None


def _host_of(domain: str) -> str | None:
    rest = _SCHEME_PREFIX.sub("", domain, count=1)
    return _valid(_PATH_START.split(rest, maxsplit=1)[0])


def _ascii_form(domain: str) -> str | None:
    # The codec's time grows with the square of the length.
    if len(domain) > 253:
        return None
    labels = [_ascii_label(label) for label in domain.lower().split(".")]
    return _valid(".".join(labels))


def _ascii_label(label: str) -> str:
    """Return the A-label (RFC 5890 §2.3.2.1) of letters that need no mapping."""
    if label.isascii():
        return label
    needs_mapping = (
        not label.replace("-", "").isalnum()
        or not _UNMAPPED_LABEL.fullmatch(label)
        or not unicodedata.is_normalized("NFKC", label)
    )
    return "" if needs_mapping else f"xn--{label.encode('punycode').decode('ascii')}"


def _valid(candidate: str) -> str | None:
    """Return candidate if it may be shown: a valid name with a dot, or localhost.

    A word without a dot, or with capital letters, may be a key or a password in the
    wrong argument.
    """
    if candidate != candidate.lower():
        return None
    try:
        host = check_host(candidate, "https")
    except OAuthError:
        return None
    return host if "." in host or is_loopback(host) else None


def _with_scheme(domain: str) -> Fault:
    # A scheme is followed by an address, so capital letters do not indicate a key.
    host = _host_of(domain.lower())
    if host is None:
        return messages.DOMAIN_HAS_SCHEME_UNKNOWN, None
    if is_loopback(host) and domain[:5].lower() == "http:":
        return messages.DOMAIN_HAS_SCHEME_LOOPBACK, host
    return messages.DOMAIN_HAS_SCHEME_SUGGESTED, host
