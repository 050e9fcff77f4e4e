# The peers are only in the environment of the benchmarks, and some have no types.
# pyright: reportMissingImports=false, reportMissingModuleSource=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownLambdaType=false
"""Building a request and reading its URL: with a given state, and with one that the library creates."""

from collections.abc import Callable

from bench.calls.values import (
    CLIENT_ID,
    DOMAIN,
    ENDPOINT,
    REDIRECT_URI,
    SCOPES,
    STATE,
)

Call = Callable[[str | None], object]
"""Builds the URL with the given state, or with a random one if it is None."""


def imagen_oauth() -> Call:
    from imagen_oauth import AuthorizationRequest

    return lambda state: (
        AuthorizationRequest(DOMAIN, CLIENT_ID, SCOPES, state=state).url
    )


def imagen_oauth_client() -> Call:
    from imagen_oauth import OAuthClient

    # One client builds all requests, as in httpx_oauth below.
    client = OAuthClient(domain=DOMAIN, client_id=CLIENT_ID)
    return lambda state: client.authorization_request(scopes=SCOPES, state=state).url


def oauthlib() -> Call:
    from oauthlib.common import generate_token
    from oauthlib.oauth2 import MobileApplicationClient

    scopes: list[object] = [*SCOPES]
    return lambda state: MobileApplicationClient(CLIENT_ID).prepare_request_uri(
        ENDPOINT, REDIRECT_URI, scopes, generate_token() if state is None else state
    )


def authlib() -> Call:
    from authlib.oauth2.client import OAuth2Client

    return lambda state: OAuth2Client(
        None, CLIENT_ID, scope=SCOPES, redirect_uri=REDIRECT_URI
    ).create_authorization_url(ENDPOINT, state, response_type="token")


def httpx_oauth() -> Call:
    import secrets

    from httpx_oauth.oauth2 import OAuth2

    # One client serves all requests, so it is created once.
    client = OAuth2(CLIENT_ID, "", ENDPOINT, "https://media.example.com/oauth/token")

    def call(state: str | None) -> object:
        drawn = secrets.token_urlsafe(32) if state is None else state
        try:
            client.get_authorization_url(REDIRECT_URI, drawn, SCOPES).send(None)
        except StopIteration as done:
            return done.value
        raise AssertionError("it waited for something")

    return call


def requests_oauthlib() -> Call:
    from oauthlib.oauth2 import MobileApplicationClient
    from requests_oauthlib import OAuth2Session

    return lambda state: OAuth2Session(
        client=MobileApplicationClient(CLIENT_ID),
        redirect_uri=REDIRECT_URI,
        scope=SCOPES,
    ).authorization_url(ENDPOINT, state)


def httpx_auth() -> Call:
    from httpx_auth import OAuth2Implicit

    # It always creates the state itself, from the other parameters.
    return lambda state: (
        OAuth2Implicit(
            ENDPOINT, client_id=CLIENT_ID, scope=" ".join(SCOPES)
        ).grant_details
    )


def google_auth_oauthlib() -> Call:
    from google_auth_oauthlib.flow import Flow

    config = {
        "installed": {
            "client_id": CLIENT_ID,
            "auth_uri": ENDPOINT,
            "token_uri": "https://media.example.com/oauth/token",
        }
    }

    def call(state: str | None) -> object:
        flow = Flow.from_client_config(config, SCOPES, redirect_uri=REDIRECT_URI)
        return flow.authorization_url(**({} if state is None else {"state": state}))

    return call


def urlencode() -> Call:
    import secrets
    from urllib.parse import urlencode as encode

    return lambda state: (
        f"{ENDPOINT}?"
        + encode(
            {
                "response_type": "token",
                "client_id": CLIENT_ID,
                "redirect_uri": REDIRECT_URI,
                "state": secrets.token_hex(16) if state is None else state,
                "scope": " ".join(SCOPES),
            }
        )
    )


def given(side: Callable[[], Call]) -> Callable[[], object]:
    """Return the call of a side with a given state."""
    call = side()
    return lambda: call(STATE)


def random(side: Callable[[], Call]) -> Callable[[], object]:
    """Return the call of a side with a state that the library creates."""
    call = side()
    return lambda: call(None)
