"""`token` and `headers`: print a token, and the headers of a call."""

from __future__ import annotations

import time
from collections.abc import Sequence

import click

from ..store.token_store import Token
from . import exit_codes
from .application import Application
from .options import json_option
from .output import DataCommand, Stopped, print_data, print_json, print_notes
from .token_lookup import Find, FoundToken
from .validity import check_validity


def token_command(
    find: Find[Token], options: Sequence[click.Parameter]
) -> click.Command:
    """Return the command that prints the token that find returns for the options."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        print_data(_usable(find(ctx)).reveal())

    return DataCommand(
        "token",
        callback=run,
        params=[*options],
        help="Print only the token. It is a secret.",
    )


def headers_command(
    app: Application[Token], find: Find[Token], options: Sequence[click.Parameter]
) -> click.Command:
    """Return the command that prints the headers of a call with the token that find returns."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        headers = _usable(find(ctx)).headers()
        if ctx.params["as_json"]:
            print_json(headers)
        else:
            print_data(*(f"{name}: {value}" for name, value in headers.items()))

    return DataCommand(
        "headers",
        callback=run,
        params=[*options, json_option()],
        help="Print the headers of a call, one per line. They contain the token.\n\n"
        f"\b\n  {app.command} headers | curl -H @- https://…\n\n"
        "If this command fails, curl still sends the call, without these headers. In a "
        "script, write:\n\n"
        f"\b\n  headers=$({app.command} headers) &&\n"
        "    printf '%s\\n' \"$headers\" | curl -H @- https://…\n\n"
        "Do not add -L (--location): after a redirect, curl can send headers to "
        "another host.",
    )


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
