"""Logs in with a code: opens a browser, and receives the redirect or lets the user paste it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from ...errors import AuthorizationError, OAuthError
from ...exchange.authorization_code import AuthorizationCode
from ...exchange.code_request import CodeRequest
from ...store.login_store import Login
from .. import exit_codes
from ..advice import start_again
from ..attempts import first_accepted, is_terminal
from ..browser import has_browser, open_browser
from ..output import Stopped, print_notes
from ..pasted_input import Subscribe, open_input
from ..terminal import NotHidden
from .application import Attempt, Client, Granted
from .code_flow import CodeFlow
from .loopback import Loopback, LoopbackTimeout, RedirectArrived
from .loopback_port import loopback_address

_FINAL = ("authorization_error", "invalid_code", "issuer_mismatch", "issuer_missing")
"""Errors that would be the same if the user copied the response again."""
_PASTE = (
    "paste the URL that the browser shows after the login, and press Enter "
    "(it is not shown):"
)


@contextmanager
def code_login(
    flow: CodeFlow[Login, Client], attempt: Attempt[Login, Client]
) -> Generator[Granted[Login]]:
    """Log in, and show in the browser how the block ends."""
    uri = flow.uri(attempt)
    address = None if uri is None or not flow.has_loopback else loopback_address(uri)
    if address is None:
        client = attempt.client(uri)
        request = flow.request(client, attempt.asked)
        _show(attempt, request)
        code = _only_pasted(attempt, request)
        yield _granted(flow, attempt, client, request, code)
        return
    with Loopback(address, attempt.ctx.params["timeout"]) as loopback:
        client = attempt.client(loopback.redirect_uri)
        request = flow.request(client, attempt.asked)
        loopback.expect(str(request.pending()["state"]))
        try:
            _show(attempt, request)
            code = _received(attempt, request, loopback)
            yield _granted(flow, attempt, client, request, code)
        except BaseException as error:
            loopback.end("The login failed", *_reason(error))
            raise
        loopback.end(
            "You are logged in",
            f"{attempt.app.command} has stored the token. You can close this window.",
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
        open_browser(url, attempt.app.environment)


def _received(
    attempt: Attempt[Login, Client], request: CodeRequest[Client], loopback: Loopback
) -> AuthorizationCode:
    """Return the code of the redirect, or of what the user pastes in the meantime."""
    print_notes(f"Waiting at {loopback.redirect_uri}.")
    try:
        return _redirected_or_pasted(attempt, request, loopback)
    except LoopbackTimeout:
        seconds = attempt.ctx.params["timeout"]
        lines = [
            f"no response within {seconds} s",
            start_again(attempt.app, attempt.ctx),
        ]
    if loopback.refused:
        lines.append(
            f"requests that were not the response to this login: {loopback.refused}; another "
            "login may be open in the browser"
        )
    raise Stopped(exit_codes.FAILED, *lines)


def _redirected_or_pasted(
    attempt: Attempt[Login, Client], request: CodeRequest[Client], loopback: Loopback
) -> AuthorizationCode:
    device = "log in with --device, or " if "device_code" in attempt.app.flows else ""
    elsewhere = f"If the browser is on another machine, {device}"
    try:
        if is_terminal():
            prompt = f"{elsewhere}{_PASTE}"
            return _pasted(attempt, request, prompt, loopback.subscribe)
    except NotHidden:
        # Nothing can be pasted here, but the redirect can still arrive.
        pass
    except RedirectArrived:
        return request.parse_redirect(loopback.response())
    print_notes(
        f"{elsewhere}stop this command, run it in another terminal, and paste the URL there."
    )
    return request.parse_redirect(loopback.wait())


def _only_pasted(
    attempt: Attempt[Login, Client], request: CodeRequest[Client]
) -> AuthorizationCode:
    try:
        return _pasted(attempt, request, f"P{_PASTE[1:]}")
    except NotHidden:
        pass
    raise Stopped(
        exit_codes.FAILED,
        "this terminal may show what you paste: use another terminal",
    )


def _pasted(
    attempt: Attempt[Login, Client],
    request: CodeRequest[Client],
    prompt: str,
    subscribe: Subscribe | None = None,
) -> AuthorizationCode:
    """Return the code of what the user pastes, or of standard input. Raises NotHidden."""
    with open_input(subscribe) as ask:
        return first_accepted(
            ask,
            lambda _: prompt,
            lambda pasted: request.parse_pasted(pasted.reveal()),
            _FINAL,
            lambda _: start_again(attempt.app, attempt.ctx),
        )
