"""What a test changes and reads of a mock server without a token endpoint."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from imagen_oauth import AccessToken, AuthorizationError, OAuthError
from imagen_oauth_mock import MockServer
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server

from tests.mock.http import request_of, send

__all__ = ["imagen_mock_server", "mock_server"]
CALLBACK = "http://127.0.0.1:4321/callback"


def control(server: MockServer, action: str, **members: object) -> Any:
    answer = httpx.post(f"{server.url}/_mock/{action}", json=members)
    assert answer.status_code == 200, answer.text
    return answer.json()


def status(server: MockServer, token: str) -> int:
    headers = AccessToken.from_value(
        token, domain="media.example.com", client_id="YOUR_API_KEY"
    ).headers()
    return httpx.get(server.resource_url, headers=headers).status_code


def test_json_gives_a_token_without_a_login(mock_server: MockServer) -> None:
    members = control(mock_server, "issue", scopes=["roles"])["result"]
    token = members.pop("access_token")
    assert members == {"token_type": "Bearer", "expires_in": 3600, "scope": "roles"}
    assert status(mock_server, token) == 200
    listed = httpx.get(f"{mock_server.url}/_mock/issued").json()["issued"]
    assert [(one["token"], one["scopes"]) for one in listed] == [(token, ["roles"])]
    control(mock_server, "fault", endpoint="resource", status=429, retry_after=7)
    limited = httpx.get(mock_server.resource_url)
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "7")
    assert status(mock_server, token) == 200
    control(mock_server, "revoke", token=token)
    assert status(mock_server, token) == 401
    assert httpx.get(f"{mock_server.url}/_mock/state").json() == {
        "requests": {"authorization": 0, "resource": 4}
    }


def test_every_token_ends_or_expires(mock_server: MockServer) -> None:
    tokens = [str(mock_server.issue()["access_token"]) for _ in range(2)]
    mock_server.revoke()
    assert [status(mock_server, one) for one in tokens] == [401, 401]
    with pytest.raises(LookupError, match="the token is unknown"):
        mock_server.revoke(tokens[0])
    assert (
        status(mock_server, str(mock_server.issue(lifetime=0)["access_token"])) == 401
    )


def test_response_is_in_the_fragment_without_a_page(mock_server: MockServer) -> None:
    mock_server.configure(decision="approve", token_lifetime=5)
    request = request_of(mock_server, redirect_uri=CALLBACK)
    redirect = send(request.url).location
    token = request.parse_redirect(redirect)
    assert (token.expires_in, status(mock_server, token.reveal())) == (5, 200)
    mock_server.configure(decision="deny")
    with pytest.raises(AuthorizationError, match="access_denied"):
        request.parse_redirect(send(request.url).location)
    out_of_band = request_of(mock_server)
    page = send(out_of_band.url)
    assert page.location.startswith("/request/")
    shown = send(f"{mock_server.url}{page.location}", page.cookie)
    assert "The response is an error" in shown.text


def test_fault_changes_the_fragment(mock_server: MockServer) -> None:
    mock_server.configure(decision="approve")
    mock_server.fault("authorization", members={"state": "x"}, omit=["token_type"])
    request = request_of(mock_server, redirect_uri=CALLBACK)
    redirect = send(request.url).location
    found = dict(parse_qsl(redirect.partition("#")[2]))
    assert found.keys() == {"access_token", "expires_in", "state", "scope"}
    with pytest.raises(OAuthError, match="state_mismatch"):
        request.parse_redirect(redirect)


def test_unknown_endpoint_stops_the_start() -> None:
    from imagen_oauth_mock._runtime.faults import Fault

    with pytest.raises(ValueError, match="endpoint must be one of authorization, reso"):
        MockServer(faults=[Fault("token", status=503)])
    with pytest.raises(ValueError, match="decision must be one of ask, approve, deny"):
        MockServer(configuration={"decision": "never"})


def test_reset_of_everything(mock_server: MockServer) -> None:
    mock_server.issue()
    mock_server.configure(token_lifetime=1, decision="deny")
    mock_server.fault("resource", status=503)
    mock_server.advance(60)
    mock_server.reset(everything=True)
    assert (mock_server.issued(), mock_server.received()) == ((), ())
    assert json.dumps(mock_server.issue()["expires_in"]) == "3600"
    assert status(mock_server, "unknown") == 401
