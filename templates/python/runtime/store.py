"""Tokens that are kept between runs: what is kept of each, and what a place to keep them does."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from typing import Generic, TypeVar

from .token import BearerToken

Token = TypeVar("Token", bound=BearerToken)


class Entry(Generic[Token]):
    """A token that is kept, with the scopes that were asked for and the time it was saved."""

    __slots__ = ("asked", "saved_at", "token")

    def __init__(
        self, token: Token, asked: Iterable[str] = (), saved_at: float | None = None
    ) -> None:
        """Keep the values; saved_at is in Unix seconds, by default now."""
        self.token = token
        self.asked = frozenset(asked)
        self.saved_at = int(time.time() if saved_at is None else saved_at)

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        """What an entry is known by: host, client and the scopes asked for."""
        return self.token.domain, self.token.client_id, self.asked

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes granted; those asked for, where the grant is not known."""
        return self.asked if self.token.scopes is None else self.token.scopes


Entries = list[Entry[Token]]
Change = Callable[[Entries[Token]], Entries[Token]]


class TokenStore(ABC, Generic[Token]):
    """A place that keeps tokens; one entry for each host, client and set of scopes.

    Every method raises OAuthError: ``store_unavailable``, ``store_insecure``,
    ``store_corrupt`` or ``store_locked``.
    """

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the tokens are, in words for a person."""

    @abstractmethod
    def entries(self) -> Entries[Token]:
        """Return all entries; what they are read from is left as it is."""

    @abstractmethod
    def prepare(self) -> None:
        """Check that a token could be kept, before somebody signs in for one."""

    @abstractmethod
    def change(self, change: Change[Token], *, mend: bool) -> list[str]:
        """Replace the entries by what change makes of them, all or nothing, under a lock.

        Returns what a person should know: what had to be mended first. Without
        mend, content that cannot be read is an error.
        """

    def save(self, entry: Entry[Token]) -> list[str]:
        """Keep an entry in the place of one with its key; return what had to be mended."""
        return self.change(
            lambda entries: [one for one in entries if one.key != entry.key] + [entry],
            mend=True,
        )

    def remove(self, removed: Iterable[Entry[Token]]) -> None:
        """Forget the entries with the keys of these."""
        keys = {one.key for one in removed}
        self.change(
            lambda entries: [one for one in entries if one.key not in keys], mend=False
        )


def select(
    entries: Iterable[Entry[Token]],
    domain: str | None = None,
    client_id: str | None = None,
    scopes: Collection[str] = (),
) -> Entries[Token]:
    """Return the entries that can serve: those of a host, of a client, with these scopes.

    Where one was asked for with exactly these scopes, it is preferred to those
    that have more.
    """
    able = [
        one
        for one in entries
        if domain in (None, one.token.domain)
        and client_id in (None, one.token.client_id)
        and one.scopes.issuperset(scopes)
    ]
    exact = [one for one in able if scopes and one.asked == frozenset(scopes)]
    return exact or able
