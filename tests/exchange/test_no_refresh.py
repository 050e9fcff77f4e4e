"""A provider without refresh tokens: a source keeps the token of a login until it expires."""

from __future__ import annotations

import asyncio
import importlib
import time
from typing import Any

import httpx
import pytest
import requests

from tests.exchange.begun import client_of
from tests.exchange.conftest import Load

MESSAGE = "the stored token can no longer be used, and it has no refresh token"
CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}


def token_of(package: Any, client: Any, received_at: float, **more: Any) -> Any:
    return package.AccessToken.from_value(
        "a",
        domain=client.issuer,
        client_id=client.client_id,
        expires_in=600,
        received_at=received_at,
        **more,
    )


def sources(package: Any, client: Any) -> dict[str, Any]:
    """Return a source of each kind, none of which can send a request."""
    stores = importlib.import_module(f"{package.__name__}.token_store")
    with_httpx = importlib.import_module(f"{package.__name__}.httpx_auth")
    with_requests = importlib.import_module(f"{package.__name__}.requests_auth")
    unused: Any = None
    store = stores.MemoryStore()
    return {
        "httpx": with_httpx.token_source(client, unused, store, "user"),
        "requests": with_requests.token_source(client, unused, store, "user"),
        "async": with_httpx.async_token_source(client, unused, store, "user"),
    }


def result(of: Any) -> Any:
    async def awaited() -> Any:
        return await of

    return asyncio.run(awaited()) if asyncio.iscoroutine(of) else of


@pytest.mark.parametrize("kind", ["httpx", "requests", "async"])
@pytest.mark.parametrize("more", [{}, {"refresh_token": "from a server that does"}])
def test_source_has_the_token_until_it_expires(
    load: Load, kind: str, more: dict[str, str]
) -> None:
    package = load("jackdaw")
    client = client_of(package)
    source = sources(package, client)[kind]
    with pytest.raises(package.OAuthError) as caught:
        result(source.token())
    assert caught.value.message == "no token is stored, and only a login can get one"
    token = token_of(package, client, time.time(), **more)
    result(source.save(token))
    assert result(source.token()) == token
    result(source.save(token_of(package, client, time.time() - 601, **more)))
    with pytest.raises(package.OAuthError) as caught:
        result(source.token())
    assert (caught.value.code, caught.value.message) == ("login_required", MESSAGE)
    result(source.save(token))
    assert result(source.token()) == token


def test_token_in_its_last_minute_still_works(load: Load) -> None:
    package = load("jackdaw")
    client = client_of(package)
    source = sources(package, client)["httpx"]
    token = token_of(package, client, time.time() - 590)
    source.save(token)
    assert source.token() == token


def test_call_with_a_rejected_token_is_not_sent_again(load: Load) -> None:
    package = load("jackdaw")
    client = client_of(package)
    source = sources(package, client)["httpx"]
    source.save(token_of(package, client, time.time()))
    calls: list[httpx.Request] = []

    def reject(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return httpx.Response(401, headers=CHALLENGE)

    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    with httpx.Client(transport=httpx.MockTransport(reject)) as http:
        module.attach(http, source, "api.example")
        with pytest.raises(package.OAuthError) as caught:
            http.get("https://api.example/me")
    assert (caught.value.code, len(calls)) == ("login_required", 1)


def test_session_sends_the_token_of_the_source(load: Load) -> None:
    package = load("jackdaw")
    client = client_of(package)
    module = importlib.import_module(f"{package.__name__}.requests_auth")
    source = sources(package, client)["requests"]
    source.save(token_of(package, client, time.time() - 601))
    session = module.attach(requests.Session(), source, "api.example")
    with pytest.raises(package.OAuthError) as caught:
        session.get("https://api.example/me")
    assert caught.value.code == "login_required"


def test_package_has_no_request_for_a_refresh(load: Load) -> None:
    assert not hasattr(load("jackdaw").OAuthClient, "refresh_request")
