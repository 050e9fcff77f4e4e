"""The revocation endpoint (RFC 7009) and the metadata (RFC 8414) of a mock server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mock.exchange.client import Client
from tests.mock.http import send


@pytest.mark.parametrize("hint", [None, "refresh_token", "access_token", "foo"])
def test_revoked_refresh_token_ends_its_grant(client: Client, hint: str | None) -> None:
    tokens = client.tokens()
    more = {} if hint is None else {"token_type_hint": hint}
    answer = client.post("/revoke", {"token": tokens["refresh_token"], **more})
    assert (answer.status, answer.text) == (200, "")
    assert client.refresh(tokens["refresh_token"]).error == (400, "invalid_grant")
    assert client.call(tokens["access_token"]).status == 401


@pytest.mark.parametrize("hint", [None, "refresh_token", "access_token", "foo"])
def test_revoked_access_token_leaves_the_refresh_token(
    client: Client, hint: str | None
) -> None:
    tokens = client.tokens()
    more = {} if hint is None else {"token_type_hint": hint}
    answer = client.post("/revoke", {"token": tokens["access_token"], **more})
    assert answer.status == 200
    assert client.call(tokens["access_token"]).status == 401
    assert client.refresh(tokens["refresh_token"]).status == 200


def test_unknown_token_is_revoked_already(client: Client) -> None:
    assert client.post("/revoke", {"token": "unknown"}).status == 200


def test_token_of_another_client_stays(client: Client) -> None:
    tokens = client.tokens()
    other = Client(client.server, "PUBLIC")
    assert other.post("/revoke", {"token": tokens["refresh_token"]}).status == 200
    assert client.refresh(tokens["refresh_token"]).status == 200


def test_request_without_a_token_or_credentials_is_rejected(client: Client) -> None:
    assert client.post("/revoke", {}).error == (400, "invalid_request")
    client.headers = {}
    assert client.post("/revoke", {"token": "t"}).error == (401, "invalid_client")


def test_metadata_describes_the_server(server: Any) -> None:
    url = server.url
    answer = send(f"{url}/.well-known/oauth-authorization-server")
    assert answer.status == 200
    assert Client(server).send(
        "/.well-known/oauth-authorization-server", "", {}, "GET"
    ).json == {
        "issuer": "https://jay.example",
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "device_authorization_endpoint": f"{url}/device_authorization",
        "revocation_endpoint": f"{url}/revoke",
        "response_types_supported": ["code"],
        "grant_types_supported": [
            *("authorization_code", "client_credentials"),
            *("urn:ietf:params:oauth:grant-type:device_code", "refresh_token"),
        ],
        "token_endpoint_auth_methods_supported": [
            *("client_secret_basic", "client_secret_post", "none"),
        ],
        "scopes_supported": ["read", "write"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


def test_metadata_of_client_credentials(package: Any) -> None:
    with package("grebe_oauth_mock").MockServer() as server:
        path = "/.well-known/oauth-authorization-server"
        found = Client(server).send(path, "", {}, "GET").json
        assert found == {
            "issuer": server.url,
            "token_endpoint": f"{server.url}/token",
            "response_types_supported": [],
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "scopes_supported": ["read", "write"],
        }
