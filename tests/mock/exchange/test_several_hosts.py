"""A mock server for a provider whose endpoints have one path at several hosts, and two lists of scopes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.mock.exchange.client import Client
from tests.mock.exchange.test_binding import Application, running
from tests.mock.exchange.test_package import readme


@pytest.fixture
def kea(package: Callable[[str], Any]) -> Iterator[Application]:
    with running(package, "kea") as application:
        yield application


def test_each_endpoint_gets_its_own_requests(kea: Application) -> None:
    token = kea.token()
    renewed = kea.send(kea.client.refresh_request(token))
    kea.send(kea.client.revocation_request(renewed))
    counts = {name: count for name, count in kea.server.requests.items() if count}
    assert counts == {"authorization": 1, "token": 2, "revocation": 1}
    with pytest.raises(kea.module.OAuthError):
        kea.call(renewed)


def test_paths_here_are_those_of_the_readme(kea: Application) -> None:
    text = readme("kea")
    paths = {
        "https://api.kea.example/authorize": "/token/authorize",
        "https://api.kea.example/authorize?refresh=1": "/refresh_token/authorize?refresh=1",
        "https://end.kea.example/authorize": "/revocation/authorize",
        "https://login.kea.example/authorize": "/authorize",
    }
    for url, path in paths.items():
        assert kea.server.local_url(url) == f"{kea.server.url}{path}"
        is_moved = path != "/authorize"
        shown = f"| `{url}` | `{path.partition('?')[0]}` |"
        assert (shown in text) is is_moved
    other = "https://other.kea.example/authorize"
    assert kea.server.local_url(other).startswith(kea.server.resource_url.rstrip("/"))


def redirect_of(kea: Application, user_scope: list[str]) -> dict[str, str]:
    request = kea.client.authorization_request(user_scope=user_scope)
    return dict(parse_qsl(kea.server.approve(request.url).partition("?")[2]))


def test_second_list_has_its_own_scopes(kea: Application) -> None:
    assert "code" in redirect_of(kea, ["search:read", "search:write"])
    url = kea.client.authorization_request(user_scope=["search:read"]).url
    for wrong in ("chat:write", "search:read%20search:write", "search:read%2C"):
        redirect = kea.server.approve(url.replace("search:read", wrong))
        assert "error=invalid_scope" in redirect
        assert "code=" not in redirect


def test_token_can_be_in_either_object(kea: Application) -> None:
    assert "authed_user" not in kea.token().members
    kea.server.configure(within="authed_user")
    token = kea.token()
    assert token.has_refresh_token
    assert kea.call(token) == 200
    with pytest.raises(ValueError, match='within must be one of "", "authed_user"'):
        kea.server.configure(within="other", token_lifetime=9)
    kea.server.configure(within="")
    assert "authed_user" not in kea.token().members


def test_control_api_chooses_the_object(kea: Application) -> None:
    client, headers = Client(kea.server), {"Content-Type": "application/json"}
    body = json.dumps({"within": "authed_user"})
    assert client.send("/_mock/configure", body, headers).status == 200
    assert "authed_user" in kea.token().members
    assert "authed_user" in readme("kea")
