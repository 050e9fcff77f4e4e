"""`python -m demo`: signs in, calls, and is refused after the token's time, a numbered line a step."""

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
from imagen_oauth_mock import StandIn, StandInError

from demo.approval import USER, Approve, BrowserFailed, approval

MARGIN = 60
"""The seconds before its expiry in which a token counts as expired; `is_expired` has them."""
LIFETIME = MARGIN + 5
"""The seconds that a token lives: it is sent for five of them, and nobody waits for long."""
SCOPE = Scope.READ_USERS_DATA
Tell = Callable[[str], None]


class _Unexpected(Exception):
    """A step did not go as it should."""


_FAILURES = (OAuthError, StandInError, BrowserFailed, httpx.HTTPError, _Unexpected)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play it, and return the exit code: 0, 1 where a step went wrong, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument(
        "--no-browser",
        action="store_true",
        help="sign in with an HTTP client, also where there is a Chromium",
    )
    parser.add_argument(
        "--store",
        type=Path,
        metavar="FILE",
        help="keep the token there (without it: in a folder that is removed at the end)",
    )
    given = parser.parse_args(arguments)
    seen: list[str] = []
    tell = _numbered()
    with ExitStack() as stack:
        server = stack.enter_context(StandIn(token_lifetime=LIFETIME, log=seen.append))
        tell(f"The stand-in server runs at {server.url}; a token lives {LIFETIME} s.")
        approve, name = approval(server, browser=not given.no_browser)
        file = given.store or _temporary(stack) / "tokens.json"
        try:
            token = _log_in(server, approve, name, tell)
            kept = _keep(token, file, tell)
            _call(server, kept, tell)
            _call_after_expiry(server, kept, seen, tell)
        except KeyboardInterrupt:
            return 130
        except _FAILURES as error:
            print(f"demo: {error}", file=sys.stderr)
            return 1
    tell("The server has ended, and its tokens with it.")
    return 0


def _numbered() -> Tell:
    numbers = itertools.count(1)

    def tell(line: str) -> None:
        print(f"{next(numbers):2}. {line}", flush=True)

    return tell


def _temporary(stack: ExitStack) -> Path:
    folder = tempfile.TemporaryDirectory(prefix="imagen-oauth-demo-")
    return Path(stack.enter_context(folder))


def _log_in(server: StandIn, approve: Approve, name: str, tell: Tell) -> AccessToken:
    request = AuthorizationRequest(
        server.domain, "YOUR_API_KEY", [SCOPE], scheme="http"
    )
    tell(f"The URL is built: {request.url}")
    answer = approve(request.url)
    tell(f"Signed in as {USER} and approved, in {name}.")
    token = request.parse_pasted(answer)
    granted = " ".join(sorted(token.scopes or ()))
    tell(f"The answer is read: granted {granted}, for {token.expires_in} s.")
    return token


def _keep(token: AccessToken, file: Path, tell: Tell) -> AccessToken:
    """Keep a token, and return it as a later run would read it."""
    store = open_store(file)
    store.save(Entry(token, [SCOPE]))
    [entry] = select(store.entries(), token.domain, token.client_id)
    tell(f"The token is kept in {store.place}, for its owner alone.")
    return entry.token


def _call(server: StandIn, token: AccessToken, tell: Tell) -> None:
    status = _get(server, token).status_code
    tell(f"The call is answered: {status}.")


def _call_after_expiry(
    server: StandIn, token: AccessToken, seen: list[str], tell: Tell
) -> None:
    tell(f"Waiting until the token has no more than {MARGIN} s to live.")
    while not token.is_expired():
        time.sleep(0.1)
    before = len(seen)
    error = _refusal(lambda: _get(server, token))
    if error.code != "token_expired" or len(seen) != before:
        raise _Unexpected("the call was not refused before it left")
    tell(f"The same call is refused before it leaves: {error}")
    server.advance(LIFETIME)
    error = _refusal(lambda: _get(server, _without_expiry(token)))
    if not isinstance(error, ApiError) or error.status != 401:
        raise _Unexpected("the server did not refuse the token")
    tell(f"The server, its clock put {LIFETIME} s on, refuses it too: {error}")


def _get(server: StandIn, token: AccessToken) -> httpx.Response:
    """Call what needs the scope."""
    host = urlsplit(server.resource_url).netloc
    # A proxy of the environment would see the token, so such a call is refused.
    with attach(httpx.Client(trust_env=False), token, host) as client:
        return client.get(f"{server.resource_url}/needs/{SCOPE.value}")


def _without_expiry(token: AccessToken) -> AccessToken:
    """Return the token as one whose expiry is not known, so that a call with it goes out."""
    return AccessToken.from_value(
        token.reveal(), domain=token.domain, client_id=token.client_id
    )


def _refusal(call: Callable[[], object]) -> OAuthError:
    """Return the error of a call that has to be refused."""
    try:
        call()
    except OAuthError as error:
        return error
    raise _Unexpected("a call after the token's time was not refused")


if __name__ == "__main__":
    sys.exit(main())
