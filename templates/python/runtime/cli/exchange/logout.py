"""`logout`: revoke the tokens of a login, and delete it."""

from __future__ import annotations

import click

from ...errors import OAuthError
from ...exchange.endpoint_request import EndpointRequest
from ...exchange.records import kept_of
from ...exchange.stores import PATIENCE
from ...store.login_store import Login, LoginStore, login_key
from ...store.token_store import Entry
from .. import exit_codes
from ..options import selection_options
from ..output import (
    DataCommand,
    Stopped,
    described,
    note_place,
    print_error,
    print_notes,
    stopped_by,
)
from ..token_lookup import matching_entries, open_store
from .application import Client, ExchangeApplication
from .secrets import secret_options
from .sending import Sender, open_sender
from .values import stored_client


def logout_command(app: ExchangeApplication[Login, Client]) -> click.Command:
    """Return the command that ends logins."""

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
            return
        if not ctx.params["everything"]:
            entries = [matches.single()]
        failed = False
        for entry in entries:
            try:
                _end(app, ctx, LoginStore(store), entry)
            except (OAuthError, Stopped) as error:
                stopped = error if isinstance(error, Stopped) else stopped_by(error)
                print_error(stopped)
                print_notes(
                    f"the login for {described(entry)} is still stored, because its tokens may still "
                    "work: try again, or add --local to delete it without revoking them"
                )
                failed = True
            else:
                print_notes(
                    f"deleted the login for {described(entry)} from {store.place}"
                )
        if app.revocation is None or ctx.params.get("local"):
            print_notes(
                "the tokens are not revoked: a copy can be used until it expires"
            )
        ctx.exit(exit_codes.FAILED if failed else 0)

    everything = click.Option(
        ["--all", "everything"], is_flag=True, help="Delete all matching logins."
    )
    options: list[click.Parameter] = [*selection_options(app), everything]
    text = "Delete a stored login. Its tokens are not revoked: a copy works until it expires."
    if app.revocation is not None:
        options += secret_options(app, app.secrets)
        options.append(
            click.Option(
                ["--local"],
                is_flag=True,
                help="Delete the login without revoking its tokens.",
            )
        )
        text = (
            "Revoke the tokens of a login, and delete it. If they cannot be revoked, the login "
            "stays, and the command fails."
        )
    return DataCommand("logout", callback=run, params=options, help=text)


def _end(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    logins: LoginStore[Login],
    entry: Entry[Login],
) -> None:
    """Revoke the refresh token, then the access token, and delete the login. Raises OAuthError."""
    note_place("key", "the stored login")
    key = login_key(entry)
    # Otherwise, a renewal could store a new token after the old one was revoked.
    with logins.locked(key, PATIENCE):
        record = logins.read(key)
        if record is None:
            return
        if app.revocation is not None and not ctx.params["local"]:
            client = app.client(stored_client(app, ctx, entry))
            token = kept_of(record, app.token, client).token
            hints = ["refresh_token"] if token.has_refresh_token else []
            if not token.is_expired(leeway=0):
                hints.append("access_token")
            sender = open_sender(app)
            for hint in hints:
                request = app.revocation(client, token, hint)
                _revoke(request, sender, is_last=hint != hints[0])
        logins.delete(key)


def _revoke(request: EndpointRequest[None], sender: Sender, *, is_last: bool) -> None:
    """Send a request. Some servers revoke only refresh tokens, and with them the access tokens."""
    try:
        sender.send(request)
    except OAuthError as error:
        if not (is_last and error.code == "revocation_unsupported"):
            raise
