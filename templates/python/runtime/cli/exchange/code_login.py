"""Logs in with a code: opens a browser, and receives the redirect or lets the user paste it."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

from ...errors import AuthorizationError, OAuthError
from ...exchange.authorization_code import AuthorizationCode
from ...exchange.code_request import CodeRequest
from ...store.login_store import Login
from .. import exit_codes
from ..advice import restart_command
from ..browser import has_browser, open_browser
from ..output import Stopped, print_error, print_notes, stopped_by
from ..pasted_input import Ask, open_input
from ..terminal import NotHidden
from .application import Attempt, Client, Granted
from .code_flow import CodeFlow
from .loopback import (
    Loopback,
    LoopbackTimeout,
    RedirectArrived,
    Verdict,
    loopback_address,
)

_ATTEMPTS = 5
_OURS = ("invalid_code", "issuer_mismatch", "issuer_missing")
"""Errors of a response that has our state."""
_FINAL = ("authorization_error", *_OURS)
"""Errors that would be the same if the user copied the response again."""
_WAITING = "Waiting for the browser. "
_PASTE = (
    "Or paste the address of the page at which the browser ends, and press Enter "
    "(it is not shown):"
)
_PASTE_ONLY = "Paste the address of the page at which the browser ends, and press Enter (it is not shown):"


@contextmanager
def code_login(
    flow: CodeFlow[Login, Client], attempt: Attempt[Login, Client]
) -> Generator[Granted[Login]]:
    """Log in, and show in the browser how the block ends."""
    uri = attempt.values.redirect_uri or flow.redirect_uri
    address = None if uri is None or not flow.has_loopback else loopback_address(uri)
    if address is None:
        client = attempt.client(uri)
        request = flow.request(client, attempt.asked)
        _show(attempt, request)
        code = _pasted(attempt, request)
        yield _granted(flow, attempt, client, request, code)
        return
    # The values are checked before the browser opens.
    flow.request(attempt.client(uri), attempt.asked)
    pending: list[CodeRequest[Client]] = []

    def judge(found: str) -> Verdict:
        return _verdict(pending[0], found)

    seconds: float = attempt.ctx.params["timeout"]
    with Loopback(address, judge, seconds) as loopback:
        client = attempt.client(loopback.redirect_uri)
        request = flow.request(client, attempt.asked)
        pending.append(request)
        try:
            _show(attempt, request)
            code = _received(attempt, request, loopback)
            granted = _granted(flow, attempt, client, request, code)
            yield granted
        except BaseException as error:
            loopback.end("The login failed", *_reason(error))
            raise
        name = attempt.app.command
        loopback.end(
            "You are logged in",
            f"{name} has stored the token. You can close this window.",
        )


def _granted(
    flow: CodeFlow[Login, Client],
    attempt: Attempt[Login, Client],
    client: Client,
    request: CodeRequest[Client],
    code: AuthorizationCode,
) -> Granted[Login]:
    token = attempt.sender.send(flow.exchange(client, code))
    return Granted(token, request.scopes)


def _verdict(request: CodeRequest[Client], uri: str) -> Verdict:
    """Return whether a request to the redirect URI is the response of the provider."""
    try:
        request.parse_redirect(uri)
    except AuthorizationError as error:
        if error.state_verified:
            return Verdict(True)
        return Verdict(False, "It does not have the state of this login.")
    except OAuthError as error:
        if error.code in _OURS:
            return Verdict(True)
        return Verdict(False, f"The login in the terminal goes on. [{error.code}]")
    return Verdict(True)


def _reason(error: BaseException) -> tuple[str, ...]:
    """Return what the page says of an error, which has no secret."""
    lines = ["The terminal shows what to do. You can close this window."]
    if isinstance(error, AuthorizationError):
        lines.insert(0, f"The provider says: {error.error}.")
    elif isinstance(error, OAuthError):
        lines.insert(0, f"The reason is {error.code}.")
    return tuple(lines)


def _show(attempt: Attempt[Login, Client], request: CodeRequest[Client]) -> None:
    """Print the URL, and open it in a browser if there is one."""
    url = attempt.sender.local(request.url)
    print_notes("Open this URL, log in, and approve:", f"  {url}")
    if not attempt.ctx.params["no_browser"] and has_browser():
        open_browser(url)


def _received(
    attempt: Attempt[Login, Client], request: CodeRequest[Client], loopback: Loopback
) -> AuthorizationCode:
    """Return the code of the redirect, or of what the user pastes in the meantime."""
    elsewhere = (
        "If the browser is on another machine, the redirect cannot arrive here: "
    )
    others = (
        "paste its address"
        if _is_terminal()
        else "run this in a terminal, and paste its address"
    )
    if "device_code" in attempt.app.flows:
        others += ", or log in with --device"
    print_notes(f"Waiting at {loopback.redirect_uri}. {elsewhere}{others}.")
    try:
        try:
            if _is_terminal():
                with open_input(loopback.subscribe) as ask:
                    return _first_accepted(attempt, request, ask, _PASTE)
        except NotHidden:
            # Nothing can be pasted here, but the redirect can still arrive.
            pass
        return request.parse_redirect(loopback.wait())
    except RedirectArrived:
        return request.parse_redirect(loopback.response())
    except LoopbackTimeout:
        pass
    seconds = int(attempt.ctx.params["timeout"])
    lines = [
        f"no response within {seconds} seconds: {restart_command(attempt.app, attempt.ctx)}"
    ]
    if loopback.refused:
        lines.append(
            f"{loopback.refused} requests came that were not the response to this login; it may be "
            "another login, in a window that is still open"
        )
    raise Stopped(exit_codes.FAILED, *lines)


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _pasted(
    attempt: Attempt[Login, Client], request: CodeRequest[Client]
) -> AuthorizationCode:
    """Return the code of what the user pastes, or of standard input."""
    try:
        with open_input() as ask:
            return _first_accepted(attempt, request, ask, _PASTE_ONLY)
    except NotHidden:
        pass
    raise Stopped(
        exit_codes.FAILED,
        "this terminal may show what you paste: use another terminal",
    )


def _first_accepted(
    attempt: Attempt[Login, Client],
    request: CodeRequest[Client],
    ask: Ask,
    prompt: str,
) -> AuthorizationCode:
    """Return the code of the first text that is accepted. Raises Stopped."""
    refused: OAuthError | None = None
    for left in reversed(range(_ATTEMPTS if _is_terminal() else 1)):
        try:
            return request.parse_pasted(ask(prompt).reveal())
        except OAuthError as error:
            refused = error.with_traceback(None)
        if not left or refused.code in _FINAL:
            break
        print_error(stopped_by(refused))
    assert refused is not None
    raise stopped_by(
        refused,
        f"nothing was stored; to start again: {restart_command(attempt.app, attempt.ctx)}",
    )
