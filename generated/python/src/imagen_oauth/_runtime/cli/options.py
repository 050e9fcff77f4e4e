"""Defines the options of the commands, and builds a request from their values."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

import click
from click.core import ParameterSource

from ..checks import new_state
from ..client import ClientBase
from ..errors import OAuthError
from ..hosts import is_loopback
from ..implicit import ImplicitRequest
from ..store.token_store import Entry, Token
from . import exit_codes
from .application import Application, RequestArguments
from .output import Stopped, print_notes, stopped_by
from .scope_option import scope_option

# A value of an option appears in URLs and in suggested commands, and so in logs.
_SECRET = re.compile(
    r"(?:authorization:|bearer[ \t]).*|.*access_token=.*", re.IGNORECASE | re.DOTALL
)


def _refuse_secret(
    _: click.Context, __: click.Parameter, value: str | None
) -> str | None:
    """Return a value that is neither a header with a token nor a response with one."""
    if value and _SECRET.fullmatch(value.strip()):
        raise click.BadParameter(
            "this is a token or a response, which is never an option: paste it at the "
            "prompt of login"
        )
    return value


def variable_option(app: Application[Token], name: str) -> click.Option:
    """Return the option for a variable in the endpoint's address."""
    flag = name.strip("_").replace("_", "-")
    return click.Option(
        [f"--{flag}", name],
        callback=_refuse_secret,
        envvar=app.variable(flag),
        show_envvar=True,
        help=app.variables[name],
    )


def client_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that name an application and its scopes."""
    return [
        click.Option(
            ["--client-id"],
            callback=_refuse_secret,
            envvar=app.variable("client-id"),
            show_envvar=True,
            help="The client ID of the application.",
        ),
        scope_option(app),
        click.Option(
            ["--undocumented-scope", "undocumented_scopes"],
            multiple=True,
            metavar="SCOPE",
            help="A scope that is not documented; repeat for each scope.",
        ),
        click.Option(
            ["--scheme"],
            default="https",
            metavar="SCHEME",
            envvar=app.variable("scheme"),
            show_envvar=True,
            show_default=True,
            help="Use http only for a server on this machine.",
        ),
    ]


def request_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options of a request."""
    options: list[click.Parameter] = [
        variable_option(app, name) for name in app.variables
    ]
    options += client_options(app)
    if app.has_redirect_uri:
        options.append(
            click.Option(
                ["--redirect-uri"],
                callback=_refuse_secret,
                help="The URL that receives the response.",
            )
        )
    if app.has_state:
        options.append(
            click.Option(
                ["--state"],
                callback=_refuse_secret,
                help="The state of an earlier URL, printed by `url`.",
            )
        )
    return options


def selection_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that choose a stored token."""
    return [
        variable_option(app, app.issuer),
        *client_options(app),
        store_option(app),
    ]


def any_characters_option(text: str) -> click.Option:
    """Return the option for tokens of other characters than those of RFC 6750."""
    return click.Option(["--any-characters"], is_flag=True, help=text)


def found_token_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that choose a stored token or one of the environment."""
    consent = any_characters_option(
        "Accept a token from the environment with any visible ASCII characters."
    )
    return [*selection_options(app), consent]


def store_option(app: Application[Token]) -> click.Option:
    """Return the option for the file that stores tokens."""
    return click.Option(
        ["--store"],
        type=click.Path(),
        callback=_check_file_name,
        metavar="FILE",
        envvar=app.variable("store"),
        show_envvar=True,
        help="Store tokens in this file instead of the system's keyring.",
    )


def _check_file_name(
    ctx: click.Context, option: click.Parameter, value: str | None
) -> str | None:
    """Return a file name that is not empty, because an empty one would count as missing."""
    if value == "":
        raise click.BadParameter("the name is empty; check that its variable is set")
    if value and os.path.isdir(value):
        raise click.BadParameter("this is a folder: add the name of a file to it")
    return _refuse_secret(ctx, option, value)


def json_option() -> click.Option:
    """Return the option for JSON output."""
    return click.Option(["--json", "as_json"], is_flag=True, help="Print JSON.")


@dataclass(frozen=True)
class PendingLogin(Generic[Token]):
    """A request, its state, which is None if the provider has none, and its settings."""

    request: ImplicitRequest[Token, ClientBase]
    state: str | None
    settings: Mapping[str, str]


def pending_login(
    app: Application[Token], ctx: click.Context, renewed: Entry[Token] | None = None
) -> PendingLogin[Token]:
    """Return the request that the options describe, or the one of an entry to renew.

    An invalid value is a usage error.
    """
    state: str | None = ctx.params.get("state")
    if app.has_state and state is None:
        state = new_state()
    arguments = (
        _given_arguments(app, ctx, state)
        if renewed is None
        else _stored_arguments(app, ctx, state, renewed)
    )
    try:
        pending = PendingLogin(app.request(arguments), state, _settings(app, arguments))
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        is_default = ctx.get_parameter_source("scheme") is ParameterSource.DEFAULT
        if is_default and renewed is None:
            _suggest_http(pending.request.issuer)
        if not (pending.request.scopes or ctx.params.get("with_token")):
            _suggest_scopes(app)
        return pending
    raise refused


def _given_arguments(
    app: Application[Token], ctx: click.Context, state: str | None
) -> RequestArguments:
    values = ctx.params
    redirect_uri = ["redirect_uri"] if app.needs_redirect_uri else []
    require(ctx, *app.variables, "client_id", *redirect_uri)
    return RequestArguments(
        variables={name: values[name] for name in app.variables},
        client_id=values["client_id"],
        scopes=values["scopes"],
        undocumented_scopes=values["undocumented_scopes"],
        scheme=values["scheme"],
        state=state,
        redirect_uri=values.get("redirect_uri"),
    )


def _stored_arguments(
    app: Application[Token],
    ctx: click.Context,
    state: str | None,
    entry: Entry[Token],
) -> RequestArguments:
    """Return the arguments of an entry's request; the command line can replace settings.

    An entry of an earlier version has no settings, so the environment may add them.
    """

    def setting(name: str) -> str | None:
        given: str | None = ctx.params.get(name)
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            return given
        return entry.settings.get(name, given)

    documented = [one.value for one in app.scopes]
    token = entry.token
    return RequestArguments(
        variables={
            name: token.domain if name == app.issuer else setting(name) or ""
            for name in app.variables
        },
        client_id=token.client_id,
        scopes=tuple(one for one in documented if one in entry.asked),
        undocumented_scopes=tuple(sorted(entry.asked.difference(documented))),
        scheme=token.scheme,
        state=state,
        redirect_uri=setting("redirect_uri"),
    )


def _settings(app: Application[Token], arguments: RequestArguments) -> dict[str, str]:
    """Return the arguments that neither the token nor the requested scopes contain."""
    settings = {**arguments.variables, "redirect_uri": arguments.redirect_uri}
    return {
        name: value for name, value in settings.items() if value and name != app.issuer
    }


def _suggest_http(host: str) -> None:
    """Print what a server on this machine requires if it has no certificate."""
    if is_loopback(host):
        print_notes(
            f"{host} is this machine: if it does not serve https, add --scheme http"
        )


def _suggest_scopes(app: Application[Token]) -> None:
    """Print what to write if a request names no scope, which RFC 6749 §3.3 permits."""
    print_notes(
        "Warning: no scope is requested, so the server may grant all of them: add "
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
