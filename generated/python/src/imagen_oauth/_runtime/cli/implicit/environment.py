"""Where a token comes from: the environment, a file that it names, or the store."""

from __future__ import annotations

import os

import click
from click.core import ParameterSource

from ...errors import OAuthError
from ...store.secret import Secret
from ...store.token_store import Entry, Token
from .. import exit_codes
from ..application import Application
from ..options import require, selection_options
from ..output import Stopped, stopped_by
from ..token_lookup import FoundToken, find_stored
from .bare_token import read_token_at
from .token_file import read_token_file


def find_token(app: Application[Token], ctx: click.Context) -> FoundToken[Token]:
    """Return the only token that matches the options.

    A store on the command line takes precedence over a token in the environment, which
    takes precedence over any other store. Raises Stopped if no token matches, or more
    than one does.
    """
    is_explicit = ctx.get_parameter_source("store") is ParameterSource.COMMANDLINE
    if not is_explicit and (variable := environment_token(app)):
        return FoundToken(_from_environment(app, ctx, variable), f"${variable}")
    return find_stored(app, ctx)


def environment_token(app: Application[Token]) -> str | None:
    """Return the name of the variable for a token or its file, or None if neither is set.

    Raises Stopped if both are set.
    """
    names = [app.variable(name) for name in ("token", "token-file")]
    present = [name for name in names if os.environ.get(name)]
    if len(present) > 1:
        raise Stopped(
            exit_codes.USAGE, f"{' and '.join(present)} are both set: unset one"
        )
    return present[0] if present else None


def _from_environment(
    app: Application[Token], ctx: click.Context, variable: str
) -> Entry[Token]:
    """Return a token whose host and client ID the options name."""
    needed = f" {variable} is set, and does not say whose token it is."
    issuer = app.issuer or ""
    require(ctx, issuer, "client_id", more=needed)
    consent: bool = ctx.params["any_characters"]
    secret = Secret(_read_variable(app, variable, any_characters=consent))
    try:
        token = app.token.from_value(
            secret.reveal(),
            domain=ctx.params[issuer],
            client_id=ctx.params["client_id"],
            scheme=ctx.params["scheme"],
            any_characters=consent,
        )
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        return Entry(token)
    raise refused


def _read_variable(
    app: Application[Token], variable: str, *, any_characters: bool
) -> str:
    """Return the token of an environment variable, or of the file that it names."""
    value = os.environ[variable]
    if variable == app.variable("token"):
        return read_token_at(value, variable, any_characters=any_characters)
    place = f"the file of {variable}"
    return read_token_file(value, place, any_characters=any_characters)


def any_characters_option(text: str) -> click.Option:
    """Return the option for tokens of other characters than those of RFC 6750."""
    return click.Option(["--any-characters"], is_flag=True, help=text)


def found_token_options(app: Application[Token]) -> list[click.Parameter]:
    """Return the options that choose a stored token or one of the environment."""
    consent = any_characters_option(
        "Accept a token from the environment with any visible ASCII characters."
    )
    return [*selection_options(app), consent]
