"""The values of an authorization request: which are accepted, and in which form."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from . import messages
from .encoding import is_utf8
from .errors import Message, OAuthError
from .hosts import check_host, is_loopback
from .protocol import (
    ABSOLUTE_URI_PATTERN,
    BAD_PORT_PATTERN,
    BROWSER_SCHEMES,
    HOST_AND_PORT_PATTERN,
    WEB_HOST_PATTERN,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

_ABSOLUTE_URI = re.compile(ABSOLUTE_URI_PATTERN)
_HOST_AND_PORT = re.compile(HOST_AND_PORT_PATTERN)
_BAD_PORT = re.compile(BAD_PORT_PATTERN)
_WEB_HOST = re.compile(WEB_HOST_PATTERN)
_NOT_ASCII_HOST = re.compile(
    r"[a-z][a-z0-9+.-]*://[^/?]*[^\0-\x7f/?]", re.IGNORECASE | re.ASCII
)
_EXTRA = "extra_parameters"


def require_text(value: object, name: str) -> str:
    """Return value if it is a str; otherwise raise a TypeError that names the argument."""
    if not isinstance(value, str):
        raise wrong_type(messages.NOT_TEXT, name, value)
    return value


def require_items(value: object, name: str, text: str) -> Iterable[object]:
    """Return value if it can be iterated; otherwise raise a TypeError with the text."""
    if not _is_iterable(value):
        raise wrong_type(text, name, value)
    return value


def require_pairs(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of str in value, or those of a mapping; otherwise raise a TypeError."""
    items: object = value.items() if _is_mapping(value) else value
    for item in require_items(items, name, messages.NOT_PAIRS):
        match item:
            case (str(one), str(other)):
                yield one, other
            case _:
                raise wrong_type(messages.NOT_A_PAIR, name, item)


def wrong_type(text: str, name: str, value: object) -> TypeError:
    """Return the error for an argument whose value has the wrong type."""
    return TypeError(text.format(argument=name, found=type(value).__name__))


def check_scheme(scheme: str) -> str:
    """Return ``https`` or ``http``. Raises OAuthError: ``bad_scheme``."""
    if require_text(scheme, "scheme") not in ("https", "http"):
        raise OAuthError(messages.BAD_SCHEME, "scheme")
    return scheme


def check_domain(domain: str, scheme: str = "https", name: str = "domain") -> str:
    """Return domain as a normalized ``host[:port]``; name is what errors call it.

    Raises OAuthError: a ``domain_`` code, or ``insecure_transport`` for http to
    another machine (RFC 6749 §3.1).
    """
    host = check_host(require_text(domain, name), scheme, name)
    if scheme == "http" and not is_loopback(host):
        raise OAuthError(messages.INSECURE_TRANSPORT_SCHEME, "scheme")
    return host


def check_client_id(client_id: str) -> str:
    """Return client_id (RFC 6749 App. A.1).

    Raises OAuthError: ``client_id_empty``, ``invalid_client_id``.
    """
    invalid = messages.INVALID_CLIENT_ID_CHARACTERS
    _check_vschars(client_id, "client_id", messages.CLIENT_ID_EMPTY, invalid)
    # The grammar allows it, but a space at an end comes from copying.
    if client_id.startswith(" ") or client_id.endswith(" "):
        raise OAuthError(messages.INVALID_CLIENT_ID_SPACE, "client_id")
    return client_id


def check_state(state: str | None) -> str:
    """Return state (RFC 6749 App. A.5), or a random one for None.

    Raises OAuthError: ``state_empty``, ``invalid_state``, ``no_random_source``.
    """
    if state is None:
        return new_state()
    return _check_vschars(state, "state", messages.STATE_EMPTY, messages.INVALID_STATE)


