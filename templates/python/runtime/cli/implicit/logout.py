"""`logout`: delete stored tokens."""

from __future__ import annotations

import click

from ...store.token_store import Token, TokenStore
from .. import exit_codes
from ..application import Application
from ..options import selection_options
from ..output import DataCommand, Stopped, described, print_notes
from ..token_lookup import matching_entries, open_store
from .environment import environment_token


def logout_command(app: Application[Token]) -> click.Command:
    """Return the command that deletes tokens."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        store = open_store(app, ctx)
        matches = matching_entries(app, ctx, store)
        entries = matches.entries
        if not entries:
            if not ctx.params["everything"]:
                raise Stopped(exit_codes.NONE_STORED, matches.absence)
            # Deleting all of none succeeds.
            print_notes(matches.absence)
            _check_all_gone(ctx, store)
            return
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
