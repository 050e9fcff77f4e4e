"""`status`: whether a token is stored, where, and how long it is valid."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import click

from ..store.token_store import Token
from . import exit_codes
from .options import json_option
from .output import (
    DataCommand,
    Stopped,
    entry_facts,
    origin,
    print_data,
    print_json,
    print_notes,
)
from .token_lookup import Find, FoundToken
from .validity import Judge, Validity, check_validity, lifetime_sentence

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400}
_DIGITS = 9


def seconds(text: str) -> int:
    """Return the seconds of a duration such as `90s`, `15m`, `4h`, or `2d`.

    A number without a unit is rejected: one that is meant as hours would be seconds.
    """
    found = re.fullmatch(r"0*([0-9]+) ?(s|m|min|h|d)", text)
    if found is None:
        raise click.BadParameter("write a duration such as 90s, 15m, 4h, or 2d")
    if len(found[1]) > _DIGITS:
        raise click.BadParameter(f"the number has more than {_DIGITS} digits")
    return int(found[1]) * _UNITS[found[2]]


def status_command(
    find: Find[Token],
    options: Sequence[click.Parameter],
    judge: Judge[Token] = check_validity,
) -> click.Command:
    """Return the command that describes the token that find returns for the options."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        as_json = ctx.params["as_json"]
        try:
            found = find(ctx)
        except Stopped as stopped:
            if as_json and stopped.exit_code == exit_codes.NONE_STORED:
                print_json({"status": "none"})
            raise
        validity = judge(found.entry, time.time(), ctx.params["valid_for"])
        if as_json:
            print_json(_status_facts(found, validity))
        else:
            _print_status(found, validity)
        print_notes(*_advice(found, validity))
        ctx.exit(validity.exit_code)

    valid_for = click.Option(
        ["--valid-for"],
        type=seconds,
        default="60s",
        show_default=True,
        metavar="TIME",
        help="The minimum remaining lifetime, for example 4h.",
    )
    return DataCommand(
        "status",
        callback=run,
        params=[*options, valid_for, json_option()],
        help="Show where the token is stored and how long it is valid.\n\n"
        "The exit code is 0 if it is valid, 10 if it expires too soon, 11 if it has "
        "expired, 12 if its expiry is unknown, 13 if no token is stored, and 14 if no "
        "token of this server lasts as long as --valid-for.",
    )


def _advice(found: FoundToken[Token], validity: Validity) -> list[str]:
    """Return what to do about a token that is not valid long enough."""
    lines: list[str] = []
    # If the clock is wrong, or if no token lasts that long, a new token does not help.
    helps = validity.exit_code not in (0, exit_codes.NEVER_LASTS)
    if helps and not validity.is_doubtful and found.renewal:
        lines.append(f"to get a new token: {found.renewal}")
    if validity.advice:
        lines.append(validity.advice)
    return lines


def _status_facts(found: FoundToken[Token], validity: Validity) -> dict[str, object]:
    return {
        "status": validity.word,
        "message": validity.sentence,
        "place": found.place,
        **entry_facts(found.entry),
        **found.facts,
    }


def _print_status(found: FoundToken[Token], validity: Validity) -> None:
    token = found.entry.token
    print_data(f"host: {origin(token)}")
    print_data(f"stored in: {found.place}")
    scopes = "unknown" if token.scopes is None else " ".join(sorted(token.scopes))
    print_data(f"scopes: {scopes}")
    if found.has_redirect and not token.state_verified:
        print_data("verified: no, nothing ties the token to a request")
    if lifetime := lifetime_sentence(found.entry):
        print_data(f"lifetime: {lifetime}")
    print_data(*found.lines, f"status: {validity.sentence}")
