"""The values that a provider's URLs and parameters contain: which are accepted, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from . import messages
from .checks import check_domain, require_items, require_text, wrong_type
from .encoding import is_utf8
from .errors import Message, OAuthError

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+")
_NOT_IN_SEGMENT = re.compile(r"[/\\\0-\x1f\x7f]")
_DOTS = (".", "..")


def check_label(value: str, name: str) -> str:
    """Return one label of a host name in lowercase (RFC 1123 §2.1).

    Raises OAuthError: ``invalid_label``. A value with a dot is never accepted, because it
    would change the host.
    """
    if not _LABEL.fullmatch(require_text(value, name)):
        raise OAuthError(messages.INVALID_LABEL, name)
    return value.lower()


def check_path_segment(value: str, name: str) -> str:
    """Return one segment of a path, before it is percent-encoded (RFC 3986 §3.3).

    Raises OAuthError: ``invalid_path_segment``, ``invalid_value``.
    """
    text = check_text(value, name, messages.INVALID_PATH_SEGMENT)
    # Servers may decode %2F, and a browser resolves the two dots.
    if text in _DOTS or _NOT_IN_SEGMENT.search(text):
        raise OAuthError(messages.INVALID_PATH_SEGMENT, name)
    return text


def check_base(value: str, scheme: str, name: str) -> str:
    """Return ``host[:port]`` and a path, without a slash at the end.

    Raises OAuthError: ``invalid_base``, and the errors of `check_domain`.
    """
    text = require_text(value, name).removesuffix("/")
    host, *segments = text.split("/")
    # With its slashes, a scheme is reported as such, and not as a port.
    checked = check_domain(text if host.endswith(":") else host, scheme, name)
    for segment in segments:
        if segment in _DOTS or not _SEGMENT.fullmatch(segment):
            raise OAuthError(messages.INVALID_BASE, name)
    return "/".join([checked, *segments])


def check_choice(value: str, name: str, documented: Collection[str]) -> str:
    """Return value if it is documented. Raises OAuthError: ``unknown_value``."""
    if require_text(value, name) not in documented:
        values = {"documented": ", ".join(documented)}
        raise OAuthError(messages.UNKNOWN_VALUE, name, values)
    return value


def check_text(value: str, name: str, empty: Message = messages.VALUE_EMPTY) -> str:
    """Return a text that is not empty. Raises OAuthError: ``value_empty``, ``invalid_value``."""
    if not require_text(value, name):
        raise OAuthError(empty, name)
    if not is_utf8(value):
        raise OAuthError(messages.INVALID_VALUE, name)
    return value


def check_flag(value: object, name: str) -> str:
    """Return ``true`` or ``false``. Raises TypeError for any other type than bool."""
    if not isinstance(value, bool):
        raise wrong_type(messages.NOT_BOOLEAN, name, value)
    return "true" if value else "false"


def check_texts(
    values: Iterable[str],
    name: str,
    documented: Collection[str] = (),
    *,
    required: bool = False,
) -> tuple[str, ...]:
    """Return several values; if some are documented, each must be one of them.

    Raises OAuthError: ``unknown_value``, ``value_empty``, ``invalid_value``, and
    ``value_missing`` if there is none but one is required.
    """
    if isinstance(values, str):
        raise wrong_type(messages.ONE_NAME, name, values)
    items = require_items(values, name, messages.NOT_NAMES)
    found = tuple(
        _one_of(item, f"{name}[{index}]", documented)
        for index, item in enumerate(items)
    )
    if required and not found:
        raise OAuthError(messages.VALUE_MISSING, name)
    return found


def _one_of(item: object, name: str, documented: Collection[str]) -> str:
    text = require_text(item, name)
    return (
        check_choice(text, name, documented) if documented else check_text(text, name)
    )
