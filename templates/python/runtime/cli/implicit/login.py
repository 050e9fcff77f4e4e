"""`url` and `login`: build a request, read its response, and store the token."""

from __future__ import annotations

import click

from ...errors import OAuthError
from ...protocol import LINUX_LINE_BYTES, MACOS_LINE_BYTES
from ...store.secret import Secret
from ...store.token_store import Entry, Token
from .. import exit_codes
from ..advice import restart_command, start_again
from ..attempts import first_accepted, is_terminal
from ..browser import has_browser, open_browser
from ..options import browser_option, json_option, store_option
from ..output import (
    DataCommand,
    Stopped,
    entry_facts,
    print_data,
    print_json,
    print_notes,
    shell_words,
)
from ..pasted_input import Ask, open_input
from ..result import print_result
from ..terminal import NotHidden
from ..token_lookup import matching_entries, open_store
from .application import ImplicitApplication
from .bare_token import may_have_any_characters, read_bare_token
from .environment import any_characters_option, environment_token
from .pending import PendingLogin, pending_login, request_options

_FINAL = (
    "authorization_error",
    "code_instead_of_token",
    "malformed_error_response",
    "unsupported_token_type",
)
"""Errors that would be the same if the user copied the response again."""


def url_command(app: ImplicitApplication[Token]) -> click.Command:
    """Return the command that prints the URL."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        pending = pending_login(app, ctx)
        if ctx.params["as_json"]:
            print_json({"url": pending.request.url, "state": pending.state})
        else:
            print_data(pending.request.url)
        print_notes(
            "Open the URL, log in, and approve; then read the response with",
            f"  {_continue_command(app, ctx, pending)}",
        )

    return DataCommand(
        "url",
        callback=run,
        params=[*request_options(app), json_option()],
        help="Print the URL at which the user logs in and approves.",
    )


def login_command(app: ImplicitApplication[Token]) -> click.Command:
    """Return the command that gets a token and stores it."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        if ctx.params["again"]:
            store = open_store(app, ctx)
            renewed = matching_entries(app, ctx, store).single()
            pending = pending_login(app, ctx, renewed)
        else:
            pending = pending_login(app, ctx)
            store = open_store(app, ctx)
        # Before the user logs in for a token that cannot be stored.
        store.prepare()
        token = _receive_token(app, ctx, pending)
        entry = Entry(token, pending.request.scopes, settings=pending.settings)
        print_notes(*store.save(entry))
        print_result(entry, store.place)
        if variable := environment_token(app):
            print_notes(
                f"{variable} is set and takes precedence; unset it to use this token"
            )
        # Last, because standard output may be full or closed; then the lines above say what happened.
        if ctx.params["as_json"]:
            print_json({"place": store.place, **entry_facts(entry)})

    return DataCommand(
        "login",
        callback=run,
        params=[*request_options(app), *_login_options(app), json_option()],
        help="Log in with a browser, and store the token.\n\n"
        "Paste the response at the prompt, which does not show it and accepts several "
        "lines, and press Enter. Without a terminal, the command reads the response "
        f"from standard input: {app.command} login … < FILE\n\n"
        "With --again, the other options choose the stored token to renew; if there is "
        "only one, no other option is necessary.\n\n"
        "In other programs, such as cat, a terminal keeps only the first "
        f"{LINUX_LINE_BYTES:,} bytes of a line on Linux and {MACOS_LINE_BYTES:,} bytes on "
        "macOS. A line of exactly that length is rejected, because its end may be missing.",
    )


def _login_options(app: ImplicitApplication[Token]) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        click.Option(
            ["--again"],
            is_flag=True,
            help="Renew a stored token, with the settings of its last login.",
        ),
        store_option(app),
        browser_option(),
        click.Option(
            ["--with-token"],
            is_flag=True,
            help="Read a bare token, and store it as unverified.",
        ),
        click.Option(
            ["--allow-missing-token-type"],
            is_flag=True,
            help="Accept a response without token_type; treat its token as a bearer token.",
        ),
        any_characters_option("Accept a token with any visible ASCII characters."),
    ]
    if app.has_state:
        options.append(
            click.Option(
                ["--allow-missing-state"],
                is_flag=True,
                help="Accept a response without the state; the token is then unverified.",
            )
        )
    return options


