"""The values of a client: from the options of a new login, or from a stored one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import click
from click.core import ParameterSource

from ...store.login_store import Login
from ...store.token_store import Entry
from .. import exit_codes
from ..options import require
from ..output import Stopped
from .application import ACCOUNT, GRANT, Client, ClientValues, ExchangeApplication
from .secrets import read_secrets

_REDIRECT = "redirect_uri"


@dataclass(frozen=True, repr=False)
class Given:
    """The values of a client, the settings with which a login is repeated, and its identity."""

    client: ClientValues
    settings: Mapping[str, str]
    identity: str


def given(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    grant: str,
    again: Entry[Login] | None,
) -> Given:
    """Return the values of a login: of the options, or of a stored one that is repeated.

    Raises Stopped for what is missing.
    """
    is_browser = grant == "authorization_code"
    source = ctx.get_parameter_source(_REDIRECT)
    if source is ParameterSource.COMMANDLINE and not is_browser:
        raise Stopped(
            exit_codes.USAGE,
            "--redirect-uri only applies to a login in a browser on this machine: omit it",
        )
    if again is None:
        redirect = [_REDIRECT] if app.needs_redirect_uri and is_browser else []
        require(ctx, *app.needed, *redirect)
    stored = None if again is None else again.settings
    needed = app.needed_secrets[grant]
    secrets, places = read_secrets(app, ctx, app.secrets, needed, stored)
    if again is None:
        client, account = _of_options(app, ctx, secrets), ctx.params[ACCOUNT]
    else:
        redirect_uri = again.settings.get(_REDIRECT)
        if source is ParameterSource.COMMANDLINE:
            redirect_uri = ctx.params[_REDIRECT]
        client = _stored(app, again, secrets, redirect_uri)
        account = again.settings.get(ACCOUNT)
    settings = {ACCOUNT: account, **client.variables, _REDIRECT: client.redirect_uri}
    kept = {
        name: value for name, value in settings.items() if value and name != app.issuer
    }
    identity = [
        (name, kept[name])
        for name in app.selectors
        if name != app.issuer and name in kept
    ]
    if grant == "client_credentials":
        # A token for nobody is not one of a user.
        identity.append((GRANT, grant))
    # Encoded, so that no two logins have the same.
    return Given(client, {**kept, **places}, urlencode(identity))


def _of_options(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    secrets: Mapping[str, str],
) -> ClientValues:
    params = ctx.params
    return ClientValues(
        params["client_id"],
        {name: params[name] or app.defaults.get(name, "") for name in app.variables},
        secrets,
        params.get(_REDIRECT),
        params.get("scheme", "https"),
    )


def stored_client(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    entry: Entry[Login],
) -> ClientValues:
    """Return the values of the client of a stored login, with its secrets.

    They have no redirect URI, because only a login uses it.
    """
    needed = app.needed_secrets[app.flow_of(entry)]
    secrets, _ = read_secrets(app, ctx, app.secrets, needed, entry.settings)
    return _stored(app, entry, secrets, None)


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
