"""Finds a login that the command stored, for a program that uses it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import click
import httpx

from ...checks import check_domain
from ...errors import OAuthError, without_frames
from ...exchange import messages
from ...exchange.token_source import TokenSource
from ...hosts import is_loopback
from ...store.file_store import FileStore
from ...store.keyring_store import KeyringStore
from ...store.login_store import Login, LoginStore
from ...store.token_store import Entries, Entry, TokenStore, select
from ..advice import Advice
from .application import GRANT, Client, ExchangeApplication
from .http_sender import HttpSender
from .secrets import is_file, place_of
from .sources import stored_source
from .values import stored_client


@without_frames
def source_of_login(
    app: ExchangeApplication[Login, Client],
    file: str | os.PathLike[str] | None,
    scopes: Iterable[str] | None,
    choice: Mapping[str, str],
    http: httpx.Client | None,
) -> TokenSource[Login]:
    """Return the source of the only login that matches.

    file is that of the store; None is the one in the variable of the command, or else the
    keyring. scopes are the requested ones, and choice has values of other options by their
    names. Raises OAuthError: ``login_required`` if there is none, ``several_logins``,
    ``secret_missing``, ``environment_unusable``, and what a store raises. Raises TypeError for
    an unknown name.
    """
    known = tuple(dict.fromkeys(("client_id", *app.selectors, GRANT)))
    for name in choice:
        if name not in known:
            raise TypeError(f"{name} is not one of {', '.join(known)}")
    if file is None:
        # An empty variable counts as missing, as in the command.
        file = os.environ.get(app.variable("store")) or None
    store = _store(app, file)
    asked = None if scopes is None else tuple(scopes)
    found = _matching(app, store.entries(), asked, choice)
    # What options would say, which a program does not have.
    context = click.Context(click.Command(app.command))
    if not found:
        context.params = {**choice, "scopes": asked or (), "store": file}
        login = Advice(app, context, store, []).first_login([])
        values = {"place": store.place, "command": login}
        raise OAuthError(messages.LOGIN_REQUIRED_NONE_STORED, values=values)
    if len(found) > 1:
        values = {"place": store.place, "names": ", ".join((*known, "scopes"))}
        raise OAuthError(messages.SEVERAL_LOGINS, values=values)
    [entry] = found
    _require_secrets(app, entry)
    client = app.client(stored_client(app, context, entry))
    return stored_source(app, client, HttpSender(app, http), LoginStore(store), entry)


def _store(
    app: ExchangeApplication[Login, Client], file: str | os.PathLike[str] | None
) -> TokenStore[Login]:
    if file is not None:
        return FileStore(file, app.token)
    variable = app.variable("store")
    return KeyringStore(app.distribution, app.token, f"set {variable} to a file")


def _matching(
    app: ExchangeApplication[Login, Client],
    entries: Entries[Login],
    scopes: Iterable[str] | None,
    choice: Mapping[str, str],
) -> Entries[Login]:
    chosen = app.chosen(entries, choice)
    # A base is a setting, which is compared already.
    host = choice.get(app.issuer or "")
    if host:
        # Only a host of this machine may have the scheme http.
        is_here = is_loopback(check_domain(host))
        chosen = [
            one
            for one in chosen
            if one.token.domain
            == check_domain(host, one.token.scheme if is_here else "https")
        ]
    chosen = select(chosen, None, choice.get("client_id"))
    chosen = [one for one in chosen if choice.get(GRANT) in (None, app.flow_of(one))]
    if scopes is None:
        return chosen
    asked = frozenset(scopes)
    return [one for one in chosen if one.asked == asked]


def _require_secrets(
    app: ExchangeApplication[Login, Client], entry: Entry[Login]
) -> None:
    """Raise OAuthError for a secret that is not where the program can read it."""
    for name in app.secrets:
        place = entry.settings.get(place_of(name), "")
        is_used = bool(place) or name in app.needed_secrets[app.flow_of(entry)]
        variable = app.variable(name)
        # A program must not ask for what the user typed at the login.
        if is_used and not is_file(place) and not os.environ.get(variable):
            values = {"variable": variable}
            raise OAuthError(messages.SECRET_MISSING, name, values=values)
