"""Scopes: what is documented about each, and which ones a request asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from . import messages
from .checks import require_items, require_text, wrong_type
from .errors import OAuthError
from .protocol import SCOPE_TOKEN_PATTERN

_SCOPE_TOKEN = re.compile(SCOPE_TOKEN_PATTERN)


class ScopeFacts(NamedTuple):
    """What is documented about a scope."""

    summary: str = ""
    permits: tuple[str, ...] = ()
    reach: str = ""
    story: str = ""


def select_scopes(
    scopes: Iterable[str],
    undocumented: Iterable[str],
    documented: Collection[str],
    separator: str = " ",
) -> tuple[str, ...]:
    """Return each scope once: the documented ones in their order, then the others.

    documented should be a collection that finds its members quickly. The separator is the
    one between two scopes of a request.

    Raises OAuthError: ``unknown_scope`` for an item of scopes that is not documented,
    ``invalid_scope_token`` for an undocumented one that RFC 6749 §3.3 does not allow, or
    that contains the separator.
    """
    chosen = _names(scopes, "scopes")
    for index, name in enumerate(chosen):
        if name not in documented:
            raise _unknown_scope(index, name, documented)
    others = _tokens(undocumented, "undocumented_scopes", separator)
    requested = {*chosen, *others}
    return (
        *[name for name in documented if name in requested],
        *[name for name in dict.fromkeys(others) if name not in documented],
    )


def free_scopes(scopes: Iterable[str], separator: str = " ") -> tuple[str, ...]:
    """Return each scope once, in the order given, for a provider without a list of scopes.

    Raises OAuthError: ``invalid_scope_token`` for one that RFC 6749 §3.3 does not allow, or
    that contains the separator between two scopes of a request.
    """
    return tuple(dict.fromkeys(_tokens(scopes, "scopes", separator)))


def require_scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scopes of a request to a provider that requires one.

    Raises OAuthError: ``scopes_empty``.
    """
    if not scopes:
        raise OAuthError(messages.SCOPES_EMPTY, "scopes")
    return scopes


def check_scopes(values: Iterable[str], argument: str) -> frozenset[str]:
    """Return the names of scopes; argument is what errors call them.

    Raises OAuthError: ``invalid_scope_token`` for one that RFC 6749 §3.3 does not allow.
    """
    return frozenset(_tokens(values, argument))


def is_scope_token(text: str) -> bool:
    """Return whether text is a scope-token of RFC 6749 §3.3."""
    return _SCOPE_TOKEN.fullmatch(text) is not None


def _tokens(values: object, argument: str, separator: str = " ") -> list[str]:
    """Return names that a request can join. No name that RFC 6749 §3.3 allows has a space."""
    names = _names(values, argument)
    for index, name in enumerate(names):
        item = f"{argument}[{index}]"
        if not is_scope_token(name):
            raise OAuthError(messages.INVALID_SCOPE_TOKEN_ARGUMENT, item)
        if separator in name:
            shown = {"separator": separator}
            raise OAuthError(messages.INVALID_SCOPE_TOKEN_SEPARATOR, item, shown)
    return names


def _names(values: object, argument: str) -> list[str]:
    if isinstance(values, str):
        raise wrong_type(messages.ONE_NAME, argument, values)
    items = require_items(values, argument, messages.NOT_NAMES)
    # A member of an enumeration becomes its plain name.
    return [
        str.__str__(require_text(value, f"{argument}[{index}]"))
        for index, value in enumerate(items)
    ]


def _unknown_scope(index: int, name: str, documented: Collection[str]) -> OAuthError:
    argument = f"scopes[{index}]"
    if len(name.replace(",", " ").split()) > 1:
        return OAuthError(messages.UNKNOWN_SCOPE_SEVERAL, argument)
    for scope in documented:
        if is_near(name, scope):
            values = {"suggestion": scope}
            return OAuthError(messages.UNKNOWN_SCOPE_NEAR, argument, values)
    values = {"documented": ", ".join(documented)}
    return OAuthError(messages.UNKNOWN_SCOPE_UNKNOWN, argument, values)


def is_near(one: str, other: str) -> bool:
    """Return whether two names differ in case and punctuation, or in two letters."""
    one, other = (re.sub(r"[^a-z0-9]", "", name.lower()) for name in (one, other))
    if abs(len(one) - len(other)) > 2:
        return False
    # The Levenshtein distance, row by row.
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
    return row[-1] <= 2
