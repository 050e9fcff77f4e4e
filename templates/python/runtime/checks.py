"""The values of an authorization request: what is accepted, and in which form."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping

from .encoding import is_utf8
from .errors import OAuthError
from .hosts import check_host, is_loopback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

_ABSOLUTE_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?!\Z)"
    r"[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]*"
    r"(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]*)*"
)
_LOCAL_TO_BROWSERS = ("about", "blob", "data", "file", "javascript", "vbscript")
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9.\-]+:[0-9]+(?:[/?]|\Z)")
_WEB_HOST = re.compile(r"https?://([^/?@]+)(?:[/?]|\Z)", re.IGNORECASE)


def require_text(value: object, name: str) -> str:
    """Return value where it is a str; else raise a TypeError that names its place."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    return value


def require_items(value: object, name: str, wanted: str) -> Iterable[object]:
    """Return value where it can be iterated; else raise a TypeError that says wanted."""
    if not _is_iterable(value):
        raise TypeError(f"{name} must be {wanted}, not {type(value).__name__}")
    return value


def check_scheme(scheme: str) -> str:
    """Return ``https`` or ``http``. Raises OAuthError: ``bad_scheme``."""
    if require_text(scheme, "scheme") not in ("https", "http"):
        raise OAuthError(
            "bad_scheme",
            "scheme is neither 'https' nor 'http'",
            "leave it out, or write 'http' for a server on this machine",
        )
    return scheme


def check_domain(domain: str, scheme: str = "https", name: str = "domain") -> str:
    """Return domain as a normalised ``host[:port]``; errors call it by name.

    Raises OAuthError: a ``domain_`` code, or ``insecure_transport`` for http to
    another machine (RFC 6749 §3.1).
    """
    host = check_host(require_text(domain, name), scheme, name)
    if scheme == "http" and not is_loopback(host):
        raise OAuthError(
            "insecure_transport",
            f"scheme is 'http', and {name} is not this machine",
            "leave out scheme; http is for localhost, 127.0.0.0/8 and [::1] alone",
        )
    return host


def check_client_id(client_id: str) -> str:
    """Return client_id (RFC 6749 App. A.1).

    Raises OAuthError: ``client_id_empty``, ``invalid_client_id``.
    """
    return _check_vschars(client_id, "client_id", "write the key of the application")


def check_state(state: str | None) -> str:
    """Return state (RFC 6749 App. A.5), or a random one for None.

    Raises OAuthError: ``state_empty``, ``invalid_state``.
    """
    if state is None:
        return new_state()
    return _check_vschars(state, "state", "leave it out for a random one")


def new_state() -> str:
    """Return a state of 128 random bits (RFC 6749 §10.10)."""
    # Hexadecimal digits survive every way of copying; the module secrets would
    # take longer to import than all else here.
    return os.urandom(16).hex()


def check_redirect_uri(redirect_uri: str) -> str:
    """Return redirect_uri, an absolute URI without fragment (RFC 6749 §3.1.2).

    Raises OAuthError: ``redirect_uri_empty``, ``redirect_uri_fragment``,
    ``invalid_redirect_uri``, and ``insecure_transport`` for http to another
    machine (RFC 9700 §2.6).
    """
    if not require_text(redirect_uri, "redirect_uri"):
        raise OAuthError(
            "redirect_uri_empty",
            "redirect_uri is empty",
            "write an absolute URI, as in https://app.example.com/answer",
        )
    if "#" in redirect_uri:
        raise OAuthError(
            "redirect_uri_fragment",
            "redirect_uri has a fragment",
            "leave out the # and what follows; the server puts the answer there",
        )
    if not _ABSOLUTE_URI.fullmatch(redirect_uri):
        raise OAuthError(
            "invalid_redirect_uri",
            "redirect_uri is not an absolute URI",
            "start with a scheme, as in https://; write blanks and "
            "non-ASCII characters as %XX",
        )
    scheme = redirect_uri.partition(":")[0].lower()
    if scheme in _LOCAL_TO_BROWSERS or _HOST_AND_PORT.match(redirect_uri):
        raise OAuthError(
            "invalid_redirect_uri",
            "redirect_uri has no scheme that a server could send a browser to",
            "start with https://, or http:// for a server on this machine",
        )
    if scheme == "http" and not _is_loopback_uri(redirect_uri):
        raise OAuthError(
            "insecure_transport",
            "redirect_uri is http to a host that is not this machine",
            "write https; http is for localhost, 127.0.0.0/8 and [::1] alone",
        )
    if scheme == "https" and not _WEB_HOST.match(redirect_uri):
        raise OAuthError(
            "invalid_redirect_uri",
            "redirect_uri has no host, or user information before it",
            "write it whole, as in https://app.example.com/answer",
        )
    return redirect_uri


def check_extra_parameters(
    extra: Mapping[str, str] | Iterable[tuple[str, str]], reserved: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of name and value, in the order given.

    Raises OAuthError: ``param_empty`` for a name or value, ``invalid_param_chars``
    for lone surrogates, ``reserved_param`` for a name of the request's own,
    ``duplicate_param`` for one that is given twice (RFC 6749 §3.1).
    """
    if isinstance(extra, tuple) and not extra:
        return ()
    pairs = tuple(_pairs(extra))
    names: set[str] = set()
    for name, value in pairs:
        if not name or not value:
            raise _extra_error("param_empty", "has an empty name or value", "fill it")
        if not is_utf8(name + value):
            raise _extra_error(
                "invalid_param_chars", "has lone surrogates", "write valid Unicode"
            )
        if name in reserved:
            raise _extra_error(
                "reserved_param",
                f"has the name {name!r}, which the request sets",
                "use the argument of the request for it, where there is one",
            )
        if name in names:
            raise _extra_error("duplicate_param", "has a name twice", "give it once")
        names.add(name)
    return pairs


def _check_vschars(value: str, name: str, remedy: str) -> str:
    if not require_text(value, name):
        raise OAuthError(f"{name}_empty", f"{name} is empty", remedy)
    if not (value.isascii() and value.isprintable()):
        raise OAuthError(
            f"invalid_{name}",
            f"{name} has a character that is not printable ASCII",
            f"look for line breaks and special characters, or {remedy}",
        )
    return value


def _is_loopback_uri(uri: str) -> bool:
    authority = _WEB_HOST.match(uri)
    if authority is None:
        return False
    try:
        return is_loopback(check_host(authority[1], "http"))
    except OAuthError:
        return False


def _pairs(
    extra: Mapping[str, str] | Iterable[tuple[str, str]],
) -> Iterable[tuple[str, str]]:
    items: object = extra.items() if _is_mapping(extra) else extra
    for item in require_items(items, "extra_parameters", "a mapping or pairs"):
        match item:
            case (str(name), str(value)):
                yield name, value
            case _:
                raise TypeError("each of extra_parameters must be a pair of str")


def _is_mapping(value: object) -> TypeGuard[Mapping[str, str]]:
    return isinstance(value, Mapping)


def _is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    # The usual two come first, because asking an abstract class takes longer.
    return isinstance(value, (list, tuple, Iterable))


def _extra_error(code: str, problem: str, remedy: str) -> OAuthError:
    return OAuthError(code, f"an item of extra_parameters {problem}", remedy)
