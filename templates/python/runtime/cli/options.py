"""Defines the options that several commands have."""

from __future__ import annotations

import os
import re
from typing import TypeVar

import click

from ..hosts import is_loopback
from ..store.token_store import Token
from . import exit_codes
from .application import Application
from .output import Stopped, print_notes
from .scope_option import scope_option

# A value of an option appears in URLs and in suggested commands, and so in logs.
_SECRET = re.compile(
    r"(?:authorization:|bearer[ \t]).*|.*access_token=.*", re.IGNORECASE | re.DOTALL
)

_Value = TypeVar("_Value", bound="str | tuple[str, ...] | None")


def refuse_secret(_: click.Context, __: click.Parameter, value: _Value) -> _Value:
    """Return a value, or several, that is neither a header with a token nor a response with one."""
    given: str | tuple[str, ...] | None = value
    texts = (given,) if isinstance(given, str) else given or ()
    if any(_SECRET.fullmatch(each.strip()) for each in texts):
        raise click.BadParameter(
            "this is a token or a response, which cannot be passed as an option: paste "
            "it at the prompt of login"
        )
    return value


def variable_option(app: Application[Token], name: str) -> click.Option:
    """Return the option for a variable in the endpoint's address."""
    flag = name.strip("_").replace("_", "-")
    return click.Option(
        [f"--{flag}", name],
        callback=refuse_secret,
        envvar=app.variable(flag),
        show_envvar=True,
        help=app.help_of(name),
    )


def client_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that name an application and its scopes."""
    options: list[click.Parameter] = [
        click.Option(
            ["--client-id"],
            callback=refuse_secret,
            envvar=app.variable("client-id"),
            show_envvar=True,
            help="The client ID of the application.",
        ),
    ]
    if app.takes_scopes:
        options.append(scope_option(app))
    if app.takes_scopes and app.scopes:
        options.append(
            click.Option(
                ["--undocumented-scope", "undocumented_scopes"],
                multiple=True,
                metavar="SCOPE",
                help="A scope that is not documented; repeat for each scope.",
            )
        )
    if app.has_scheme:
        options.append(
            click.Option(
                ["--scheme"],
                default="https",
                metavar="SCHEME",
                envvar=app.variable("scheme"),
                show_envvar=True,
                show_default=True,
                help="Use http only for a server on this machine.",
            )
        )
    return options


def login_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that say who asks for which token."""
    options: list[click.Parameter] = [
        variable_option(app, name) for name in app.variables
    ]
    options += client_options(app)
    if app.has_redirect_uri:
        options.append(
            click.Option(
                ["--redirect-uri"],
                callback=refuse_secret,
                help="The URL that receives the response.",
            )
        )
    return options


def selection_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that choose a stored token."""
    return [
        *[variable_option(app, name) for name in app.selectors],
        *client_options(app),
        store_option(app),
    ]


def store_option(app: Application[Token]) -> click.Option:
    """Return the option for the file that stores tokens."""
    return click.Option(
        ["--store"],
        type=click.Path(),
        callback=check_file_name,
        metavar="FILE",
        envvar=app.variable("store"),
        show_envvar=True,
        help="Use the tokens in this file instead of those in the system's keyring.",
    )


def check_file_name(
    ctx: click.Context, option: click.Parameter, value: str | None
) -> str | None:
    """Return a file name that is not empty, because an empty one would count as missing."""
    if value == "":
        raise click.BadParameter("the name is empty; check that its variable is set")
    if value and os.path.isdir(value):
        raise click.BadParameter("this is a folder: add the name of a file to it")
    return refuse_secret(ctx, option, value)


def browser_option() -> click.Option:
    """Return the option with which no browser opens."""
    return click.Option(
        ["--no-browser"],
        is_flag=True,
        help="Print the URL without opening a browser.",
    )


def json_option() -> click.Option:
    """Return the option for JSON output."""
    return click.Option(["--json", "as_json"], is_flag=True, help="Print JSON.")


def suggest_http(host: str) -> None:
    """Print what a server on this machine requires if it has no certificate."""
    if is_loopback(host):
        print_notes(
            f"{host} is this machine: if it does not serve https, add --scheme http"
        )


def suggest_scopes(app: Application[Token]) -> None:
    """Print what to write if a request names no scope, which RFC 6749 §3.3 permits."""
    print_notes(
        "Warning: no scope is requested, so the server may grant every scope: add "
        f"--scope NAME for each that you need; {app.command} scopes lists them"
    )


def require(ctx: click.Context, *names: str, more: str = "") -> None:
    """Raise Stopped with every option that has no value, and say more."""
    missing = [
        option
        for option in ctx.command.params
        if option.name in names and not ctx.params[option.name]
    ]
    if not missing:
        return
    listed = " and ".join(one.get_error_hint(ctx) for one in missing)
    plural = "s" if len(missing) > 1 else ""
    if "again" in ctx.params:
        more = " To renew a stored token, add --again."
    raise Stopped(exit_codes.USAGE, f"Missing option{plural} {listed}.{more}")
