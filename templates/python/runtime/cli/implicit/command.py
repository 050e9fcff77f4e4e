"""The command of a package whose authorization response contains the token."""

from __future__ import annotations

import click

from ...store.token_store import Token
from ..command import make_group
from ..scopes import scopes_command
from ..status import status_command
from ..token import headers_command, token_command
from ..token_lookup import FoundToken
from .application import ImplicitApplication
from .environment import find_token, found_token_options
from .login import login_command, url_command
from .logout import logout_command


def make_command(app: ImplicitApplication[Token]) -> click.Group:
    """Return the command of a package."""

    def find(ctx: click.Context) -> FoundToken[Token]:
        return find_token(app, ctx)

    options = found_token_options(app)
    return make_group(
        app,
        (
            url_command(app),
            login_command(app),
            token_command(find, options),
            headers_command(app, find, options),
            status_command(find, options),
            logout_command(app),
            scopes_command(app),
        ),
    )
