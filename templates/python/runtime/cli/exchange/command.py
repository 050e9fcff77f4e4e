"""The command of a package that gets tokens from a token endpoint."""

from __future__ import annotations

import click

from ...store.login_store import Login
from ..command import make_group
from ..options import selection_options
from ..scopes import scopes_command
from ..status import status_command
from ..token import headers_command, token_command
from ..token_lookup import FoundToken
from .application import Client, ExchangeApplication
from .login import login_command
from .logout import logout_command
from .renewal import find_for_status, find_renewed, judge
from .secrets import secret_options


def make_command(app: ExchangeApplication[Login, Client]) -> click.Group:
    """Return the command of a package."""

    def find(ctx: click.Context) -> FoundToken[Login]:
        return find_renewed(app, ctx)

    def find_anyway(ctx: click.Context) -> FoundToken[Login]:
        return find_for_status(app, ctx)

    options = [*selection_options(app), *secret_options(app, app.secrets)]
    commands = [
        login_command(app),
        token_command(find, options),
        headers_command(app, find, options),
        status_command(find_anyway, options, judge(app)),
        logout_command(app),
    ]
    if app.scopes:
        commands.append(scopes_command(app))
    return make_group(app, commands)
