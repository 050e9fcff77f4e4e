"""Builds an authorization request from the options of a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

import click
from click.core import ParameterSource

from ...checks import new_state
from ...client import ClientBase
from ...errors import OAuthError
from ...implicit import ImplicitRequest
from ...store.token_store import Entry, Token
from .. import exit_codes
from ..options import (
    login_options,
    refuse_secret,
    require,
    suggest_http,
    suggest_scopes,
)
from ..output import stopped_by
from .application import ImplicitApplication, RequestArguments


def request_options(app: ImplicitApplication[Token]) -> list[click.Parameter]:
    """Return the options of a request."""
    options = login_options(app)
    if app.has_state:
        options.append(
            click.Option(
                ["--state"],
                callback=refuse_secret,
                help="The state of an earlier URL, printed by `url`.",
            )
        )
    return options


@dataclass(frozen=True)
class PendingLogin(Generic[Token]):
    """A request, its state, which is None if the provider has none, and its settings."""

    request: ImplicitRequest[Token, ClientBase]
    state: str | None
    settings: Mapping[str, str]


def pending_login(
    app: ImplicitApplication[Token],
    ctx: click.Context,
    renewed: Entry[Token] | None = None,
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
            suggest_http(pending.request.issuer)
        if not (pending.request.scopes or ctx.params.get("with_token")):
            suggest_scopes(app)
        return pending
    raise refused


def _given_arguments(
    app: ImplicitApplication[Token], ctx: click.Context, state: str | None
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
    app: ImplicitApplication[Token],
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


def _settings(
    app: ImplicitApplication[Token], arguments: RequestArguments
) -> dict[str, str]:
    """Return the arguments that neither the token nor the requested scopes contain."""
    settings = {**arguments.variables, "redirect_uri": arguments.redirect_uri}
    return {
        name: value for name, value in settings.items() if value and name != app.issuer
    }
