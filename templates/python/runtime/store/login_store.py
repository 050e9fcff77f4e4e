"""The entries of a store as the records of token sources, so that a source renews a login."""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar, cast

from ..errors import OAuthError, without_frames
from ..exchange.issued_token import IssuedToken
from ..exchange.records import new_token
from ..exchange.stores import Record, busy
from ..response import TokenResponse
from .record_name import record_name
from .secret import Secret
from .token_store import Entry, TokenStore

Login = TypeVar("Login", bound=IssuedToken)

_RENEWAL = "renewal"
"""The member of an entry for what only a renewal needs."""
_MORE = ("version", "server", "issued_at", "resent", "dead", "members")
"""The values of a record that have no other place in an entry."""


class LoginStore(Generic[Login]):
    """A `Store` for token sources whose records are the entries of a `TokenStore`.

    The keys are those that `login_key` returns. A record can be written only for an entry
    that is there, because a record does not know the settings of the login.
    """

    def __init__(self, store: TokenStore[Login]) -> None:
        """Name the store with the entries."""
        self._store = store

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._store.place}>"

    @contextmanager
    def locked(self, key: str, patience: float) -> Generator[None]:
        """Hold the lock of an entry; see `Store`."""
        lock = self._store.locked(record_name(key), patience)
        try:
            lock.__enter__()
        except OAuthError as error:
            if error.code != "store_locked":
                raise
        else:
            try:
                yield
            finally:
                lock.__exit__(None, None, None)
            return
        raise busy()

    def entry(self, key: str) -> Entry[Login] | None:
        """Return the entry with that key, or None if there is none."""
        entries = self._store.entries()
        return next((one for one in entries if login_key(one) == key), None)

    @without_frames
    def read(self, key: str) -> Record | None:
        """Return the record of an entry, or None if there is none."""
        entry = self.entry(key)
        return None if entry is None else _record(entry)

    @without_frames
    def write(self, key: str, record: Record) -> None:
        """Replace the token of an entry; one that was deleted in the meantime stays deleted."""
        self._store.change(
            lambda entries: [
                _renewed(one, record) if login_key(one) == key else one
                for one in entries
            ],
            mend=False,
        )

    @without_frames
    def delete(self, key: str) -> None:
        """Delete the entry, if there is one."""
        self._store.change(
            lambda entries: [one for one in entries if login_key(one) != key],
            mend=False,
        )


def login_key(entry: Entry[Login]) -> str:
    """Return the key of an entry for a token source. It contains no secret."""
    scheme, domain, client_id, asked = entry.key
    return json.dumps([scheme, domain, client_id, sorted(asked), entry.identity])


def login_entry(
    token: Login,
    asked: Iterable[str],
    *,
    settings: Mapping[str, str],
    identity: str,
) -> Entry[Login]:
    """Return the entry of a new login, for `TokenStore.save`.

    asked are the requested scopes, settings the other arguments of the login, and identity
    is what distinguishes it from others of the same client.
    """
    entry = Entry(token, asked, settings=settings, identity=identity)
    # Its parts move to their own places in the entry.
    return _renewed(entry, new_token(token, time.time()).record())


def has_refresh_token(entry: Entry[Login]) -> bool:
    """Return whether a login has a refresh token that the server has not rejected."""
    return entry.refresh_token is not None and not is_dead(entry)


def is_dead(entry: Entry[Login]) -> bool:
    """Return whether the server has rejected the refresh token of a login."""
    return _more(entry).get("dead") is True


def _more(entry: Entry[Login]) -> Mapping[str, object]:
    """Return the values that only a renewal needs, or none if they are damaged."""
    found = entry.more.get(_RENEWAL)
    return cast("Mapping[str, object]", found) if isinstance(found, dict) else {}


def _record(entry: Entry[Login]) -> Record:
    """Return the values that a token source keeps, without those that are damaged."""
    token, refresh_token = entry.token, entry.refresh_token
    return {
        **_more(entry),
        "client_id": token.client_id,
        "access_token": token.reveal(),
        "refresh_token": None if refresh_token is None else refresh_token.reveal(),
        "expires_at": token.expires_at,
        "scopes": None if token.scopes is None else sorted(token.scopes),
        "sent_at": entry.refresh_sent_at,
    }


def _renewed(entry: Entry[Login], record: Record) -> Entry[Login]:
    """Return an entry with the token of a record, which a token source wrote."""
    kind, old = type(entry.token), entry.token
    values = cast("dict[str, str | None]", record)
    times = cast("dict[str, float | None]", record)
    expires_at, issued_at = times["expires_at"], times["issued_at"] or 0
    scopes = cast("list[str] | None", record["scopes"])
    granted = None if scopes is None else frozenset(scopes)
    response = TokenResponse(
        access_token=values["access_token"] or "",
        token_type=old.token_type,
        expires_in=None if expires_at is None else max(0, int(expires_at - issued_at)),
        scopes=granted,
        missing_scopes=frozenset() if granted is None else entry.asked - granted,
        extra_scopes=frozenset() if granted is None else granted - entry.asked,
        state_verified=old.state_verified,
    )
    token = kind.from_response(
        response,
        domain=old.domain,
        client_id=old.client_id,
        received_at=issued_at,
        scheme=old.scheme,
    )
    refresh_token = values["refresh_token"]
    return Entry(
        token,
        entry.asked,
        # A mark is not a new token.
        entry.saved_at if old.reveal() == token.reveal() else None,
        refresh_token=None if refresh_token is None else Secret(refresh_token),
        issuer=entry.issuer,
        refresh_sent_at=times["sent_at"],
        settings=entry.settings,
        identity=entry.identity,
        more={**entry.more, _RENEWAL: {name: record[name] for name in _MORE}},
    )
