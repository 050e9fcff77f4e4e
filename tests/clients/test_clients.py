"""Third-party clients use each grant that they have against the mock server.

TABLE is what works: a client, how it authenticates, and its grants. The clients of npm run in one process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import node
from tests.clients.python_clients import CLIENTS, Target
from tests.mock.exchange.client import CLIENT_ID, SECRET
from tests.mock.exchange.conftest import package

__all__ = ["package"]
SCRIPT = Path(__file__).with_name("node_clients.mjs")
WITH_SECRET = ("code", "refresh", "client_credentials", "device", "revocation")
WITHOUT = ("code", "refresh", "device", "revocation")
BASIC, POST, NONE = "client_secret_basic", "client_secret_post", "none"
TABLE = {
    ("oauth4webapi", BASIC): ("metadata", *WITH_SECRET),
    ("oauth4webapi", POST): ("metadata", *WITH_SECRET),
    ("oauth4webapi", NONE): ("metadata", *WITHOUT),
    ("openid-client", BASIC): ("metadata", *WITH_SECRET),
    ("openid-client", POST): ("metadata", *WITH_SECRET),
    ("openid-client", NONE): ("metadata", *WITHOUT),
    ("Authlib with httpx", BASIC): WITH_SECRET,
    ("Authlib with httpx", POST): WITH_SECRET,
    ("Authlib with httpx", NONE): WITHOUT,
    ("Authlib with requests", BASIC): WITH_SECRET,
    ("Authlib with requests", POST): WITH_SECRET,
    ("Authlib with requests", NONE): WITHOUT,
    ("requests-oauthlib", BASIC): WITH_SECRET,
    ("requests-oauthlib", POST): WITH_SECRET,
    ("requests-oauthlib", NONE): WITHOUT,
    ("httpx-oauth", BASIC): ("code", "refresh", "revocation"),
    ("httpx-oauth", POST): ("code", "refresh", "revocation"),
}
"""Each pair of a client and a method of authentication, with the grants that work.

A client without a secret cannot use client credentials (RFC 6749 §4.4). Authlib and requests-oauthlib read no
metadata of RFC 8414, and httpx-oauth has neither that, nor client credentials, nor devices, nor public clients.
"""


@pytest.fixture(scope="module")
def server(package: Any) -> Iterator[Any]:
    """Yield a server with every endpoint, whose issuer is its URL, as the clients require (RFC 8414 §3.3)."""
    with package("jay_oauth_mock").MockServer(own_issuer=True) as running:
        yield running


@pytest.fixture(autouse=True)
def _insecure_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let oauthlib use http."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def status(server: Any, token: Mapping[str, Any]) -> int:
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    return httpx.get(server.resource_url, headers=headers).status_code


@pytest.mark.parametrize(
    ("client", "method"), [pair for pair in TABLE if pair[0] in CLIENTS]
)
def test_client_of_pypi(server: Any, client: str, method: str) -> None:
    path = "/.well-known/oauth-authorization-server"
    metadata = httpx.get(f"{server.url}{path}").json()
    client_id, secret = ("PUBLIC", None) if method == NONE else (CLIENT_ID, SECRET)
    target = Target(server, metadata, client_id, secret, method)
    grants = CLIENTS[client](target)
    token: Any = {}
    for name in TABLE[client, method]:
        found = grants[name](token)
        if name == "revocation":
            assert status(server, token) == 401
        else:
            assert status(server, found) == 200
        if name in ("code", "refresh"):
            token = found
    assert server.reuses == 0
    sent = {
        one.authentication
        for one in server.received("token")
        if one.body.get("client_id", client_id) == client_id
    }
    assert sent <= {"Basic", None}
    server.reset()


def test_clients_of_npm(server: Any) -> None:
    node.required()
    argument = {
        "url": server.url,
        "resource": server.resource_url,
        "confidential": {"id": CLIENT_ID, "secret": SECRET},
        "isPublic": "PUBLIC",
    }
    run = node.node(str(SCRIPT), json.dumps(argument))
    assert run.returncode == 0, run.stderr
    outcomes = json.loads(run.stdout)
    for outcome in outcomes.values():
        if "challenge" in outcome["client_credentials"]:
            # RFC 6749 §5.2: 401 with a challenge is how the server rejects a client without a secret.
            del outcome["client_credentials"]
    expected = {
        f"{client}, {method.removeprefix('client_secret_')}": dict.fromkeys(
            grants, "ok"
        )
        for (client, method), grants in TABLE.items()
        if client not in CLIENTS
    }
    assert outcomes == expected


def test_issuer_is_the_providers_unless_a_client_reads_the_metadata(
    package: Any, server: Any
) -> None:
    own = "/.well-known/oauth-authorization-server"
    assert httpx.get(f"{server.url}{own}").json()["issuer"] == server.url
    with package("rhea_oauth_mock").MockServer() as other:
        path = f"{own}/tenants/one"
        metadata = httpx.get(f"{other.url}{path}").json()
        assert metadata["issuer"] == "https://rhea.example/tenants/one/"
    with package("rhea_oauth_mock").MockServer(own_issuer=True) as other:
        assert httpx.get(f"{other.url}{path}").status_code == 404
        assert httpx.get(f"{other.url}{own}").json()["issuer"] == other.url
        other.configure(decision="approve")
        query = f"response_type=code&client_id={CLIENT_ID}&redirect_uri=http://127.0.0.1/callback"
        redirect = httpx.get(f"{other.url}/authorize?{query}").headers["Location"]
        assert dict(httpx.URL(redirect).params)["iss"] == other.url
    with package("robin_oauth_mock").MockServer() as other:
        assert httpx.get(f"{other.url}{own}").json()["issuer"] == other.url