def new_state() -> str:
    """Return a state of 128 random bits (RFC 6749 §10.10).

    Raises OAuthError: ``no_random_source``.
    """
    # Hexadecimal digits survive every way of copying. Not the module secrets: its
    # import takes longer than all other imports here.
    try:
        return os.urandom(16).hex()
    except NotImplementedError:
        raise OAuthError(messages.NO_RANDOM_SOURCE) from None


def check_redirect_uri(redirect_uri: str) -> str:
    """Return redirect_uri, an absolute URI without a fragment (RFC 6749 §3.1.2).

    Raises OAuthError: ``redirect_uri_empty``, ``redirect_uri_fragment``,
    ``invalid_redirect_uri``, and ``insecure_transport`` for http to another
    machine (RFC 9700 §2.6).
    """
    if not require_text(redirect_uri, "redirect_uri"):
        raise OAuthError(messages.REDIRECT_URI_EMPTY, "redirect_uri")
    if "#" in redirect_uri:
        raise OAuthError(messages.REDIRECT_URI_FRAGMENT, "redirect_uri")
    if _NOT_ASCII_HOST.match(redirect_uri):
        raise OAuthError(messages.INVALID_REDIRECT_URI_NOT_ASCII_HOST, "redirect_uri")
    if not _ABSOLUTE_URI.fullmatch(redirect_uri):
        raise OAuthError(messages.INVALID_REDIRECT_URI_RELATIVE, "redirect_uri")
    scheme = redirect_uri.partition(":")[0].lower()
    if scheme in BROWSER_SCHEMES or _HOST_AND_PORT.fullmatch(redirect_uri):
        raise OAuthError(messages.INVALID_REDIRECT_URI_SCHEME, "redirect_uri")
    if _BAD_PORT.fullmatch(redirect_uri):
        raise OAuthError(messages.INVALID_REDIRECT_URI_PORT, "redirect_uri")
    if scheme == "http" and not _is_loopback_uri(redirect_uri):
        raise OAuthError(messages.INSECURE_TRANSPORT_REDIRECT, "redirect_uri")
    if scheme == "https" and not _WEB_HOST.fullmatch(redirect_uri):
        raise OAuthError(messages.INVALID_REDIRECT_URI_HOST, "redirect_uri")
    return redirect_uri


def check_extra_parameters(
    extra: Mapping[str, str] | Iterable[tuple[str, str]], reserved: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of name and value, in the order given.

    Raises OAuthError: ``param_empty`` for an empty name or value,
    ``invalid_param_chars`` for a lone surrogate, ``reserved_param`` for a name that
    the request sets, ``duplicate_param`` for a name that appears twice (RFC 6749 §3.1).
    """
    if isinstance(extra, tuple) and not extra:
        return ()
    pairs = tuple(require_pairs(extra, _EXTRA))
    names: set[str] = set()
    for name, value in pairs:
        if not name or not value:
            raise OAuthError(messages.PARAM_EMPTY, _EXTRA)
        if not is_utf8(name + value):
            raise OAuthError(messages.INVALID_PARAM_CHARS, _EXTRA)
        if name in reserved:
            raise OAuthError(messages.RESERVED_PARAM, _EXTRA, {"name": name})
        if name in names:
            raise OAuthError(messages.DUPLICATE_PARAM, _EXTRA)
        names.add(name)
    return pairs


def _check_vschars(value: str, name: str, empty: Message, invalid: Message) -> str:
    if not require_text(value, name):
        raise OAuthError(empty, name)
    if not (value.isascii() and value.isprintable()):
        raise OAuthError(invalid, name)
    return value


def _is_loopback_uri(uri: str) -> bool:
    authority = _WEB_HOST.fullmatch(uri)
    if authority is None:
        return False
    try:
        return is_loopback(check_host(authority[1], "http"))
    except OAuthError:
        return False


def _is_mapping(value: object) -> TypeGuard[Mapping[str, str]]:
    return isinstance(value, Mapping)


def _is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    # The two common types come first, because an abstract class takes longer to check.
    return isinstance(value, (list, tuple, Iterable))
