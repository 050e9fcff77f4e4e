"""Log in with each kind of redirect, and show what happens when the token expires."""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from imagen_oauth import (
    AccessToken,
    ApiError,
    AuthorizationRequest,
    OAuthError,
    Scope,
)
from imagen_oauth.httpx_auth import attach
from imagen_oauth.store import Entry, open_store, select
from imagen_oauth_mock import MockServer, MockServerError

from demo import gallery
from demo.approval import USER, Approve, BrowserFailed, approval, visit

MARGIN = 60
"""The seconds before its expiry in which a token counts as expired; the leeway of `is_expired`."""
LIFETIME = MARGIN + 5
"""The lifetime of a token in seconds: it is usable for five of them, so the wait is short."""
SCOPE = Scope.READ_USERS_DATA
Tell = Callable[[str], None]


class _Unexpected(Exception):
    """A step had an unexpected result."""


_FAILURES = (
    *(OAuthError, MockServerError, BrowserFailed, httpx.HTTPError, _Unexpected),
    gallery.CommandFailed,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and return the exit code: 0, 1 if a step failed, or 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument(
        "--no-browser",
        action="store_true",
        help="log in with an HTTP client, even if Chromium is installed",
    )
    parser.add_argument(
        "--store",
        type=Path,
        metavar="FILE",
        help="store the token there (default: a folder that is removed at the end)",
    )
    given = parser.parse_args(arguments)
    seen: list[str] = []
    tell = _numbered()
    with ExitStack() as stack:
        server = stack.enter_context(
            MockServer(token_lifetime=LIFETIME, log=seen.append)
        )
        tell(
            f"The mock server runs at {server.url}; its tokens are valid for {LIFETIME} s."
        )
        approve, name = approval(server, browser=not given.no_browser)
        file = given.store or _temporary(stack) / "tokens.json"
        try:
            token = _log_in(server, approve, name, tell)
            kept = _keep(token, file, tell)
            _call(server, kept, tell)
            _call_after_expiry(server, kept, seen, tell)
            server.stop()
            tell("The server has stopped, and its tokens are gone.")
            gallery.show(
                _temporary(stack),
                tell,
                lambda mock: visit(mock, browser=not given.no_browser),
            )
        except KeyboardInterrupt:
            return 130
        except _FAILURES as error:
            print(f"demo: {error}", file=sys.stderr)
            return 1
    return 0


def _numbered() -> Tell:
    numbers = itertools.count(1)

    def tell(line: str) -> None:
        print(f"{next(numbers):2}. {line}", flush=True)

    return tell


def _temporary(stack: ExitStack) -> Path:
    folder = tempfile.TemporaryDirectory(prefix="imagen-oauth-demo-")
    return Path(stack.enter_context(folder))


def _log_in(server: MockServer, approve: Approve, name: str, tell: Tell) -> AccessToken:
    request = AuthorizationRequest(
        server.domain, "YOUR_API_KEY", [SCOPE], scheme="http"
    )
    tell(f"Built the URL: {request.url}")
    response = approve(request.url)
    tell(f"Logged in as {USER} and approved the request, in {name}.")
    token = request.parse_pasted(response)
    granted = " ".join(sorted(token.scopes or ()))
    tell(f"Read the response: granted {granted}, for {token.expires_in} s.")
    return token


def _keep(token: AccessToken, file: Path, tell: Tell) -> AccessToken:
    """Store a token, and return it as a later run would read it."""
    store = open_store(file)
    store.save(Entry(token, [SCOPE]))
    [entry] = select(store.entries(), token.domain, token.client_id)
    tell(f"Stored the token in {store.place}, which only its owner can read.")
    return entry.token


def _call(server: MockServer, token: AccessToken, tell: Tell) -> None:
    status = _get(server, token).status_code
    tell(f"Called the API: status {status}.")


def _call_after_expiry(
    server: MockServer, token: AccessToken, seen: list[str], tell: Tell
) -> None:
    tell(f"Waiting until the token expires in less than {MARGIN} s.")
    while not token.is_expired():
        time.sleep(0.1)
    before = len(seen)
    error = _refusal(lambda: _get(server, token))
    if error.code != "token_expired" or len(seen) != before:
        raise _Unexpected("the call was sent with an expired token")
    tell(f"The same call fails before it is sent: {error}")
    server.advance(LIFETIME)
    error = _refusal(lambda: _get(server, _without_expiry(token)))
    if not isinstance(error, ApiError) or error.status != 401:
        raise _Unexpected("the server did not reject the token")
    tell(
        f"The server rejects it, too, after its clock moves forward {LIFETIME} s: {error}"
    )


def _get(server: MockServer, token: AccessToken) -> httpx.Response:
    """Call a resource that requires the scope."""
    host = urlsplit(server.resource_url).netloc
    # A proxy from the environment could read the token, so `attach` rejects such a call.
    with attach(httpx.Client(trust_env=False), token, host) as client:
        return client.get(f"{server.resource_url}/needs/{SCOPE.value}")


def _without_expiry(token: AccessToken) -> AccessToken:
    """Return the token with an unknown expiry, so that a call with it is sent."""
    return AccessToken.from_value(
        token.reveal(), domain=token.domain, client_id=token.client_id
    )


def _refusal(call: Callable[[], object]) -> OAuthError:
    """Return the error of a call that must fail."""
    try:
        call()
    except OAuthError as error:
        return error
    raise _Unexpected("a call with an expired token did not fail")


if __name__ == "__main__":
    sys.exit(main())