def _receive_token(
    app: ImplicitApplication[Token], ctx: click.Context, pending: PendingLogin[Token]
) -> Token:
    """Return the token that the user pastes or sends. Raises Stopped if it is rejected."""
    try:
        with open_input() as ask:
            if not ctx.params["with_token"]:
                _show_url(app, ctx, pending)
            return first_accepted(
                ask,
                lambda is_first: _prompt(ctx, is_first=is_first),
                lambda pasted: _read_or_offer(app, ctx, pending, pasted, ask),
                _FINAL,
                lambda code: _next_step(app, ctx, pending, code),
            )
    except NotHidden:
        pass
    raise Stopped(
        exit_codes.FAILED,
        "this terminal may show what you paste: save it to a file, and read that",
        f"nothing was stored; to continue: {_continue_command(app, ctx, pending)} < FILE",
    )


def _prompt(ctx: click.Context, *, is_first: bool) -> str:
    kind = "token" if ctx.params["with_token"] else "whole response"
    again = "" if is_first else " again"
    return f"Paste the {kind}{again} and press Enter (it is not shown):"


def _read_or_offer(
    app: ImplicitApplication[Token],
    ctx: click.Context,
    pending: PendingLogin[Token],
    pasted: Secret,
    ask: Ask,
) -> Token:
    """Return the token of a response, or a bare token if the user wants that."""
    try:
        return _read(app, ctx, pending, pasted)
    except OAuthError as error:
        refused = error.with_traceback(None)
    if refused.code == "missing_token" and is_terminal():
        token = _offer_bare_token(app, pending, pasted, ask)
        if token:
            return token
    raise refused


def _read(
    app: ImplicitApplication[Token],
    ctx: click.Context,
    pending: PendingLogin[Token],
    pasted: Secret,
) -> Token:
    if ctx.params["with_token"]:
        consent: bool = ctx.params["any_characters"]
        return _bare_token(app, pending, pasted, any_characters=consent)
    return pending.request.parse_pasted(
        pasted.reveal(),
        allow_missing_state=ctx.params.get("allow_missing_state") is True,
        allow_missing_token_type=ctx.params["allow_missing_token_type"],
        any_characters=ctx.params["any_characters"],
    )


def _next_step(
    app: ImplicitApplication[Token],
    ctx: click.Context,
    pending: PendingLogin[Token],
    code: str,
) -> str:
    if code == "state_mismatch" or code in _FINAL:
        return start_again(app, ctx)
    return f"nothing was stored; to continue: {_continue_command(app, ctx, pending)}"


def _show_url(
    app: ImplicitApplication[Token], ctx: click.Context, pending: PendingLogin[Token]
) -> None:
    """Print the URL and open it, unless the user passes the state of an earlier one."""
    if ctx.params.get("state"):
        return
    print_notes("Open this URL, log in, and approve:", f"  {pending.request.url}")
    if not ctx.params["no_browser"] and has_browser():
        open_browser(pending.request.url, app.environment)


def _offer_bare_token(
    app: ImplicitApplication[Token],
    pending: PendingLogin[Token],
    pasted: Secret,
    ask: Ask,
) -> Token | None:
    """Return the bare token that was pasted, if the user wants to store it unverified."""
    try:
        token = _bare_token(app, pending, pasted, any_characters=False)
    except OAuthError:
        return None
    print_notes(
        "This looks like a bare token. If it is one, nothing ties it to your request."
    )
    try:
        reply = ask("Store it as unverified? [y/N]:").reveal()
    except OAuthError:
        # What is too long to be read is not a consent.
        return None
    return token if reply.strip().lower() in ("y", "yes") else None


def _bare_token(
    app: ImplicitApplication[Token],
    pending: PendingLogin[Token],
    pasted: Secret,
    *,
    any_characters: bool,
) -> Token:
    token = Secret(read_bare_token(pasted.reveal()))
    return app.token.from_value(
        token.reveal(),
        domain=pending.request.issuer,
        client_id=pending.request.client_id,
        scheme=pending.request.scheme,
        any_characters=may_have_any_characters(token.reveal(), any_characters),
    )


def _continue_command(
    app: ImplicitApplication[Token], ctx: click.Context, pending: PendingLogin[Token]
) -> str:
    """Return a `login` for a shell that reads the response to a request.

    The state identifies the request. Without one, `login` prints the same URL again.
    """
    words = ["--state", pending.state] if pending.state else ["--no-browser"]
    if ctx.params.get("with_token"):
        words = ["--with-token"]
    return f"{restart_command(app, ctx)} {shell_words(words)}"
