"""`url` and `login`: build a request, read its response, and store the token."""

from __future__ import annotations

import os
import sys
import time

import click

from ..errors import OAuthError
from ..store.secret import Secret
from ..store.token_store import Entry, Token
from . import exit_codes
from .application import Application
from .options import (
    Begun,
    begin,
    json_option,
    login_again,
    login_anew,
    request_options,
    store_option,
)
from .output import Stopped, described, put, put_json, say, stopped_by
from .pasted_input import open_input
from .terminal import NotHidden
from .token_lookup import environment_token, open_store
from .validity import judge

_NEEDS_NEW_REQUEST = (
    "authorization_error",
    "code_instead_of_token",
    "malformed_error_response",
    "state_mismatch",
    "unsupported_token_type",
)
"""Errors that would be the same if the user copied the response again."""


def url_command(app: Application[Token]) -> click.Command:
    """Return the command that prints the URL."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        begun = begin(app, ctx)
        if ctx.params["as_json"]:
            put_json({"url": begun.request.url, "state": begun.state})
        else:
            put(begun.request.url)
        say(
            "Open it, log in, and approve; then read the response with",
            f"  {login_again(app, ctx, begun)}",
        )

    return click.Command(
        "url",
        callback=run,
        params=[*request_options(app), json_option()],
        help="Print the URL at which the user logs in and approves.",
    )


def login_command(app: Application[Token]) -> click.Command:
    """Return the command that gets a token and stores it."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        begun = begin(app, ctx)
        store = open_store(app, ctx)
        # Before the user logs in for a token that cannot be stored.
        store.prepare()
        entry = Entry(_received(app, ctx, begun), begun.request.scopes)
        say(*store.save(entry))
        _report(app, entry, store.place, as_json=ctx.params["as_json"])

    return click.Command(
        "login",
        callback=run,
        params=[*request_options(app), *_login_options(app), json_option()],
        help="Log in with a browser, and store the token.\n\n"
        "Paste the response at the prompt, which does not show it and accepts several "
        "lines, and press Enter. Without a terminal, the command reads the response "
        f"from standard input: {app.command} login … < FILE\n\n"
        "Other programs read a line from a terminal only up to 4,095 bytes on Linux "
        "and 1,023 bytes on macOS. A line of exactly that length is rejected, because "
        "its end may be missing.",
    )


def _login_options(app: Application[Token]) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        store_option(app),
        click.Option(
            ["--no-browser"],
            is_flag=True,
            help="Print the URL without opening a browser.",
        ),
        click.Option(
            ["--with-token"],
            is_flag=True,
            help="Read a bare token, and store it as not verified.",
        ),
        click.Option(
            ["--allow-missing-token-type"],
            is_flag=True,
            help="Accept a response without token_type as one with a bearer token.",
        ),
    ]
    if app.has_state:
        options.append(
            click.Option(
                ["--allow-missing-state"],
                is_flag=True,
                help="Accept a response without the state; it is not verified.",
            )
        )
    return options


def _received(
    app: Application[Token], ctx: click.Context, begun: Begun[Token]
) -> Token:
    """Return the token that the user pastes or sends; if it is rejected, print what to do."""
    pasted: Secret | None = None
    try:
        pasted = _pasted(ctx, begun)
        return _read(app, ctx, begun, pasted)
    except NotHidden:
        refused = None
    except OAuthError as error:
        refused = error.with_traceback(None)
    if refused is None:
        raise Stopped(
            exit_codes.FAILED,
            "this terminal may show what you paste: save it to a file, and read that",
            f"nothing was stored; to continue: {login_again(app, ctx, begun)} < FILE",
        )
    if pasted and refused.code == "missing_token":
        token = _offered(app, begun, pasted)
        if token:
            return token
    raise stopped_by(refused, _next_step(app, ctx, begun, refused.code))


def _pasted(ctx: click.Context, begun: Begun[Token]) -> Secret:
    with open_input() as read:
        if ctx.params["with_token"]:
            return read("Paste the token and press Enter (it is not shown):")
        _show_url(begun, ctx)
        return read("Paste the whole response and press Enter (it is not shown):")


def _read(
    app: Application[Token], ctx: click.Context, begun: Begun[Token], pasted: Secret
) -> Token:
    if ctx.params["with_token"]:
        return _bare(app, begun, pasted)
    return begun.request.parse_pasted(
        pasted.reveal(),
        allow_missing_state=ctx.params.get("allow_missing_state") is True,
        allow_missing_token_type=ctx.params["allow_missing_token_type"],
    )


def _next_step(
    app: Application[Token], ctx: click.Context, begun: Begun[Token], code: str
) -> str:
    if code in _NEEDS_NEW_REQUEST:
        return f"nothing was stored; to start again: {login_anew(app, ctx)}"
    return f"nothing was stored; to continue: {login_again(app, ctx, begun)}"


def _show_url(begun: Begun[Token], ctx: click.Context) -> None:
    """Print the URL and open it, unless the user passes the state of an earlier one."""
    if ctx.params.get("state"):
        return
    say("Open this URL, log in, and approve:", f"  {begun.request.url}")
    if not ctx.params["no_browser"] and _has_browser():
        # Not at the top: the import takes as long as building the URL.
        import webbrowser

        webbrowser.open(begun.request.url)


def _has_browser() -> bool:
    """Return whether a browser would open a window and leave the terminal alone."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))


def _offered(
    app: Application[Token], begun: Begun[Token], pasted: Secret
) -> Token | None:
    """Return what may be a bare token, if the user wants to store it as it is."""
    if not sys.stdin.isatty():
        return None
    try:
        token = _bare(app, begun, pasted)
    except OAuthError:
        return None
    say("This is a single word. If it is the token, nothing ties it to your request.")
    wanted = click.confirm("Store it as not verified?", default=False, err=True)
    return token if wanted else None


def _bare(app: Application[Token], begun: Begun[Token], pasted: Secret) -> Token:
    return app.token.from_value(
        pasted.reveal().strip().removeprefix("Bearer "),
        domain=begun.request.issuer,
        client_id=begun.request.client_id,
        scheme=begun.request.scheme,
    )


def _report(
    app: Application[Token], entry: Entry[Token], place: str, *, as_json: bool
) -> None:
    """Print what was granted, how long it lasts, and where it is stored."""
    token = entry.token
    validity = judge(entry, time.time(), 0)
    if as_json:
        put_json({"place": place, **described(entry)})
    granted = "not known" if token.scopes is None else " ".join(sorted(token.scopes))
    say(f"granted: {granted}")
    if token.missing_scopes:
        say(f"requested but not granted: {' '.join(sorted(token.missing_scopes))}")
    if token.extra_scopes:
        say(f"granted but not requested: {' '.join(sorted(token.extra_scopes))}")
    if not token.state_verified:
        say("not verified: nothing ties the token to the request")
    say(validity.sentence, f"stored in {place}")
    if variable := environment_token(app):
        say(f"{variable} is set and takes precedence; unset it to use this token")
