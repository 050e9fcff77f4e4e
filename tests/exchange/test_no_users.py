"""A provider whose clients only get tokens for themselves: no error says to log in."""

from __future__ import annotations

import importlib
import time
from typing import Any

import httpx
import pytest

from tests.exchange.conftest import Load

JSON = {"Content-Type": "application/json"}


@pytest.fixture(params=["grebe", "robin"])
def package(request: pytest.FixtureRequest, load: Load) -> Any:
    """Return the package of a provider without users, and of one with them."""
    return load(request.param)


def hint(package: Any, without_users: str, with_users: str) -> str:
    """Return the hint that the package should have."""
    has_users = hasattr(package, "AuthorizationRequest")
    return with_users if has_users else without_users


def called(package: Any, received_at: float, status: int = 200) -> Any:
    """Return the error of a call of the API with a token that lasts ten minutes."""
    name = package.__name__
    token = package.AccessToken.from_value(
        "secret",
        domain="api.example",
        client_id="app",
        expires_in=600,
        received_at=received_at,
    )
    transport = httpx.MockTransport(lambda _: httpx.Response(status))
    attach = importlib.import_module(f"{name}.httpx_auth").attach
    http = attach(httpx.Client(transport=transport), token, "api.example")
    with pytest.raises(package.OAuthError) as raised:
        http.get("https://api.example/")
    return raised.value


def test_expired_token_and_401(package: Any) -> None:
    wanted = hint(package, "request a new token", "log in again for a new token")
    expired = called(package, time.time() - 3600)
    refused = called(package, time.time(), 401)
    assert (expired.code, expired.hint) == ("token_expired", wanted)
    assert (refused.code, refused.hint) == ("api_refused", wanted)


@pytest.mark.parametrize(
    ("body", "code", "without_users", "with_users"),
    [
        (
            b'{"access_token": "a", "access_token": "a"}',
            "duplicate_parameter",
            "tell the operator of the server",
            "copy the response only once, or log in again",
        ),
        (
            b'{"access_token": "a", "error": "invalid_client"}',
            "ambiguous_response",
            "do not use this token, and tell the operator of the server",
            "log in again, and do not use this token",
        ),
        (
            b'{"error": "a\\"b"}',
            "malformed_error_response",
            "tell the operator of the server",
            "log in again, and copy the whole response",
        ),
    ],
)
def test_malformed_token_response(
    package: Any, body: bytes, code: str, without_users: str, with_users: str
) -> None:
    client = package.OAuthClient(client_id="app", client_secret="s")
    request = client.client_credentials_request()
    with pytest.raises(package.OAuthError) as raised:
        request.parse_response(200, JSON, body)
    assert raised.value.code == code
    assert raised.value.hint == hint(package, without_users, with_users)


def test_lost_response_and_damaged_record(package: Any) -> None:
    runtime = f"{package.__name__}._runtime.exchange"
    lost = importlib.import_module(f"{runtime}.delivery").response_lost()
    messages = importlib.import_module(f"{runtime}.messages")
    assert lost.hint == hint(
        package,
        "send the request again",
        "log in again if the request had a code; a refresh token may have been used "
        "already; any other request can be sent again",
    )
    assert messages.RECORD_DAMAGED[2] == hint(
        package,
        "delete the record, and check that nothing else writes these records",
        "log in again, and check that nothing else writes these records",
    )
