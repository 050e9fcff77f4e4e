"""Tenants of one provider: what belongs to one is not sent to the endpoints of another."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.exchange.conftest import Load


@pytest.fixture
def package(load: Load) -> Any:
    return load("tern")


def client_of(package: Any, tenant: str) -> Any:
    return package.OAuthClient(
        tenant=tenant,
        client_id="app",
        client_secret="secret",
        redirect_uri="https://app.example/cb",
    )


def issued(client: Any) -> Any:
    """Return a token that the endpoint of a client issued."""
    request = client.authorization_request()
    code = request.parse_query([("code", "c"), ("state", request.state)])
    body = b'{"access_token": "a", "refresh_token": "r", "expires_in": 3600}'
    headers = {"Content-Type": "application/json"}
    return client.token_request(code).parse_response(200, headers, body)


@pytest.mark.parametrize("kind", ["refresh_request", "revocation_request"])
def test_token_of_another_tenant_is_not_sent(package: Any, kind: str) -> None:
    one, two = client_of(package, "one"), client_of(package, "two")
    token = issued(one)
    assert "/one/" in getattr(one, kind)(token).url
    with pytest.raises(package.OAuthError) as caught:
        getattr(two, kind)(token)
    assert caught.value.code == "token_of_another_client"


def test_request_of_another_tenant_is_not_resumed(package: Any) -> None:
    one, two = client_of(package, "one"), client_of(package, "two")
    pending = one.authorization_request().pending()
    assert one.resume(pending).pending() == pending
    with pytest.raises(package.OAuthError) as caught:
        two.resume(pending)
    assert caught.value.code == "invalid_pending"


def test_stored_token_of_another_tenant_is_not_used(package: Any) -> None:
    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    store = importlib.import_module(f"{package.__name__}.token_store").MemoryStore()
    one, two = client_of(package, "one"), client_of(package, "two")
    module.token_source(one, None, store, "user").save(issued(one))
    with pytest.raises(package.OAuthError) as caught:
        module.token_source(two, None, store, "user").token()
    assert caught.value.code == "token_of_another_client"


def test_sources_of_two_tenants_share_a_store_but_no_token(package: Any) -> None:
    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    store = importlib.import_module(f"{package.__name__}.token_store").MemoryStore()
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        make: Callable[..., Any] = module.client_credentials_source
        tokens = [
            make(client_of(package, tenant), http, store=store).token().reveal()
            for tenant in ("one", "two", "one")
        ]
    assert tokens == ["of-one", "of-two", "of-one"]


def test_sources_of_two_organizations_in_a_parameter_share_no_token(load: Load) -> None:
    """The URL is the same for both."""
    package = load("gull")
    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    store = importlib.import_module(f"{package.__name__}.token_store").MemoryStore()

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"access_token": f"of-{request.read()[-3:]!r}"})

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        make: Callable[..., Any] = module.client_credentials_source
        tokens = [
            make(
                package.OAuthClient(
                    org=org,
                    client_id="app",
                    client_secret="secret",
                    redirect_uri="https://app.example/cb",
                ),
                http,
                store=store,
            )
            .token()
            .reveal()
            for org in ("one", "two")
        ]
    assert tokens == ["of-b'one'", "of-b'two'"]


def answer(request: httpx.Request) -> httpx.Response:
    tenant = request.url.path.split("/")[1]
    return httpx.Response(200, json={"access_token": f"of-{tenant}"})
