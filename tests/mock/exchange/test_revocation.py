"""The revocation endpoint (RFC 7009) and the metadata (RFC 8414) of a mock server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.mock.exchange.client import REDIRECT, Client
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
        "revocation_endpoint_auth_methods_supported": [
            *("client_secret_basic", "client_secret_post", "none"),
        ],
        "scopes_supported": ["read", "write"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


_IMPLICIT = {"response_type": "token", "code_challenge": None}


@pytest.fixture
def both(package: Any) -> Iterator[Client]:
    """Return a public client of a provider with both browser grants."""
    with package("rhea_oauth_mock").MockServer() as server:
        yield Client(server, "PUBLIC")


def implicit_token(client: Client) -> str:
    url = client.url(**_IMPLICIT, code_challenge_method=None)
    redirect: str = client.server.approve(url)
    return dict(parse_qsl(redirect.partition("#")[2]))["access_token"]


def test_token_of_a_redirect_is_revoked(both: Client) -> None:
    first, second = implicit_token(both), implicit_token(both)
    assert both.post("/revoke", {"token": first}).status == 200
    assert [both.call(one).status for one in (first, second)] == [401, 200]


def test_token_of_a_redirect_is_not_revoked_by_another_client(both: Client) -> None:
    token = implicit_token(both)
    other = Client(both.server)
    assert other.post("/revoke", {"token": token}).status == 200
    assert both.call(token).status == 200


@pytest.mark.parametrize("is_one", [True, False])
def test_test_revokes_the_token_of_a_redirect(both: Client, is_one: bool) -> None:
    token = implicit_token(both)
    both.server.revoke(*([token] if is_one else []))
    assert both.call(token).status == 401


def test_redirect_with_a_token_has_the_issuer(both: Client, package: Any) -> None:
    # RFC 9207 §2: authorization responses have it, including errors.
    url = both.url(**_IMPLICIT, code_challenge_method=None)
    iss = "iss=https%3A%2F%2Frhea.example%2Ftenants%2Fone%2F"
    assert both.server.approve(url).endswith(f"&{iss}")
    denied = both.server.user().deny(url)
    assert denied == f"{REDIRECT}#error=access_denied&state=s&{iss}"
    module = package("rhea_oauth")
    application = module.OAuthClient(client_id="PUBLIC", redirect_uri=REDIRECT)
    request = application.authorization_request(scopes=["read"])
    token = request.parse_redirect(both.server.approve(request.url))
    value = token.headers()["Authorization"].removeprefix("Bearer ")
    assert both.call(value).status == 200


def test_metadata_of_an_issuer_with_a_path(both: Client) -> None:
    # RFC 8414 §3.1: the issuer's path follows, without the slash at its end.
    known = "/.well-known/oauth-authorization-server"
    url = both.server.url
    answer = both.send(f"{known}/tenants/one", "", {}, "GET")
    assert answer.json == {
        "issuer": "https://rhea.example/tenants/one/",
        "authorization_endpoint": f"{url}/authorize",
        "token_endpoint": f"{url}/token",
        "revocation_endpoint": f"{url}/revoke",
        "response_types_supported": ["token", "code"],
        "grant_types_supported": ["implicit", "authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        "scopes_supported": ["read", "write"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }
    local = both.server.local_url(f"https://rhea.example{known}/tenants/one")
    assert local == f"{url}{known}/tenants/one"
    for other in (known, f"/tenants/one{known}", f"{known}/tenants/one/"):
        assert both.send(other, "", {}, "GET").status == 404


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
