"""`token`, `headers`, and `logout`: print or delete a stored token."""

from __future__ import annotations

import time

import click

from ..store.token_store import Token, TokenStore
from . import exit_codes
from .application import Application
from .options import found_token_options, json_option, selection_options
from .output import (
    DataCommand,
    Stopped,
    described,
    print_data,
    print_json,
    print_notes,
)
from .token_lookup import (
    FoundToken,
    environment_token,
    find_token,
    matching_entries,
    open_store,
)
from .validity import check_validity


def token_command(app: Application[Token]) -> click.Command:
    """Return the command that prints the token."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        print_data(_usable(find_token(app, ctx)).reveal())

    return DataCommand(
        "token",
        callback=run,
        params=found_token_options(app),
        help="Print only the token. It is a secret.",
    )


def headers_command(app: Application[Token]) -> click.Command:
    """Return the command that prints the headers of a call."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        headers = _usable(find_token(app, ctx)).headers()
        if ctx.params["as_json"]:
            print_json(headers)
        else:
            print_data(*(f"{name}: {value}" for name, value in headers.items()))

    return DataCommand(
        "headers",
        callback=run,
        params=[*found_token_options(app), json_option()],
        help="Print the headers of a call, one per line. They contain the token.\n\n"
        f"\b\n  {app.command} headers | curl -H @- https://…\n\n"
        "If this command fails, that call has no headers. In a script, write:\n\n"
        f"\b\n  headers=$({app.command} headers) &&\n"
        "    printf '%s\\n' \"$headers\" | curl -H @- https://…\n\n"
        "Do not add -L (--location): curl would send the headers to any host that it "
        "is redirected to.",
    )


def logout_command(app: Application[Token]) -> click.Command:
    """Return the command that deletes tokens."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        store = open_store(app, ctx)
        matches = matching_entries(app, ctx, store)
        entries = matches.entries
        if not entries:
            # Deleting all of none succeeds.
            code = 0 if ctx.params["everything"] else exit_codes.NONE_STORED
            print_notes(matches.absence)
            _check_all_gone(ctx, store)
            ctx.exit(code)
        if not ctx.params["everything"]:
            entries = [matches.single()]
        notes = store.remove(entries)
        for entry in entries:
            print_notes(f"deleted the token for {described(entry)} from {store.place}")
        print_notes(*notes)
        print_notes("the token is not revoked: a copy can be used until it expires")
        if variable := environment_token(app):
            print_notes(f"{variable} is still set")
        _check_all_gone(ctx, store)

    everything = click.Option(
        ["--all", "everything"], is_flag=True, help="Delete all matching tokens."
    )
    return DataCommand(
        "logout",
        callback=run,
        params=[*selection_options(app), everything],
        help="Delete a stored token. It is not revoked: a copy works until it expires.",
    )


def _check_all_gone(ctx: click.Context, store: TokenStore[Token]) -> None:
    """Fail `logout --all` if the store has an entry that cannot be read."""
    if ctx.params["everything"] and store.read().notes:
        print_notes(
            f"an entry that cannot be read remains in {store.place}; delete it there, "
            "because it may contain a token"
        )
        ctx.exit(exit_codes.FAILED)


def _usable(found: FoundToken[Token]) -> Token:
    """Return the token; print a warning if the clock is wrong. Raises Stopped if expired."""
    validity = check_validity(found.entry, time.time(), 0)
    if validity.exit_code == exit_codes.EXPIRED:
        raise Stopped(
            validity.exit_code,
            f"the token in {found.place} {validity.sentence}: run {found.renewal}",
        )
    if validity.is_doubtful:
        print_notes(validity.sentence)
    return found.entry.token
