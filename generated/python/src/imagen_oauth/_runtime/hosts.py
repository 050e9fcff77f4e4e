"""A strict ``host[:port]``: what is sent is exactly what every reader connects to."""

from __future__ import annotations

import re
import unicodedata

from .addresses import parse_ipv4, parse_ipv6
from .errors import OAuthError

_SCHEME_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//")
_PATH_START = re.compile(r"[/?#\\]")
_CONTROL_OR_BLANK = re.compile(r"[\x00-\x20\x7F]")
_BRACKETED = re.compile(r"(\[[^\[\]]*\])(?::(.*))?")
_BARE_IPV6 = re.compile(r"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*")
_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def check_host(domain: str, scheme: str) -> str:
    """Return domain in lower case, without leading zeros or a default port.

    Takes a name, a dotted quad or a bracketed IPv6 address, each with or without
    a port from 1 to 65535. Raises OAuthError: a code that starts with ``domain_``.
    """
    _refuse_other_parts(domain)
    host, port = _split_port(domain)
    host = host.lower()
    if host.startswith("["):
        _check_ipv6(host)
    else:
        _check_name(host)
    if port is None:
        return host
    port = _check_port(port)
    return host if port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


def is_loopback(host: str) -> bool:
    """Return whether a checked host is localhost, in 127.0.0.0/8, or [::1]."""
    name, _ = _split_port(host)
    if name.startswith("["):
        return parse_ipv6(name[1:-1]) == (0, 0, 0, 0, 0, 0, 0, 1)
    octets = parse_ipv4(name)
    return name == "localhost" or (octets is not None and octets[0] == 127)


def _refuse_other_parts(domain: str) -> None:
    if not domain:
        raise _error("empty", "is empty", "write the host name alone")
    if _SCHEME_PREFIX.match(domain):
        raise _error("has_scheme", "starts with a scheme", _instead(_host_of(domain)))
    if "@" in domain:
        raise _error("has_userinfo", "has user information", "write the host alone")
    if _PATH_START.search(domain):
        raise _error("has_path", "has more than a host", _instead(_host_of(domain)))
    if _CONTROL_OR_BLANK.search(domain):
        raise _error("bad_chars", "has blanks or control characters", "take these out")
    if not domain.isascii():
        raise _error(
            "not_ascii", "is not ASCII", _instead(_ascii_form(domain), "its xn-- form")
        )


def _split_port(domain: str) -> tuple[str, str | None]:
    if "[" in domain or "]" in domain:
        bracketed = _BRACKETED.fullmatch(domain)
        if bracketed is None:
            raise _bad_ipv6()
        return bracketed[1], bracketed[2]
    if _BARE_IPV6.fullmatch(domain):
        raise _bad_ipv6()
    host, colon, port = domain.partition(":")
    return host, port if colon else None


def _check_port(port: str) -> str:
    significant = port.lstrip("0")
    # The length is looked at first: int() refuses thousands of digits in its own way.
    if not (
        _DIGITS.fullmatch(port)
        and 1 <= len(significant) <= 5
        and int(significant) <= 65535
    ):
        raise _error(
            "bad_port",
            "has a port that is not a number from 1 to 65535",
            "correct the port, or leave it out together with its colon",
        )
    return significant


def _check_ipv6(host: str) -> None:
    if parse_ipv6(host[1:-1]) is None:
        raise _bad_ipv6()


def _check_name(host: str) -> None:
    if host.endswith("."):
        raise _error("trailing_dot", "ends with a dot", _instead(_valid(host[:-1])))
    labels = host.split(".")
    # WHATWG URL readers take a name that ends with a number for an IPv4 address.
    if _NUMBER.fullmatch(labels[-1]):
        if parse_ipv4(host) is None:
            raise _error(
                "bad_ipv4",
                "ends with a number and is no dotted IPv4 address",
                "write four decimal numbers from 0 to 255 without leading zeros",
            )
    elif len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _error(
            "bad_label",
            "is no host name",
            "between dots write 1 to 63 letters, digits and inner hyphens, "
            "253 characters in all",
        )


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

    A word without a dot may be a key or a password in the wrong argument.
    """
    try:
        host = check_host(candidate, "https")
    except OAuthError:
        return None
    return host if "." in host or host == "localhost" else None


def _instead(suggestion: str | None, otherwise: str = "the host alone") -> str:
    return f"write {otherwise if suggestion is None else repr(suggestion)}"


def _bad_ipv6() -> OAuthError:
    return _error(
        "bad_ipv6",
        "is no IPv6 address in brackets",
        "write it as [2001:db8::1], the port after the bracket",
    )


def _error(code: str, problem: str, hint: str) -> OAuthError:
    return OAuthError(f"domain_{code}", f"domain {problem}", hint)
