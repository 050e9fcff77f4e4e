"""`url` and `login`: the request goes out, its answer comes in, and the token is kept."""

from __future__ import annotations

import getpass
import os
import sys
import time
import warnings

import click

from . import exit_codes
from .application import Application
from .command_options import (
    Begun,
    begin,
    json_option,
    login_again,
    login_anew,
    request_options,
    store_option,
)
from .command_output import Stopped, described, put, put_json, say, stopped_by
from .command_source import environment_token, open_store
from .errors import OAuthError
from .secret import Secret
from .store import Entry, Token
from .validity import judge

_MAX_BYTES = 4 * 65_536 + 1
_NEEDS_NEW_REQUEST = (
    "authorization_error",
    "code_instead_of_token",
    "malformed_error_response",
    "state_mismatch",
    "unsupported_token_type",
)
"""What is refused of an answer as it came: to copy it once more would change nothing."""


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
            "Open it, sign in and approve; then have the answer read with",
            f"  {login_again(app, ctx, begun)}",
        )

    return click.Command(
        "url",
        callback=run,
        params=[*request_options(app), json_option()],
        help="Print the URL at which a person signs in and approves.",
    )


def login_command(app: Application[Token]) -> click.Command:
    """Return the command that gets a token and keeps it."""

    @click.pass_context
    def run(ctx: click.Context, /, **_: object) -> None:
        begun = begin(app, ctx)
        store = open_store(app, ctx)
        # Before somebody signs in for a token that could not be kept.
        store.prepare()
        if ctx.params["with_token"]:
            token = _bare(app, begun, _read("Paste the token (it is not shown): "))
        else:
            _show_url(begun, ctx)
            token = _answered(app, ctx, begun)
        entry = Entry(token, begun.request.scopes)
        say(*store.save(entry))
        _report(app, entry, store.place, as_json=ctx.params["as_json"])

    return click.Command(
        "login",
        callback=run,
        params=[*request_options(app), *_login_options(app), json_option()],
        help="Get a token from a person's sign-in, and keep it.\n\n"
        "The answer is pasted at a prompt that does not show it. Where there is no "
        "terminal it is read from standard input. A terminal cuts a line at 4,095 "
        "characters, so read a longer answer from a file: login --state … < FILE",
    )


def _login_options(app: Application[Token]) -> list[click.Parameter]:
    options: list[click.Parameter] = [
        store_option(app),
        click.Option(
            ["--no-browser"], is_flag=True, help="Print the URL, and open no browser."
        ),
        click.Option(
            ["--with-token"],
            is_flag=True,
            help="Read a bare token, which is kept as not verified.",
        ),
    ]
    if app.has_state:
        options.append(
            click.Option(
                ["--allow-missing-state"],
                is_flag=True,
                help="Take an answer that does not repeat the state.",
            )
        )
    return options


def _show_url(begun: Begun[Token], ctx: click.Context) -> None:
    """Print the URL and open it; one whose state was given has been opened before."""
    if ctx.params.get("state"):
        return
    say("Open this, sign in and approve:", f"  {begun.request.url}")
    if not ctx.params["no_browser"] and _has_browser():
        # Not at the top: it takes as long to import as building the URL.
        import webbrowser

        webbrowser.open(begun.request.url)


def _has_browser() -> bool:
    """Return whether a browser would open a window, and not take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))


def _answered(
    app: Application[Token], ctx: click.Context, begun: Begun[Token]
) -> Token:
    """Return the token of the answer that is pasted or comes in; else say how to go on."""
    pasted = _read("Paste the whole answer (it is not shown): ")
    try:
        return begun.request.parse_pasted(
            pasted.reveal(),
            allow_missing_state=ctx.params.get("allow_missing_state") is True,
        )
    except OAuthError as error:
        refused = error.with_traceback(None)
    if refused.code == "missing_token" and (token := _offered(app, begun, pasted)):
        return token
    if refused.code in _NEEDS_NEW_REQUEST:
        again = f"to start again: {login_anew(app, ctx)}"
    else:
        again = f"to go on: {login_again(app, ctx, begun)}"
    if refused.code == "truncated_input":
        again += " < FILE"
    raise stopped_by(refused, f"nothing was kept; {again}")


def _offered(
    app: Application[Token], begun: Begun[Token], pasted: Secret
) -> Token | None:
    """Return what may be a bare token, where the person wants it as it is."""
    if not sys.stdin.isatty():
        return None
    try:
        token = _bare(app, begun, pasted)
    except OAuthError:
        return None
    said = "That is one word; if it is the token, nothing ties it to your request."
    say(said)
    wanted = click.confirm("Keep it as not verified?", default=False, err=True)
    return token if wanted else None


def _bare(app: Application[Token], begun: Begun[Token], pasted: Secret) -> Token:
    return app.token.from_value(
        pasted.reveal().strip().removeprefix("Bearer "),
        domain=begun.request.issuer,
        client_id=begun.request.client_id,
    )


def _read(prompt: str) -> Secret:
    """Return what a person pastes unseen, or all of standard input without a terminal."""
    if not sys.stdin.isatty():
        data = sys.stdin.buffer.read(_MAX_BYTES)
        return Secret(data.decode("utf-8", "replace"))
    with warnings.catch_warnings():
        # A terminal that would show what is typed is no place for a token.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return Secret(getpass.getpass(prompt, sys.stderr))
        except getpass.GetPassWarning:
            pass
        except (EOFError, KeyboardInterrupt):
            say("")  # What is said next begins on a line of its own.
            raise
    raise Stopped(
        exit_codes.FAILED,
        "this terminal would show what you paste: send it by standard input",
    )


def _report(
    app: Application[Token], entry: Entry[Token], place: str, *, as_json: bool
) -> None:
    """Say what was granted, until when, and where it is kept."""
    token = entry.token
    validity = judge(entry, time.time(), 0)
    if as_json:
        put_json({"place": place, **described(entry)})
    granted = "not known" if token.scopes is None else " ".join(sorted(token.scopes))
    say(f"granted: {granted}")
    if token.missing_scopes:
        say(f"asked for and not granted: {' '.join(sorted(token.missing_scopes))}")
    if token.extra_scopes:
        say(f"granted and not asked for: {' '.join(sorted(token.extra_scopes))}")
    if not token.state_verified:
        say("not verified: nothing ties the token to the request")
    say(validity.sentence, f"kept in {place}")
    if variable := environment_token(app):
        say(f"{variable} is set and goes before it; unset that to use this one")
