"""The values of an authorization request: what is accepted, and in which form."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from .encoding import is_utf8
from .errors import OAuthError
from .hosts import check_host, is_loopback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

_VSCHARS = re.compile(r"[\x20-\x7E]*")
_SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
_ABSOLUTE_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:"
    r"(?:[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
)
_HTTP_AUTHORITY = re.compile(r"http://([^/?]*)", re.IGNORECASE)


def require_text(value: object, name: str) -> str:
    """Return value where it is a str; else raise a TypeError that names its place."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is text, not {type(value).__name__}")
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


def check_domain(domain: str, scheme: str = "https") -> str:
    """Return domain as a normalised ``host[:port]``.

    Raises OAuthError: a ``domain_`` code, or ``insecure_transport`` for http to
    another machine (RFC 6749 §3.1).
    """
    host = check_host(require_text(domain, "domain"), scheme)
    if scheme == "http" and not is_loopback(host):
        raise OAuthError(
            "insecure_transport",
            "scheme is 'http', and domain is not this machine",
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
            "leave it out for the out-of-band one",
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
    if redirect_uri[:5].lower() == "http:" and not _is_loopback_uri(redirect_uri):
        raise OAuthError(
            "insecure_transport",
            "redirect_uri is http to a host that is not this machine",
            "write https; http is for localhost, 127.0.0.0/8 and [::1] alone",
        )
    return redirect_uri


def select_scopes(
    scopes: Iterable[str], undocumented: Iterable[str], documented: Sequence[str]
) -> tuple[str, ...]:
    """Return each scope once: documented ones in that order, then the others.

    Raises OAuthError: ``unknown_scope`` for one of scopes that is not documented,
    ``invalid_scope_token`` for an undocumented one that RFC 6749 §3.3 rules out.
    """
    chosen = set(_texts(scopes, "scopes"))
    for unknown in sorted(chosen.difference(documented)):
        raise _unknown_scope(unknown, documented)
    others = dict.fromkeys(_texts(undocumented, "undocumented_scopes"))
    if not all(is_scope_token(scope) for scope in others):
        raise OAuthError(
            "invalid_scope_token",
            "undocumented_scopes holds a name that cannot be a scope",
            "write one name an item: ASCII without blanks, quotes and backslashes",
        )
    return (
        *[scope for scope in documented if scope in chosen or scope in others],
        *[scope for scope in others if scope not in documented],
    )


def is_scope_token(text: str) -> bool:
    """Return whether text is a scope-token of RFC 6749 §3.3."""
    return _SCOPE_TOKEN.fullmatch(text) is not None


def check_extra_parameters(
    extra: Mapping[str, str] | Iterable[tuple[str, str]], reserved: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of name and value, in the order given.

    Raises OAuthError: ``param_empty`` for a name or value, ``invalid_param_chars``
    for lone surrogates, ``reserved_param`` for a name of the request's own,
    ``duplicate_param`` for one that is given twice (RFC 6749 §3.1).
    """
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
                "has a name that the request sets",
                "use the argument of the request: " + ", ".join(sorted(reserved)),
            )
        if name in names:
            raise _extra_error("duplicate_param", "has a name twice", "give it once")
        names.add(name)
    return pairs


def _check_vschars(value: str, name: str, remedy: str) -> str:
    if not require_text(value, name):
        raise OAuthError(f"{name}_empty", f"{name} is empty", remedy)
    if not _VSCHARS.fullmatch(value):
        raise OAuthError(
            f"invalid_{name}",
            f"{name} has a character that is not printable ASCII",
            f"look for line breaks and special characters, or {remedy}",
        )
    return value


def _is_loopback_uri(uri: str) -> bool:
    authority = _HTTP_AUTHORITY.match(uri)
    if authority is None:
        return False
    try:
        return is_loopback(check_host(authority[1], "http"))
    except OAuthError:
        return False


def _texts(values: Iterable[str], name: str) -> list[str]:
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{name} is a list of names, not one: write [...] around it")
    # A member of an enumeration becomes the plain name that it stands for.
    return [str.__str__(require_text(value, f"each of {name}")) for value in values]


def _pairs(
    extra: Mapping[str, str] | Iterable[tuple[str, str]],
) -> Iterable[tuple[str, str]]:
    items: Iterable[object] = extra.items() if _is_mapping(extra) else extra
    for item in items:
        match item:
            case (str(name), str(value)):
                yield name, value
            case _:
                raise TypeError("each of extra_parameters is a pair of texts")


def _is_mapping(value: object) -> TypeGuard[Mapping[str, str]]:
    return isinstance(value, Mapping)


def _unknown_scope(unknown: str, documented: Sequence[str]) -> OAuthError:
    near = [scope for scope in documented if _is_near(unknown, scope)]
    remedy = f"write {near[0]!r}" if near else f"choose from {', '.join(documented)}"
    return OAuthError(
        "unknown_scope",
        "scopes holds a name that is not documented",
        f"{remedy}, or name it in undocumented_scopes",
    )


def _is_near(one: str, other: str) -> bool:
    """Return whether two names differ in case and punctuation, or in two letters."""
    one, other = (re.sub(r"[^a-z0-9]", "", name.lower()) for name in (one, other))
    if abs(len(one) - len(other)) > 2:
        return False
    # Levenshtein's distance, row by row.
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
    return row[-1] <= 2


def _extra_error(code: str, problem: str, remedy: str) -> OAuthError:
    return OAuthError(code, f"an item of extra_parameters {problem}", remedy)
