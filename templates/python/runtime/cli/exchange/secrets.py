"""Where the secrets of a client come from: the environment, a file, or a hidden prompt.

They are never the value of an option, because other programs and the history of the shell
show that. A store records the place of a secret, and not the secret.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import click

from ...store.secret import Secret
from ...store.token_store import Token
from .. import exit_codes
from ..application import Application
from ..options import check_file_name
from ..output import Stopped, note_place
from ..secret_file import read_secret_file

_ENVIRONMENT = "environment"
_PROMPT = "prompt"
_FILE = "file:"


def secret_options(
    app: Application[Token], secrets: Mapping[str, str]
) -> list[click.Parameter]:
    """Return the option for the file of each secret."""
    return [
        click.Option(
            [f"--{_flag(name)}-file", f"{name}_file"],
            type=click.Path(),
            callback=check_file_name,
            metavar="FILE",
            envvar=app.variable(f"{name}_file"),
            show_envvar=True,
            help=f"A file with {text}. The variable {app.variable(name)} can contain it instead.",
        )
        for name, text in secrets.items()
    ]


def place_of(name: str) -> str:
    """Return the name of the setting that says where a secret is."""
    return f"{name}_from"


def is_file(place: str) -> bool:
    """Return whether the place of a secret is a file."""
    return place.startswith(_FILE) and place != _FILE


def read_secrets(
    app: Application[Token],
    ctx: click.Context,
    secrets: Mapping[str, str],
    needed: frozenset[str],
    stored: Mapping[str, str] | None,
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the secrets that there are, and the settings that say where each of them is.

    stored are the settings of the login that is used again, which had the same secrets; None
    for a new login. Raises Stopped, with what to set, if a needed secret is not there.
    """
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    for name in secrets:
        # A needed secret without a place is looked for as if the login were new.
        unknown = None if name in needed else ""
        recorded = None if stored is None else stored.get(place_of(name), unknown)
        found = _given(app, ctx, name, recorded)
        if found is None and (recorded or (recorded is None and name in needed)):
            found = _asked(app, name, secrets[name])
        if found is not None:
            value, places[place_of(name)] = found
            values[name] = value.reveal()
    return values, places


def _given(
    app: Application[Token], ctx: click.Context, name: str, recorded: str | None
) -> tuple[Secret, str] | None:
    """Return a secret of a file or of the environment with its place, or None.

    recorded is the place of the last time: empty if there was no secret, None if there was
    no last time.
    """
    path: str | None = ctx.params.get(f"{name}_file")
    if not path and recorded and is_file(recorded):
        path = recorded.removeprefix(_FILE)
    if path:
        absolute = os.path.abspath(path)
        note_place(name, f"the file {absolute}")
        secret = read_secret_file(absolute, f"the file {absolute}")
        return secret, f"{_FILE}{absolute}"
    if recorded == "":
        return None
    value = os.environ.get(app.variable(name))
    note_place(name, app.variable(name))
    return (Secret(value), _ENVIRONMENT) if value else None


def _asked(app: Application[Token], name: str, text: str) -> tuple[Secret, str]:
    """Return a secret that the user types, which the terminal does not show."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise Stopped(
            exit_codes.USAGE,
            f"{text} is needed: set {app.variable(name)}, or use --{_flag(name)}-file with a "
            "file that only you can read",
        )
    note_place(name, text)
    value: str = click.prompt(f"{text[0].upper()}{text[1:]}", hide_input=True, err=True)
    return Secret(value), _PROMPT


def _flag(name: str) -> str:
    return name.strip("_").replace("_", "-")
