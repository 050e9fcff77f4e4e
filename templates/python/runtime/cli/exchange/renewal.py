"""Finds a stored login, and renews its token if that is due."""

from __future__ import annotations

import time
import warnings
from dataclasses import replace

import click

from ...errors import OAuthError
from ...exchange.records import Kept
from ...exchange.stores import Record
from ...store.login_store import Login, LoginStore, is_dead, login_key
from ...store.token_store import Entry
from .. import exit_codes
from ..output import Stopped, note_place, print_notes, stopped_by
from ..token_lookup import FoundToken, find_stored, open_store
from ..validity import Judge, Validity, check_validity
from .application import GRANT, Client, ExchangeApplication
from .sending import open_sender
from .values import stored_client

_UNUSABLE = ("record_damaged", "token_of_another_client")
"""Errors that another attempt does not change, because a stored login cannot be used."""


def renewal_sentence(
    app: ExchangeApplication[Login, Client], entry: Entry[Login]
) -> tuple[str, ...]:
    """Return a sentence about whether the token is renewed automatically."""
    if app.flows[app.flow_of(entry)].renews(entry):
        return ("the token is renewed automatically",)
    if is_dead(entry):
        return ("the server rejected the refresh token, so a new login is required",)
    return ("the token cannot be renewed, because the server issued no refresh token",)


def find_renewed(
    app: ExchangeApplication[Login, Client], ctx: click.Context
) -> FoundToken[Login]:
    """Return the only login that matches the options, with a valid token. Otherwise, raise Stopped."""
    found = find_stored(app, ctx)
    try:
        return _renewed(app, ctx, found)
    except OAuthError as error:
        refused = error.with_traceback(None)
    raise _stopped(refused, found)


def find_for_status(
    app: ExchangeApplication[Login, Client], ctx: click.Context
) -> FoundToken[Login]:
    """Do the same, but report why a token cannot be renewed, and return it as it is."""
    found = find_stored(app, ctx)
    try:
        found = _renewed(app, ctx, found)
    except (OAuthError, Stopped) as error:
        stopped = error if isinstance(error, Stopped) else stopped_by(error)
        print_notes(*(f"not renewed: {line}" for line in stopped.lines[:1]))
        found = _read_again(app, ctx, found)
        if isinstance(error, OAuthError) and error.code != "login_required":
            # The login still works: a new one would not help.
            found = replace(found, renewal=None)
    entry = found.entry
    return replace(
        found,
        facts={
            "client_id": entry.token.client_id,
            "requested_scopes": sorted(entry.asked),
            GRANT: entry.settings.get(GRANT),
            "account": entry.settings.get("account"),
            "renews": app.flows[app.flow_of(entry)].renews(entry),
            "login_required": is_dead(entry),
        },
        lines=tuple(f"renewal: {one}" for one in renewal_sentence(app, entry)),
        has_redirect=app.flow_of(entry) == "authorization_code",
    )


def judge(app: ExchangeApplication[Login, Client]) -> Judge[Login]:
    """Return what says whether a login is valid for the seconds needed.

    One that is renewed automatically is, as long as its token is valid.
    """

    def judged(entry: Entry[Login], now: float, needed: float) -> Validity:
        renews = app.flows[app.flow_of(entry)].renews(entry)
        return check_validity(entry, now, 0 if renews else needed)

    return judged


def _renewed(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    found: FoundToken[Login],
) -> FoundToken[Login]:
    """Return a login after renewing its token if that is due. Raises OAuthError and Stopped."""
    entry = found.entry
    flow = app.flows[app.flow_of(entry)]
    if _is_fresh(entry) or not (flow.renews(entry) or is_dead(entry)):
        return found
    # Not at the top: asyncio takes longer to import than a command with a fresh token.
    from .sources import stored_source

    note_place("key", "the stored login")
    key, logins = login_key(entry), _WatchedStore(open_store(app, ctx))
    sender = open_sender(app)
    with warnings.catch_warnings():
        # What could not be stored is reported below.
        warnings.simplefilter("ignore", RuntimeWarning)
        client = app.client(stored_client(app, ctx, entry))
        token = stored_source(app, client, sender, logins, entry).token()
    if logins.failure is not None:
        print_notes(f"Warning: {stopped_by(logins.failure).lines[0]}")
    latest = logins.entry(key)
    if latest is not None and latest.token.reveal() == token.reveal():
        return replace(found, entry=latest)
    print_notes(
        "the new token is not stored, and the stored refresh token may no longer work; "
        f"to log in again: {found.renewal}"
    )
    unstored = Entry(
        token, entry.asked, settings=entry.settings, identity=entry.identity
    )
    return replace(found, entry=unstored)


class _WatchedStore(LoginStore[Login]):
    """A store that remembers why the last write failed."""

    failure: OAuthError | None = None

    def write(self, key: str, record: Record) -> None:
        try:
            super().write(key, record)
        except OAuthError as error:
            self.failure = error.with_traceback(None)
            raise


def _read_again(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    found: FoundToken[Login],
) -> FoundToken[Login]:
    latest = LoginStore(open_store(app, ctx)).entry(login_key(found.entry))
    return found if latest is None else replace(found, entry=latest)


def _is_fresh(entry: Entry[Login]) -> bool:
    """Return whether a token need not be renewed yet, without the secrets that a renewal needs."""
    token = entry.token
    issued_at = float((token.expires_at or 0) - (token.expires_in or 0))
    return Kept(token, issued_at).is_fresh(time.time())


def _stopped(error: OAuthError, found: FoundToken[Login]) -> Stopped:
    again = f"to log in again: {found.renewal}"
    if error.code == "login_required":
        return stopped_by(error, again, exit_code=exit_codes.EXPIRED)
    if error.code in _UNUSABLE:
        return stopped_by(error, again)
    return stopped_by(error, "the login is still stored: try again later")
