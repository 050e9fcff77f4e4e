"""A strict ``host[:port]``: what is sent is exactly what every reader connects to."""

from __future__ import annotations

import re
import unicodedata

from .addresses import parse_ipv4, parse_ipv6
from .errors import OAuthError

_SCHEME_PREFIX = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//")
_PATH_START = re.compile(r"[/?#\\]")
_CONTROL_OR_BLANK = re.compile(r"[\x00-\x20\x7F]")
_BRACKETED = re.compile(r"(\[[^\[\]]*\])(?::(.*))?")
_BARE_IPV6 = re.compile(r"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*")
_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_PLAIN_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*"
    r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
"""Names that stay as they are: lower case, no port, nothing that could be a number."""
Fault = tuple[str, str, str]
"""A code without its ``domain_``, what is wrong, and what to write."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}


def check_host(domain: str, scheme: str, name: str = "domain") -> str:
    """Return domain in lower case, without leading zeros or a default port.

    Takes a name, a dotted quad or a bracketed IPv6 address, each with or without
    a port from 1 to 65535. Raises OAuthError: a code that starts with ``domain_``,
    and a message in which name stands for the argument.
    """
    plain = _PLAIN_NAME.fullmatch(domain)
    return plain[0] if plain else _checked(domain, scheme, name)


def _checked(domain: str, scheme: str, name: str) -> str:
    fault = _other_parts(domain)
    host, port = ("", None) if fault else _split_port(domain)
    fault = fault or _host_fault(host) or _port_fault(port)
    if fault:
        code, problem, hint = fault
        raise OAuthError(f"domain_{code}", f"{name} {problem}", hint)
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
        return "empty", "is empty", "write the host name alone"
    if _SCHEME_PREFIX.match(domain):
        return "has_scheme", "starts with a scheme", _without_scheme(domain)
    if "@" in domain:
        return "has_userinfo", "has user information", "write the host alone"
    if _PATH_START.search(domain):
        return "has_path", "has more than a host", _instead(_host_of(domain))
    if _CONTROL_OR_BLANK.search(domain):
        return "bad_chars", "has blanks or control characters", "take these out"
    if not domain.isascii():
        hint = _instead(_ascii_form(domain), "its xn-- form")
        return "not_ascii", "is not ASCII", hint
    return None


def _split_port(domain: str) -> tuple[str, str | None]:
    """Return host and port; what cannot be split is all host, for its check to refuse."""
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
    # The length is looked at first: int() refuses thousands of digits in its own way.
    if (
        _DIGITS.fullmatch(port)
        and 1 <= len(significant) <= 5
        and int(significant) <= 65535
    ):
        return None
    problem = "has a port that is not a number from 1 to 65535"
    return "bad_port", problem, "correct the port, or leave it out with its colon"


def _host_fault(host: str) -> Fault | None:
    if "[" in host or "]" in host or ":" in host:
        if _BRACKETED.fullmatch(host) and parse_ipv6(host[1:-1]) is not None:
            return None
        hint = "write it as [2001:db8::1], the port after the bracket"
        return "bad_ipv6", "is no IPv6 address in brackets", hint
    if host.endswith("."):
        # Dot after dot would be taken off one call deeper each time.
        shorter = None if host.endswith("..") else _valid(host[:-1])
        return "trailing_dot", "ends with a dot", _instead(shorter)
    labels = host.lower().split(".")
    # WHATWG URL readers take a name that ends with a number for an IPv4 address.
    if _NUMBER.fullmatch(labels[-1]):
        if parse_ipv4(host) is not None:
            return None
        hint = "write four decimal numbers from 0 to 255 without leading zeros"
        return "bad_ipv4", "ends with a number and is no dotted IPv4 address", hint
    if len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels):
        return None
    if "_" in host:
        hint = "write your own host name where a placeholder stands"
        return "bad_label", "has an underscore, which no host name has", hint
    hint = (
        "between dots write 1 to 63 letters, digits and inner hyphens, "
        "253 characters in all"
    )
    return "bad_label", "is no host name", hint


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
    if not label.replace("-", "").isalnum() or not unicodedata.is_normalized(
        "NFKC", label
    ):
        return ""
    return "xn--" + label.encode("punycode").decode("ascii")


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


def _instead(suggestion: str | None, otherwise: str = "the host alone") -> str:
    return f"write {otherwise if suggestion is None else repr(suggestion)}"


def _without_scheme(domain: str) -> str:
    # Behind a scheme stands an address, so capital letters are no sign of a key.
    host = _host_of(domain.lower())
    if host and is_loopback(host) and domain[:5].lower() == "http:":
        return f"write {host!r}, and scheme='http'"
    return _instead(host)
