"""Where a token comes from: the environment, a file that it names, or the store."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Generic

import click
from click.core import ParameterSource

from . import exit_codes
from .answer import check_access_token
from .application import Application
from .checks import check_client_id, check_domain
from .command_options import require
from .command_output import Stopped, stopped_by
from .errors import OAuthError
from .scope import select_scopes
from .secret import Secret
from .store import Entries, Entry, Token, TokenStore, select
from .store_file import FileStore
from .store_keyring import KeyringStore
from .token_file import read_token_file


@dataclass(frozen=True)
class Found(Generic[Token]):
    """A token with the place that it is kept in."""

    entry: Entry[Token]
    place: str


def open_store(app: Application[Token], ctx: click.Context) -> TokenStore[Token]:
    """Return the file that was chosen, or else the keyring; never a file of our choice."""
    if ctx.params["store"]:
        return FileStore(ctx.params["store"], app.token)
    variable = app.variable("store")
    instead = f"choose a file with --store FILE or {variable}"
    return KeyringStore(app.distribution, app.token, instead)


def find(app: Application[Token], ctx: click.Context) -> Found[Token]:
    """Return the one token that the options choose.

    A store on the command line goes before the environment, which goes before a
    store that is named there or the keyring. Raises Stopped where there is none, or
    more than one.
    """
    by_hand = ctx.get_parameter_source("store") is ParameterSource.COMMANDLINE
    if not by_hand and (variable := environment_token(app)):
        return Found(_from_environment(app, ctx, variable), f"${variable}")
    store = open_store(app, ctx)
    return Found(only_one(app, chosen(app, ctx, store), store), store.place)


def environment_token(app: Application[Token]) -> str | None:
    """Return the variable that holds or names a token, or None; both are one too many."""
    names = [app.variable(name) for name in ("token", "token-file")]
    present = [name for name in names if os.environ.get(name)]
    if len(present) > 1:
        raise Stopped(
            exit_codes.USAGE, f"{' and '.join(present)} are both set: unset one"
        )
    return present[0] if present else None


def chosen(
    app: Application[Token], ctx: click.Context, store: TokenStore[Token]
) -> Entries[Token]:
    """Return the entries of a store that the options choose."""
    values = ctx.params
    domain, client_id = values[app.issuer], values["client_id"]
    try:
        scopes = select_scopes(
            values["scopes"],
            values["undocumented_scopes"],
            [one.value for one in app.scopes],
        )
        domain = domain and check_domain(domain, values["scheme"])
        client_id = client_id and check_client_id(client_id)
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        return select(store.entries(), domain or None, client_id or None, scopes)
    raise refused


def only_one(
    app: Application[Token], entries: Entries[Token], store: TokenStore[Token]
) -> Entry[Token]:
    """Return the only entry; raise Stopped for none, and for several with what each is."""
    if len(entries) == 1:
        return entries[0]
    if not entries:
        raise Stopped(
            exit_codes.NONE_KEPT,
            f"no such token is kept in {store.place}: run {app.command} login",
        )
    raise Stopped(
        exit_codes.USAGE,
        f"several tokens are kept in {store.place}: choose one with "
        f"--{app.issuer}, --client-id and --scope",
        *[
            f"  {one.token.domain}: {' '.join(sorted(one.scopes)) or 'scopes not known'}"
            for one in entries
        ],
    )


def _from_environment(
    app: Application[Token], ctx: click.Context, variable: str
) -> Entry[Token]:
    """Return a token that nothing is known of; the caller names its host and client."""
    require(ctx, app.issuer, "client_id")
    secret = (
        Secret(os.environ[variable])
        if variable == app.variable("token")
        else Secret(read_token_file(os.environ[variable], f"the file of {variable}"))
    )
    check_access_token(
        secret.reveal(), variable, "it holds the bare token, without blanks"
    )
    try:
        token = app.token.from_value(
            secret.reveal(),
            domain=check_domain(ctx.params[app.issuer], ctx.params["scheme"]),
            client_id=ctx.params["client_id"],
        )
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        return Entry(token)
    raise refused
