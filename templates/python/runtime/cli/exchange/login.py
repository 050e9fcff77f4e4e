"""`login`: get a token with one of the provider's grants, and store it."""

from __future__ import annotations

import click
from click.core import ParameterSource

from ...errors import OAuthError
from ...exchange.stores import PATIENCE
from ...store.login_store import Login, LoginStore, login_entry, login_key
from ...store.token_store import Entry, TokenStore
from .. import exit_codes
from ..advice import start_again
from ..options import (
    browser_option,
    json_option,
    login_options,
    store_option,
    suggest_http,
    suggest_scopes,
    variable_option,
)
from ..output import (
    DataCommand,
    Stopped,
    entry_facts,
    print_json,
    print_notes,
    stopped_by,
)
from ..result import print_result
from ..token_lookup import matching_entries, open_store
from .application import ACCOUNT, GRANT, Attempt, Client, ExchangeApplication, Scopes
from .mock_server import open_http
from .renewal import renewal_sentence
from .secrets import secret_options
from .values import Given, given, given_again

_FLAGS = {"device_code": "device"}
"""The option that chooses a grant that is not the usual one."""
_TEXTS = {
    "device_code": "Log in on another device, with a code that is shown here.",
}
_LONGEST = 3_600


def login_command(app: ExchangeApplication[Login, Client]) -> click.Command:
    """Return the command that gets a token and stores it."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        store = open_store(app, ctx)
        again: Entry[Login] | None = None
        if ctx.params["again"]:
            again = matching_entries(app, ctx, store).single()
        grant = _grant(app, ctx, again)
        values = (
            given(app, ctx, grant) if again is None else given_again(app, ctx, again)
        )
        # Before the user logs in for a token that cannot be stored.
        store.prepare()
        with open_http(app) as http:
            attempt = Attempt(app, ctx, values.client, _scopes(app, ctx, again), http)
            _check(attempt, grant)
            entry = _stored(attempt, store, values, grant)
        print_result(entry, store.place, *renewal_sentence(entry))
        # Last, because standard output may be full or closed; then the lines above say what happened.
        if ctx.params["as_json"]:
            print_json({"place": store.place, **entry_facts(entry)})

    return DataCommand(
        "login",
        callback=run,
        params=[
            *login_options(app),
            variable_option(app, ACCOUNT),
            *_options(app),
            json_option(),
        ],
        help="Log in, and store the token.\n\n" + _help(app),
    )


def _help(app: ExchangeApplication[Login, Client]) -> str:
    lines: list[str] = []
    if "authorization_code" in app.flows:
        lines.append(
            "A browser opens, and returns to this machine after you have approved. If it is "
            "on another machine, paste the address at which it ends."
        )
    lines.append(
        "With --again, the other options choose the stored login to repeat; if there is "
        "only one, no other option is necessary."
    )
    return "\n\n".join(lines)


def _options(app: ExchangeApplication[Login, Client]) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        click.Option(
            ["--again"],
            is_flag=True,
            help="Repeat a stored login, with its own settings.",
        ),
        *secret_options(app, app.secrets),
        store_option(app),
        browser_option(),
        click.Option(
            ["--timeout"],
            type=click.IntRange(1, _LONGEST),
            default=300,
            show_default=True,
            metavar="SECONDS",
            help="How long to wait for the browser.",
        ),
    ]
    options += [
        click.Option([f"--{_FLAGS[name]}"], is_flag=True, help=_TEXTS[name])
        for name in app.flows
        if name in _FLAGS
    ]
    return options


def _grant(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    again: Entry[Login] | None,
) -> str:
    """Return the grant that the options or the stored login name, or else the usual one."""
    for name, flag in _FLAGS.items():
        if ctx.params.get(flag):
            return name
    stored = "" if again is None else again.settings.get(GRANT, "")
    if stored in app.flows:
        return stored
    usual = next(iter(app.flows))
    if usual in _FLAGS:
        # RFC 8628 §5.4: somebody else may have begun a login that a user did not ask for.
        raise Stopped(
            exit_codes.USAGE,
            f"this provider has no login in a browser on this machine: add --{_FLAGS[usual]}",
        )
    return usual


def _scopes(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    again: Entry[Login] | None,
) -> Scopes:
    if again is None:
        documented: tuple[str, ...] = ctx.params.get("scopes", ())
        others: tuple[str, ...] = ctx.params.get("undocumented_scopes", ())
        if not (documented or others) and app.scopes and not app.has_default_scopes:
            suggest_scopes(app)
        return Scopes(documented, others)
    known = [one.value for one in app.scopes]
    return Scopes(
        tuple(one for one in known if one in again.asked),
        tuple(sorted(again.asked.difference(known))),
    )


def _stored(
    attempt: Attempt[Login, Client],
    store: TokenStore[Login],
    values: Given,
    grant: str,
) -> Entry[Login]:
    """Log in, and return the entry of the token, which is stored."""
    try:
        with attempt.app.flows[grant].login(attempt) as granted:
            entry = login_entry(
                granted.token,
                granted.scopes,
                settings={**values.settings, GRANT: grant},
                identity=values.identity,
            )
            # A renewal that is on its way ends first.
            with LoginStore(store).locked(login_key(entry), PATIENCE):
                print_notes(*store.save(entry))
        return entry
    except OAuthError as error:
        refused = stopped_by(error, start_again(attempt.app, attempt.ctx))
    raise refused


def _check(attempt: Attempt[Login, Client], grant: str) -> None:
    """Stop with a usage error if a value is not valid, before anything is opened."""
    try:
        attempt.app.flows[grant].check(attempt)
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        source = attempt.ctx.get_parameter_source("scheme")
        if attempt.app.issuer and source is ParameterSource.DEFAULT:
            suggest_http(attempt.client(attempt.values.redirect_uri).issuer)
        return
    raise refused
