"""The generated Python client against the mock server of the same spec, for each kind of spec."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import requests

SECRET = {"client_secret": "YOUR_CLIENT_SECRET"}
REDIRECT = {"redirect_uri": "http://127.0.0.1/callback"}
CONFIDENTIAL = {**SECRET, **REDIRECT}
SPECS: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(("jay", "robin", "finch", "crane", "stork", "egret"), CONFIDENTIAL),
    **dict.fromkeys(("swift", "knot", "lark", "plover", "teal", "wren"), CONFIDENTIAL),
    "avocet": CONFIDENTIAL,
    "dipper": {},
    "puffin": {**REDIRECT, "tenant": "t 1"},
    "lory": {**CONFIDENTIAL, "region": "eu"},
    "heron": {**CONFIDENTIAL, "shop": "x", "api_key": "k"},
    "dunlin": {**CONFIDENTIAL, "tenant": "t"},
    "siskin": {},
    "martin": {},
    "kea": CONFIDENTIAL,
    "raven": {
        **CONFIDENTIAL,
        "server": "raven.example/sso",
        "allowed_domains": ["raven.example"],
    },
    "eagle": {
        **CONFIDENTIAL,
        "domain": "eagle.example",
        "allowed_domains": ["eagle.example"],
    },
}
"""The arguments of a client of each spec that offers a code."""


class Application:
    """A client of a spec, and what sends its requests to the mock server."""

    def __init__(self, package: Callable[[str], Any], spec: str, server: Any) -> None:
        self.server = server
        self.module = package(f"{spec}_oauth")
        self.httpx_auth = package(f"{spec}_oauth.httpx_auth")
        self.transports = package(f"{spec}_oauth_mock.httpx_transport")
        self.http = httpx.Client(transport=self.transports.MockTransport(server))
        given = SPECS.get(spec, SECRET)
        self.client = self.module.OAuthClient(client_id="YOUR_CLIENT_ID", **given)

    def send(self, request: Any) -> Any:
        return self.httpx_auth.send(request, self.http)

    def code(self) -> Any:
        request = self.client.authorization_request()
        return request.parse_redirect(self.server.approve(request.url))

    def token(self) -> Any:
        return self.send(self.client.token_request(self.code()))

    def call(self, token: Any) -> int:
        transport = self.transports.MockTransport(self.server)
        client = httpx.Client(transport=transport)
        api = self.httpx_auth.attach(client, token, "api.example")
        return int(api.get("https://api.example/").status_code)


@contextmanager
def running(package: Callable[[str], Any], spec: str, **options: Any) -> Any:
    with package(f"{spec}_oauth_mock").MockServer(**options) as server:
        yield Application(package, spec, server)


@pytest.mark.parametrize("spec", sorted({*SPECS} - {"siskin", "martin"}))
def test_client_gets_uses_and_refreshes_a_token(
    package: Callable[[str], Any], spec: str
) -> None:
    with running(package, spec) as application:
        first = application.token()
        assert application.call(first) == 200
        refreshes = hasattr(application.client, "refresh_request")
        if refreshes:
            second = application.send(application.client.refresh_request(first))
            assert second.reveal() != first.reveal()
            assert application.call(second) == 200
        counts = application.server.requests
        assert (counts["authorization"], counts["token"]) == (1, 1 + refreshes)
        assert application.server.reuses == 0


@pytest.mark.parametrize("spec", ["jay", "siskin", "dunlin", "martin"])
def test_client_on_a_device_gets_and_revokes_a_token(
    package: Callable[[str], Any], spec: str
) -> None:
    with running(package, spec) as application:
        application.server.configure(interval=1)
        client = application.client
        login = application.send(client.device_request())
        later = threading.Timer(
            1.5, application.server.approve_device, [login.user_code]
        )
        later.start()
        wait = application.httpx_auth.wait_for_token
        token = wait(login, application.http)
        assert application.server.requests["token"] > 1
        assert application.call(token) == 200
        renewed = application.send(client.refresh_request(token))
        application.send(client.revocation_request(renewed))
        with pytest.raises(application.module.OAuthError) as caught:
            application.call(renewed)
        assert caught.value.status == 401
        assert application.server.requests["revocation"] == 1


def test_denied_device_is_an_error(package: Callable[[str], Any]) -> None:
    with running(package, "siskin") as application:
        login = application.send(application.client.device_request())
        application.server.deny_device(login.user_code)
        with pytest.raises(application.module.OAuthError) as caught:
            application.send(login.poll_request())
        assert caught.value.code == "access_denied"


@pytest.mark.parametrize("endpoint", ["device_authorization", "revocation"])
def test_every_endpoint_has_the_errors_of_the_spec(
    package: Callable[[str], Any], endpoint: str
) -> None:
    with running(package, "martin") as application:
        application.server.fault(endpoint, error="invalid_client")
        token = application.module.AccessToken.from_value(
            "a", domain=application.client.issuer, client_id="YOUR_CLIENT_ID"
        )
        request = application.client.device_request()
        if endpoint == "revocation":
            request = application.client.revocation_request(token)
        with pytest.raises(application.module.TokenEndpointError) as caught:
            application.send(request)
        assert (caught.value.error, caught.value.status) == ("invalid_client", 400)


def test_only_a_spec_with_refreshes_has_them(package: Callable[[str], Any]) -> None:
    without = [
        spec
        for spec in SPECS
        if not hasattr(package(f"{spec}_oauth").OAuthClient, "refresh_request")
    ]
    assert without == ["dipper"]


@pytest.mark.parametrize(
    ("spec", "scopes"),
    [
        ("robin", ["read"]),
        ("plover", ["bills"]),
        ("grebe", ["read", "write"]),
        ("wren", ["anything"]),
        ("avocet", ["read"]),
        ("merlin", ["read"]),
    ],
)
def test_client_gets_a_token_for_itself(
    package: Callable[[str], Any], spec: str, scopes: list[str]
) -> None:
    with running(package, spec) as application:
        client = application.client
        token = application.send(client.client_credentials_request(scopes=scopes))
        assert sorted(token.scopes) == scopes
        assert application.call(token) == 200


@pytest.mark.parametrize("spec", ["robin", "finch", "knot"])
def test_errors_of_the_server_are_typed(
    package: Callable[[str], Any], spec: str
) -> None:
    with running(package, spec) as application:
        error = application.module.OAuthError
        code = application.code()
        application.send(application.client.token_request(code))
        with pytest.raises(error) as caught:
            application.send(application.client.token_request(code))
        assert (caught.value.code, caught.value.error) == (
            "authorization_error",
            "invalid_grant",
        )
        assert application.server.reuses == 1


def test_wrong_secret_is_an_error(package: Callable[[str], Any]) -> None:
    with running(package, "robin") as application:
        client = application.module.OAuthClient(
            client_id="YOUR_CLIENT_ID", client_secret="wrong"
        )
        with pytest.raises(application.module.OAuthError) as caught:
            application.send(client.client_credentials_request())
        assert (caught.value.error, caught.value.status) == ("invalid_client", 401)


def source_of(application: Application, package: Callable[[str], Any]) -> Any:
    store = package("jay_oauth.token_store").MemoryStore()
    make = application.httpx_auth.token_source
    return make(application.client, application.http, store, key="user")


def test_source_renews_once_for_twenty_threads(package: Callable[[str], Any]) -> None:
    with running(package, "jay", token_lifetime=1) as application:
        source = source_of(application, package)
        source.save(application.token())
        application.server.configure(token_lifetime=3600, grace=0)
        with ThreadPoolExecutor(20) as pool:
            tokens = list(pool.map(ready, [source] * 20))
        assert len({one.reveal() for one in tokens}) == 1
        assert application.server.requests["token"] == 2
        assert application.server.reuses == 0


def ready(source: Any) -> Any:
    """Return a token that is not the first one, which lasts for a second."""
    while True:
        token = source.token()
        if token.expires_in != 1:
            return token


def last_outcome(application: Application, source: Any) -> str:
    """Ask for a token until it was renewed, or cannot be."""
    while True:
        try:
            if source.token().expires_in == 3600:
                return "renewed"
        except application.module.OAuthError as error:
            if error.code == "login_required":
                return str(error.code)
        time.sleep(0.02)


@pytest.mark.parametrize(("grace", "is_lost"), [(30, False), (0, True)])
def test_grace_time_saves_a_grant_if_the_response_is_lost(
    package: Callable[[str], Any], grace: int, is_lost: bool
) -> None:
    with running(package, "jay") as application:
        source = source_of(application, package)
        application.server.configure(token_lifetime=1, grace=grace)
        source.save(application.token())
        application.server.configure(token_lifetime=3600)
        application.server.fault(drop="after")
        assert last_outcome(application, source) == (
            "login_required" if is_lost else "renewed"
        )
        assert application.server.reuses == int(is_lost)


def test_requests_session_reaches_the_server(package: Callable[[str], Any]) -> None:
    with running(package, "jay") as application:
        auth = package("jay_oauth.requests_auth")
        adapter = package("jay_oauth_mock.requests_adapter").MockAdapter
        session = requests.Session()
        session.mount("https://", adapter(application.server))
        token = auth.send(application.client.token_request(application.code()), session)
        other = requests.Session()
        other.mount("https://", adapter(application.server))
        api = auth.attach(other, token, "api.example")
        response = api.get("https://api.example/needs/read")
        assert (response.status_code, response.url) == (
            200,
            "https://api.example/needs/read",
        )


def test_asynchronous_client_reaches_the_server(package: Callable[[str], Any]) -> None:
    with running(package, "jay") as application:
        transport = application.transports.AsyncMockTransport(application.server)

        async def exchange() -> Any:
            async with httpx.AsyncClient(transport=transport) as http:
                request = application.client.token_request(application.code())
                return await application.httpx_auth.send_async(request, http)

        assert application.call(asyncio.run(exchange())) == 200


def test_provider_with_both_grants_has_one_server(
    package: Callable[[str], Any],
) -> None:
    with package("kite_oauth_mock").MockServer() as server:
        module, send = package("kite_oauth"), package("kite_oauth.httpx_auth").send
        client = module.OAuthClient(
            domain=server.domain, scheme="http", client_id="PUBLIC", **REDIRECT
        )
        implicit = client.authorization_request(scopes=["read"])
        redirect = server.approve(implicit.url)
        assert "#access_token=" in redirect
        token = implicit.parse_redirect(redirect)
        begun = client.code_authorization_request(scopes=["read", "write"])
        code = begun.parse_redirect(server.approve(begun.url))
        other = send(client.token_request(code), httpx.Client())
        statuses = [
            httpx.get(f"{server.resource_url}/needs/write", headers=one.headers())
            for one in (token, other)
        ]
        assert [one.status_code for one in statuses] == [403, 200]
