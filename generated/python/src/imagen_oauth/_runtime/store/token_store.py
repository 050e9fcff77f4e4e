"""Tokens that are stored between runs: the entry for each, and the methods of every store."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..checks import check_domain, require_text
from ..errors import OAuthError, without_frames
from ..scope import check_scopes
from ..times import unix_seconds
from ..token import BearerToken, require_token
from . import messages
from .secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

Token = TypeVar("Token", bound=BearerToken)

_ISSUER = re.compile(
    r"(https?)://([^/?#@]+)((?:/(?:[A-Za-z0-9\-._~:@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)*)"
)


class Entry(Generic[Token]):
    """A token in a store, with the requested scopes and the time at which it was stored.

    An entry may also contain a refresh token, its issuer, and the time of a refresh whose
    result is unknown. `settings` contains the request's other arguments, such as
    `redirect_uri`, so that a login can repeat it. `identity` is what else distinguishes
    the entry, such as a tenant. `more` contains what a later version stored. The repr of
    an entry shows none of this.
    """

    __slots__ = (
        "asked",
        "identity",
        "issuer",
        "more",
        "refresh_sent_at",
        "refresh_token",
        "saved_at",
        "settings",
        "token",
    )

    token: Token
    asked: frozenset[str]
    saved_at: int
    refresh_token: Secret | None
    issuer: str | None
    refresh_sent_at: int | None
    settings: Mapping[str, str]
    identity: str
    more: Mapping[str, object]

    @without_frames
    def __init__(
        self,
        token: Token,
        asked: Iterable[str] = (),
        saved_at: float | None = None,
        *,
        refresh_token: Secret | None = None,
        issuer: str | None = None,
        refresh_sent_at: float | None = None,
        settings: Mapping[str, str] | None = None,
        identity: str = "",
        more: Mapping[str, object] | None = None,
    ) -> None:
        """Check the values; times are in Unix seconds, and saved_at defaults to now.

        Raises OAuthError: ``invalid_scope_token`` for one of asked, ``invalid_time``,
        and ``invalid_entry`` for a refresh token that is not printable ASCII (RFC 6749
        App. A.17) or an issuer that is not a URL without query and fragment (RFC 8414
        §2).
        """
        require_token(token)
        sent = refresh_sent_at
        values = {
            "token": token,
            "asked": check_scopes(asked, "asked"),
            "saved_at": int(unix_seconds(saved_at, "saved_at")),
            "refresh_token": _checked_refresh_token(refresh_token),
            "issuer": _checked_issuer(issuer),
            "refresh_sent_at": (
                None if sent is None else int(unix_seconds(sent, "refresh_sent_at"))
            ),
            "settings": {
                require_text(name, "settings"): require_text(value, f"settings[{name}]")
                for name, value in (settings or {}).items()
            },
            "identity": require_text(identity, "identity"),
            "more": dict(more or {}),
        }
        # Only here, because an entry is frozen.
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def key(self) -> tuple[str, str, str, frozenset[str]]:
        """Scheme, host with port, client ID, and requested scopes."""
        token = self.token
        return token.scheme, token.domain, token.client_id, self.asked

    @property
    def place(self) -> tuple[object, ...]:
        """The key and the identity, which no two entries of a store share."""
        return *self.key, self.identity

    @property
    def scopes(self) -> frozenset[str]:
        """The granted scopes, or the requested ones if those are unknown."""
        return self.asked if self.token.scopes is None else self.token.scopes

    def __eq__(self, other: object) -> bool:
        if not _is_entry(other):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.token!r}>"

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")


Entries = list[Entry[Token]]
Change = Callable[[Entries[Token]], Entries[Token]]


@dataclass(frozen=True)
class Contents(Generic[Token]):
    """The entries of a store, and lines about those that cannot be read."""

    entries: Entries[Token]
    notes: list[str]


class TokenStore(ABC, Generic[Token]):
    """A place for tokens: one entry per origin, client ID, and set of requested scopes.

    An entry that cannot be read stays unchanged, and does not affect the others.
    Every method raises OAuthError: ``store_unavailable``, ``store_insecure``,
    ``store_corrupt``, or ``store_locked``.
    """

    @property
    @abstractmethod
    def place(self) -> str:
        """The place where the tokens are, in words for the user."""

    @abstractmethod
    def read(self) -> Contents[Token]:
        """Return all entries, and lines for the user; change nothing."""

    def entries(self) -> Entries[Token]:
        """Return all entries that can be read; change nothing."""
        return self.read().entries

    @abstractmethod
    def prepare(self) -> None:
        """Check that a token can be stored, before the user logs in for one."""

    @abstractmethod
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the entries with what change returns, all or nothing, under a lock.

        Returns lines for the user. If mend is true, a corrupt store is renamed and replaced;
        otherwise, it is an error. Raises OAuthError: ``invalid_entry`` for an entry that would not be
        equal after it is read again, and ``store_full``. Nothing changes then.
        """

    @abstractmethod
    def locked(self, name: str, patience: float) -> AbstractContextManager[None]:
        """Return a lock on one entry, which is held while the entry is renewed.

        This lock is separate from the lock of a change. name becomes part of a file name.
        Entering it raises OAuthError ``store_locked`` after patience seconds.
        """

    @without_frames
    def save(self, entry: Entry[Token]) -> list[str]:
        """Store an entry in place of the one with its place, and return lines for the user."""
        given: object = entry
        if not _is_entry(given):
            raise TypeError(f"entry must be an Entry, not {type(given).__name__}")
        return self.change(
            lambda entries: [
                *[one for one in entries if one.place != entry.place],
                entry,
            ],
            mend=True,
        )

    @without_frames
    def remove(self, removed: Iterable[Entry[Token]]) -> list[str]:
        """Delete the entries with the places of these, and return lines for the user."""
        places = {one.place for one in removed}
        return self.change(
            lambda entries: [one for one in entries if one.place not in places],
            mend=False,
        )


def select(
    entries: Iterable[Entry[Token]],
    domain: str | None = None,
    client_id: str | None = None,
    scopes: Collection[str] = (),
    scheme: str | None = None,
) -> Entries[Token]:
    """Return the entries of an origin and a client ID that have these scopes.

    If some were requested with exactly these scopes, only they are returned.
    """
    matching = [
        one
        for one in entries
        if scheme in (None, one.token.scheme)
        and domain in (None, one.token.domain)
        and client_id in (None, one.token.client_id)
        and one.scopes.issuperset(scopes)
    ]
    exact = [one for one in matching if scopes and one.asked == frozenset(scopes)]
    return exact or matching


def _checked_refresh_token(token: object) -> Secret | None:
    if token is None:
        return None
    if not isinstance(token, Secret):
        found = type(token).__name__
        raise TypeError(f"refresh_token must be a Secret or None, not {found}")
    value = require_text(token.reveal(), "refresh_token")
    if not (value and value.isascii() and value.isprintable()):
        raise OAuthError(messages.INVALID_ENTRY_REFRESH_TOKEN, "refresh_token")
    return token


def _checked_issuer(issuer: str | None) -> str | None:
    if issuer is None:
        return None
    found = _ISSUER.fullmatch(require_text(issuer, "issuer"))
    try:
        if found and check_domain(found[2], found[1]):
            return issuer
    except OAuthError:
        pass
    raise OAuthError(messages.INVALID_ENTRY_ISSUER, "issuer")


def _is_entry(entry: object) -> TypeGuard[Entry[BearerToken]]:
    return isinstance(entry, Entry)
