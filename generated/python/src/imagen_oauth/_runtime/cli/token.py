"""`token`, `headers` and `logout`: a token that is kept is handed out, or forgotten."""

from __future__ import annotations

import time

import click

from ..store.token_store import Token, TokenStore
from . import exit_codes
from .application import Application
from .options import choosing_options, json_option
from .output import Stopped, origin, put, put_json, say
from .token_lookup import (
    Found,
    chosen,
    environment_token,
    find,
    only_one,
    open_store,
)
from .validity import judge


def token_command(app: Application[Token]) -> click.Command:
    """Return the command that prints the token."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        put(_usable(app, find(app, ctx)).reveal())

    return click.Command(
        "token",
        callback=run,
        params=choosing_options(app),
        help="Print the token and nothing else. It is a secret.",
    )


def headers_command(app: Application[Token]) -> click.Command:
    """Return the command that prints the headers of a call."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        headers = app.headers(_usable(app, find(app, ctx)))
        if ctx.params["as_json"]:
            put_json(headers)
        else:
            put("\n".join(f"{name}: {value}" for name, value in headers.items()))

    return click.Command(
        "headers",
        callback=run,
        params=[*choosing_options(app), json_option()],
        help="Print the headers of a call, one a line. They hold the token.\n\n"
        f"\b\n  {app.command} headers | curl -H @- https://…\n\n"
        "Leave out -L (--location): curl would send these headers to whatever host it "
        "is redirected to.",
    )


def logout_command(app: Application[Token]) -> click.Command:
    """Return the command that forgets tokens."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        store = open_store(app, ctx)
        entries = chosen(app, ctx, store)
        if not entries:
            # All that there are is none: what was asked for is so.
            code = 0 if ctx.params["everything"] else exit_codes.NONE_KEPT
            say(f"no such token is kept in {store.place}")
            _check_all_gone(ctx, store)
            ctx.exit(code)
        if not ctx.params["everything"]:
            entries = [only_one(app, entries, store)]
        notes = store.remove(entries)
        for entry in entries:
            say(f"the token for {origin(entry.token)} is no longer in {store.place}")
        say(*notes)
        say("The server was not told: who has a copy can use it until it expires.")
        if variable := environment_token(app):
            say(f"{variable} is still set.")
        _check_all_gone(ctx, store)

    everything = click.Option(
        ["--all", "everything"], is_flag=True, help="Forget every token that is chosen."
    )
    return click.Command(
        "logout",
        callback=run,
        params=[*choosing_options(app), everything],
        help="Forget a token that is kept. The server is not told.",
    )


def _check_all_gone(ctx: click.Context, store: TokenStore[Token]) -> None:
    """Fail `logout --all` if the store has an entry that cannot be read."""
    if ctx.params["everything"] and store.read().notes:
        say(
            f"an entry that cannot be read stays in {store.place}; delete it there, "
            "because it may hold a token"
        )
        ctx.exit(exit_codes.FAILED)


def _usable(app: Application[Token], found: Found[Token]) -> Token:
    """Return the token unless it has expired; say what is doubtful about the clock."""
    validity = judge(found.entry, time.time(), 0)
    if validity.exit_code == exit_codes.EXPIRED:
        raise Stopped(
            validity.exit_code,
            f"the token in {found.place} {validity.sentence}: run {app.command} login",
        )
    if validity.is_doubtful:
        say(validity.sentence)
    return found.entry.token
