"""The values of a client: from the options of a new login, or from a stored one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import click
from click.core import ParameterSource

from ...store.login_store import Login
from ...store.token_store import Entry
from ..options import require
from .application import ACCOUNT, Client, ClientValues, ExchangeApplication
from .secrets import read_secrets

_REDIRECT = "redirect_uri"


@dataclass(frozen=True, repr=False)
class Given:
    """The values of a client, the settings with which a login is repeated, and its identity."""

    client: ClientValues
    settings: Mapping[str, str]
    identity: str


def given(
    app: ExchangeApplication[Login, Client], ctx: click.Context, grant: str
) -> Given:
    """Return the values of a new login. Raises Stopped for what is missing."""
    params = ctx.params
    redirect = [_REDIRECT] if app.needs_redirect_uri else []
    if grant != "authorization_code":
        redirect = []
    require(ctx, *app.needed, *redirect)
    secrets, places = read_secrets(app, ctx, app.secrets, app.needed_secrets, None)
    variables = {
        name: params[name] or app.defaults.get(name, "") for name in app.variables
    }
    redirect_uri: str | None = params.get(_REDIRECT)
    client = ClientValues(
        params["client_id"],
        variables,
        secrets,
        redirect_uri,
        params.get("scheme", "https"),
    )
    settings = {**variables, ACCOUNT: params[ACCOUNT], _REDIRECT: redirect_uri}
    return _given(app, client, settings, places)


def given_again(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    entry: Entry[Login],
) -> Given:
    """Return the values of a stored login. The command line can replace its redirect URI."""
    redirect_uri = entry.settings.get(_REDIRECT)
    if ctx.get_parameter_source(_REDIRECT) is ParameterSource.COMMANDLINE:
        redirect_uri = ctx.params[_REDIRECT]
    secrets, places = read_secrets(
        app, ctx, app.secrets, app.needed_secrets, entry.settings
    )
    client = _stored(app, entry, secrets, redirect_uri)
    settings = {
        **client.variables,
        ACCOUNT: entry.settings.get(ACCOUNT),
        _REDIRECT: redirect_uri,
    }
    return _given(app, client, settings, places)


def stored_client(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    entry: Entry[Login],
) -> ClientValues:
    """Return the values of the client of a stored login, with its secrets."""
    secrets, _ = read_secrets(app, ctx, app.secrets, app.needed_secrets, entry.settings)
    return _stored(app, entry, secrets, entry.settings.get(_REDIRECT))


def _stored(
    app: ExchangeApplication[Login, Client],
    entry: Entry[Login],
    secrets: Mapping[str, str],
    redirect_uri: str | None,
) -> ClientValues:
    token = entry.token
    variables = {
        name: (
            token.domain
            if name == app.issuer
            else entry.settings.get(name, app.defaults.get(name, ""))
        )
        for name in app.variables
    }
    return ClientValues(token.client_id, variables, secrets, redirect_uri, token.scheme)


def _given(
    app: ExchangeApplication[Login, Client],
    client: ClientValues,
    settings: Mapping[str, str | None],
    places: Mapping[str, str],
) -> Given:
    kept = {
        name: value for name, value in settings.items() if value and name != app.issuer
    }
    identity = [
        (name, kept[name])
        for name in app.selectors
        if name != app.issuer and name in kept
    ]
    # Encoded, so that no two logins have the same.
    return Given(client, {**kept, **places}, urlencode(identity))
