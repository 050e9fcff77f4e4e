"""Where a token comes from: the environment, a file that it names, or the store."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Generic

import click
from click.core import ParameterSource

from ..checks import check_client_id, check_domain, check_scheme
from ..errors import OAuthError
from ..hosts import is_loopback
from ..response import is_access_token
from ..scope import select_scopes
from ..store.file_store import FileStore
from ..store.keyring_store import KeyringStore
from ..store.secret import Secret
from ..store.token_store import Entries, Entry, Token, TokenStore, select
from . import exit_codes, messages
from .application import Application
from .options import require
from .output import Stopped, origin, say, stopped_by
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
    client_id = values["client_id"]
    try:
        scopes = select_scopes(
            values["scopes"],
            values["undocumented_scopes"],
            [one.value for one in app.scopes],
        )
        origins = _origins(app, ctx)
        client_id = client_id and check_client_id(client_id)
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        contents = store.read()
        say(*contents.notes)
        entries = [
            one
            for one in contents.entries
            if (one.token.scheme, one.token.domain) in origins
            or (one.token.scheme, None) in origins
        ]
        return select(entries, None, client_id or None, scopes)
    raise refused


def _origins(
    app: Application[Token], ctx: click.Context
) -> set[tuple[str, str | None]]:
    """Return the schemes and hosts that the options choose; None is any host.

    A host of this machine without a scheme may be either.
    """
    domain, scheme = ctx.params[app.issuer], ctx.params["scheme"]
    is_default = ctx.get_parameter_source("scheme") is ParameterSource.DEFAULT
    schemes = {"https", "http"} if is_default else {check_scheme(scheme)}
    if not domain:
        return {(one, None) for one in schemes}
    if is_default and not is_loopback(check_domain(domain)):
        schemes = {"https"}
    return {(one, check_domain(domain, one)) for one in schemes}


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
        f"--{app.issuer}, --scheme, --client-id, and --scope",
        *[
            f"  {origin(one.token)}: {' '.join(sorted(one.scopes)) or 'scopes not known'}"
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
    if not is_access_token(secret.reveal()):
        values = {"place": variable}
        raise OAuthError(messages.INVALID_ACCESS_TOKEN_VARIABLE, values=values)
    try:
        token = app.token.from_value(
            secret.reveal(),
            domain=ctx.params[app.issuer],
            client_id=ctx.params["client_id"],
            scheme=ctx.params["scheme"],
        )
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        return Entry(token)
    raise refused
