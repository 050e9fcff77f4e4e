"""`status`: whether a token is kept, where, and for how long it will do."""

from __future__ import annotations

import time

import click

from ..store.token_store import Token
from . import exit_codes
from .application import Application
from .options import choosing_options, json_option, seconds
from .output import Stopped, described, origin, put, put_json, say
from .token_lookup import Found, find
from .validity import Validity, judge


def status_command(app: Application[Token]) -> click.Command:
    """Return the command that tells of a token."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        as_json = ctx.params["as_json"]
        try:
            found = find(app, ctx)
        except Stopped as stopped:
            if as_json and stopped.exit_code == exit_codes.NONE_KEPT:
                put_json({"status": "none"})
            raise
        validity = judge(found.entry, time.time(), ctx.params["valid_for"])
        if as_json:
            put_json(_values(found, validity))
        else:
            _tell(found, validity)
        # Where the clock is wrong, a new token would look no better.
        if validity.exit_code and not validity.is_doubtful:
            say(f"to get a new token: {app.command} login")
        ctx.exit(validity.exit_code)

    valid_for = click.Option(
        ["--valid-for"],
        type=seconds,
        default="60s",
        show_default=True,
        metavar="TIME",
        help="How long the token has to do, as in 4h.",
    )
    return click.Command(
        "status",
        callback=run,
        params=[*choosing_options(app), valid_for, json_option()],
        help="Tell where the token is kept and for how long it will do.\n\n"
        "The exit code says it too: 0 valid, 10 expires too soon, 11 expired, "
        "12 expiry not known, 13 none kept.",
    )


def _values(found: Found[Token], validity: Validity) -> dict[str, object]:
    return {
        "status": validity.word,
        "message": validity.sentence,
        "place": found.place,
        **described(found.entry),
    }


def _tell(found: Found[Token], validity: Validity) -> None:
    token = found.entry.token
    put(f"host: {origin(token)}")
    put(f"kept in: {found.place}")
    known = "not known" if token.scopes is None else " ".join(sorted(token.scopes))
    put(f"scopes: {known}")
    if not token.state_verified:
        put("verified: no, nothing ties it to a request")
    put(f"status: {validity.sentence}")
