"""Scopes: what is documented of one, and which of them a request asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from .checks import require_items, require_text
from .errors import OAuthError

_SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")


class ScopeFacts:
    """What is documented of a scope."""

    __slots__ = ("permits", "reach", "story", "summary")

    def __init__(
        self, *, summary: str, permits: tuple[str, ...], reach: str, story: str
    ) -> None:
        """Keep the facts as they are."""
        self.summary = summary
        self.permits = permits
        self.reach = reach
        self.story = story


def select_scopes(
    scopes: Iterable[str], undocumented: Iterable[str], documented: Collection[str]
) -> tuple[str, ...]:
    """Return each scope once: documented ones in that order, then the others.

    documented is asked for its members often, so it should find them quickly.
    Raises OAuthError: ``unknown_scope`` for one of scopes that is not documented,
    ``invalid_scope_token`` for an undocumented one that RFC 6749 §3.3 rules out.
    """
    chosen = _names(scopes, "scopes")
    for index, name in enumerate(chosen):
        if name not in documented:
            raise _unknown_scope(index, name, documented)
    others = _names(undocumented, "undocumented_scopes")
    for index, name in enumerate(others):
        if not is_scope_token(name):
            raise OAuthError(
                "invalid_scope_token",
                f"undocumented_scopes[{index}] cannot be a scope",
                "write one name an item: ASCII without blanks, quotes and backslashes",
            )
    asked = {*chosen, *others}
    return (
        *[name for name in documented if name in asked],
        *[name for name in dict.fromkeys(others) if name not in documented],
    )


def check_scopes(values: Iterable[str], argument: str) -> frozenset[str]:
    """Return the names of scopes; errors call them by argument.

    Raises OAuthError: ``invalid_scope_token`` for one that RFC 6749 §3.3 rules out.
    """
    names = _names(values, argument)
    for index, name in enumerate(names):
        if not is_scope_token(name):
            raise OAuthError(
                "invalid_scope_token",
                f"{argument}[{index}] is not a valid scope",
                "write one name per item: ASCII without spaces, quotes, and backslashes",
            )
    return frozenset(names)


def is_scope_token(text: str) -> bool:
    """Return whether text is a scope-token of RFC 6749 §3.3."""
    return _SCOPE_TOKEN.fullmatch(text) is not None


def _names(values: object, argument: str) -> list[str]:
    if isinstance(values, str):
        raise TypeError(f'{argument} must be a list: write {argument}=["..."]')
    items = require_items(values, argument, "a list of names")
    # A member of an enumeration becomes the plain name that it stands for.
    return [
        str.__str__(require_text(value, f"{argument}[{index}]"))
        for index, value in enumerate(items)
    ]


def _unknown_scope(index: int, name: str, documented: Collection[str]) -> OAuthError:
    near = [scope for scope in documented if _is_near(name, scope)]
    if len(name.split()) > 1:
        hint = "write each scope as an item of its own"
    elif near:
        hint = f"did you mean {near[0]!r}?"
    else:
        hint = (
            f"choose from {', '.join(documented)}; one that is not documented goes "
            "into undocumented_scopes"
        )
    return OAuthError("unknown_scope", f"scopes[{index}] is not documented", hint)


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
