"""`login`: get a token with one of the provider's grants, and store it."""

from __future__ import annotations

from dataclasses import replace

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
from .application import ACCOUNT, FLAGS, GRANT, Attempt, Client, ExchangeApplication
from .asked import (
    asked_before,
    asked_now,
    check_parameters,
    parameter_options,
    settings_of,
)
from .renewal import renewal_sentence
from .secrets import secret_options
from .sending import open_sender
from .values import Given, given

_TEXTS = {
    "device_code": "Log in on another device, with a code that is shown here.",
    "client_credentials": "Get a token for the application itself, without a user.",
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
        asked = asked_now(app, ctx) if again is None else asked_before(app, again)
        is_browser = grant == "authorization_code"
        if again is not None and not is_browser:
            # The user did not give the parameters of a login in a browser now.
            asked = replace(asked, parameters={})
        check_parameters(app, asked, is_browser=is_browser)
        values = given(app, ctx, grant, again)
        # Before the user logs in for a token that cannot be stored.
        store.prepare()
        attempt = Attempt(app, ctx, values.client, asked, open_sender(app))
        _check(attempt, grant)
        entry = _stored(attempt, store, values, grant)
        print_result(
            entry,
            store.place,
            *renewal_sentence(app, entry),
            has_redirect=is_browser,
        )
        # Last, because standard output may be full or closed; then the lines above say what happened.
        if ctx.params["as_json"]:
            print_json({"place": store.place, **entry_facts(entry)})

    return DataCommand(
        "login",
        callback=run,
        params=[*login_options(app), *_options(app), json_option()],
        help="Log in, and store the token.\n\n" + _help(app),
    )


def _help(app: ExchangeApplication[Login, Client]) -> str:
    lines: list[str] = []
    if "authorization_code" in app.flows:
        lines.append(
            "This opens a browser, which sends the response to this machine after you approve the request. "
            "If the browser is on another machine, paste the URL that it shows after the login."
        )
    lines.append(
        "With --again, the other options choose the stored login to repeat; if there is "
        "only one, no other option is necessary."
    )
    return "\n\n".join(lines)


def _options(app: ExchangeApplication[Login, Client]) -> list[click.Parameter]:
    account = [] if ACCOUNT in app.variables else [variable_option(app, ACCOUNT)]
    options: list[click.Parameter] = [
        *account,
        *parameter_options(app),
        click.Option(
            ["--again"],
            is_flag=True,
            help="Repeat a stored login, with its own settings.",
        ),
        *[
            click.Option(
                [f"--{flag.replace('_', '-')}"], is_flag=True, help=_TEXTS[name]
            )
            for name, flag in FLAGS.items()
            if name in app.flows
        ],
        *secret_options(app, app.secrets),
        store_option(app),
    ]
    if [*app.flows] == ["client_credentials"]:
        return options
    return [
        *options,
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


def _grant(
    app: ExchangeApplication[Login, Client],
    ctx: click.Context,
    again: Entry[Login] | None,
) -> str:
    """Return the grant that the options or the stored login name, or else the usual one."""
    chosen = [name for name, flag in FLAGS.items() if ctx.params.get(flag)]
    if len(chosen) > 1:
        raise Stopped(
            exit_codes.USAGE,
            "--device and --client-credentials cannot be used together: omit one of them",
        )
    if chosen:
        return chosen[0]
    if again is not None:
        return app.flow_of(again)
    usual = next(iter(app.flows))
    if usual == "device_code":
        # RFC 8628 §5.4: somebody else may have begun a login that a user did not ask for.
        raise Stopped(
            exit_codes.USAGE,
            "this provider has no login in a browser on this machine: add --device",
        )
    return usual


def _stored(
    attempt: Attempt[Login, Client],
    store: TokenStore[Login],
    values: Given,
    grant: str,
) -> Entry[Login]:
    """Log in, and return the entry of the token, which is stored."""
    settings = {**values.settings, **settings_of(attempt.asked), GRANT: grant}
    try:
        with attempt.app.flows[grant].login(attempt) as granted:
            entry = login_entry(
                granted.token,
                granted.scopes,
                settings=settings,
                identity=values.identity,
            )
            # A renewal that is on its way ends first.
            with LoginStore(store).locked(login_key(entry), PATIENCE):
                print_notes(*store.save(entry))
        return entry
    except OAuthError as error:
        again = start_again(attempt.app, attempt.ctx)
        refused = stopped_by(error, *_without_secret(attempt, grant, error), again)
    raise refused


def _without_secret(
    attempt: Attempt[Login, Client], grant: str, error: OAuthError
) -> tuple[str, ...]:
    """Return a line about a client secret that the server may expect and did not get, or none."""
    name = "client_secret"
    is_possible = name in attempt.app.secrets and name not in attempt.values.secrets
    is_wrong = getattr(error, "error", None) == "invalid_client"
    # A device often needs no secret even if a login in a browser needs one.
    if grant != "authorization_code" or not (is_possible and is_wrong):
        return ()
    variable = attempt.app.variable(name)
    return (f"no client secret was sent; if the application has one, set {variable}",)


def _check(attempt: Attempt[Login, Client], grant: str) -> None:
    """Stop with a usage error if a value is not valid, before anything is opened."""
    try:
        attempt.app.flows[grant].check(attempt)
    except OAuthError as error:
        refused = stopped_by(error, exit_code=exit_codes.USAGE)
    else:
        source = attempt.ctx.get_parameter_source("scheme")
        # A login that is repeated can have http.
        is_default = source is ParameterSource.DEFAULT
        if attempt.app.has_scheme and is_default and attempt.values.scheme == "https":
            suggest_http(attempt.client(attempt.values.redirect_uri).issuer)
        return
    raise refused
