"""A token source attached to a client: calls with a valid token, and one renewal after a 401."""

from __future__ import annotations

import asyncio
import importlib
import io
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import requests
from requests.adapters import BaseAdapter

from tests.binding.loopback import Reply, Seen, serving
from tests.exchange.conftest import Load
from tests.exchange.rotating import Rotating

API = "https://api.robin.example/things"
INVALID = {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}

Package = Any
Response = tuple[int, dict[str, str], bytes]


class Api:
    """The API and the token endpoint in this process, with what reached each."""

    def __init__(self) -> None:
        self.server = Rotating(lifetime=3600)
        self.loop = asyncio.new_event_loop()
        self.answer: Callable[[str, str, str], Response] | None = None
        self.seen: list[tuple[str, str, str]] = []
        self.bodies: list[bytes] = []
        self.token_requests: list[tuple[dict[str, str], bytes]] = []

    def respond(
        self, method: str, url: str, headers: dict[str, str], body: bytes
    ) -> Response:
        if url == "https://robin.example/token":
            self.token_requests.append((headers, body))
            return self.server.respond(body)
        sent = headers.get("authorization", "")
        self.bodies.append(body)
        self.seen.append((method, url, sent))
        if self.answer is not None:
            return self.answer(method, url, sent)
        if sent != f"Bearer {self.server.access_token}":
            return 401, INVALID, b""
        return 200, {}, b"welcome"


class Adapter(BaseAdapter):
    """Sends requests to the API in this process."""

    def __init__(self, api: Api) -> None:
        super().__init__()
        self._api = api

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> Any:
        body = request.body or b""
        assert isinstance(body, (str, bytes))
        status, headers, content = self._api.respond(
            request.method or "",
            request.url or "",
            {name.lower(): str(value) for name, value in request.headers.items()},
            body.encode() if isinstance(body, str) else body,
        )
        response = requests.Response()
        response.status_code = status
        response.headers.update(headers)
        response.raw = io.BytesIO(content)
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """There is nothing to close."""


def httpx_client(api: Api) -> httpx.Client:
    return httpx.Client(mounts={"https://": transport(api)}, follow_redirects=True)


def async_client(api: Api) -> httpx.AsyncClient:
    mounts = {"https://": transport(api)}
    return httpx.AsyncClient(mounts=mounts, follow_redirects=True)


def session(api: Api) -> requests.Session:
    made = requests.Session()
    made.mount("https://", Adapter(api))
    return made


CLIENTS: dict[str, Callable[[Api], Any]] = {
    "httpx": httpx_client,
    "tasks": async_client,
    "requests": session,
}


class Caller:
    """A client with an attached source of one of the libraries."""

    def __init__(self, package: Package, api: Api, kind: str, *hosts: str) -> None:
        self.kind = kind
        library = "requests" if kind == "requests" else "httpx"
        self.module = importlib.import_module(f"{package.__name__}.{library}_auth")
        self.http = CLIENTS[kind](api)
        self.loop = api.loop
        stores = importlib.import_module(f"{package.__name__}.token_store")
        self.client = package.OAuthClient(
            client_id="app",
            client_secret="secret",
            redirect_uri="https://app.example/cb",
        )
        self.package = package
        self.store = stores.MemoryStore()
        make = "async_token_source" if kind == "tasks" else "token_source"
        self.source = getattr(self.module, make)(
            self.client, self.http, self.store, "user"
        )
        attached = self.module.attach(
            self.http, self.source, *(hosts or ("api.robin.example",))
        )
        assert attached is self.http

    def save(self, access_token: str, expires_in: int, refresh_token: str) -> None:
        token = self.package.AccessToken.from_value(
            access_token,
            domain=self.client.issuer,
            client_id="app",
            expires_in=3600,
            received_at=time.time() - 3600 + expires_in,
            refresh_token=refresh_token,
        )
        saved = self.source.save(token)
        if self.kind == "tasks":
            self.wait(saved)

    def wait(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def call(
        self, method: str = "GET", url: str = API, body: Any = None, **further: Any
    ) -> Any:
        name = "data" if self.kind == "requests" else "content"
        further[name] = body
        if self.kind == "tasks":
            return self.wait(self.http.request(method, url, **further))
        return self.http.request(method, url, **further)


def transport(api: Api) -> httpx.MockTransport:
    def handle(request: httpx.Request) -> httpx.Response:
        status, headers, body = api.respond(
            request.method, str(request.url), dict(request.headers), request.content
        )
        return httpx.Response(status, headers=headers, content=body)

    return httpx.MockTransport(handle)


@pytest.fixture
def package(load: Load) -> Package:
    return load("robin")


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()
    yield made
    made.loop.close()


@pytest.fixture(params=list(CLIENTS))
def caller(request: pytest.FixtureRequest, package: Package, api: Api) -> Caller:
    return Caller(package, api, request.param)


def refused(package: Package, call: Callable[[], object]) -> Any:
    with pytest.raises(package.ApiError) as caught:
        call()
    return caught.value


def test_expired_token_is_renewed_before_the_call(caller: Caller, api: Api) -> None:
    caller.save("first", -10, api.server.new_family())
    assert caller.call().text == "welcome"
    assert caller.call().text == "welcome"
    renewed = f"Bearer {api.server.access_token}"
    assert api.seen == [("GET", API, renewed), ("GET", API, renewed)]
    assert api.server.refreshes == 1


def test_invalid_token_is_renewed_and_the_call_is_sent_again(
    caller: Caller, api: Api
) -> None:
    caller.save("revoked", 3000, api.server.new_family())
    response = caller.call("POST", body=b"a=1")
    assert (response.status_code, response.text) == (200, "welcome")
    renewed = f"Bearer {api.server.access_token}"
    assert api.seen == [("POST", API, "Bearer revoked"), ("POST", API, renewed)]
    assert api.bodies == [b"a=1", b"a=1"]
    assert (api.server.refreshes, api.server.reuses) == (1, 0)


def test_the_refresh_has_nothing_of_the_call(caller: Caller, api: Api) -> None:
    refresh_token = api.server.new_family()
    caller.save("first", -10, refresh_token)
    caller.call(headers={"X-Trace": "1"}, params={"q": "1"})
    [(headers, body)] = api.token_requests
    assert dict(parse_qsl(body.decode())) == {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
    }
    assert "x-trace" not in headers
    assert headers["authorization"].startswith("Basic ")


def test_api_that_always_refuses_gets_two_requests(
    package: Package, caller: Caller, api: Api
) -> None:
    api.answer = lambda method, url, sent: (401, INVALID, b"")
    caller.save("first", 3000, api.server.new_family())
    error = refused(package, caller.call)
    assert (error.status, error.error) == (401, "invalid_token")
    assert len(api.seen) == 2
    assert api.server.refreshes == 1


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (401, {}),
        (401, {"WWW-Authenticate": "Bearer"}),
        (401, {"WWW-Authenticate": 'Basic realm="x", error="invalid_token"'}),
        (401, {"WWW-Authenticate": 'Bearer error="invalid_request"'}),
        (403, {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}),
        (403, INVALID),
        (500, INVALID),
    ],
)
def test_other_refusal_renews_nothing(
    package: Package, caller: Caller, api: Api, status: int, headers: dict[str, str]
) -> None:
    api.answer = lambda method, url, sent: (status, headers, b"")
    caller.save("first", 3000, api.server.new_family())
    assert refused(package, caller.call).status == status
    assert (len(api.seen), api.server.requests) == (1, 0)


def test_token_that_another_caller_has_renewed_is_used(
    package: Package, caller: Caller, api: Api
) -> None:
    """The store has a newer token than the one that the API rejects."""
    caller.save("revoked", 3000, api.server.new_family())
    other = Caller(package, api, "httpx")
    other.store = caller.store
    other.source = other.module.token_source(
        other.client, other.http, caller.store, "user"
    )
    other.module.attach(other.http, other.source, "api.robin.example")
    assert other.call().status_code == 200
    assert caller.call().status_code == 200
    assert api.server.refreshes == 1
    assert len(api.seen) == 4


def test_rejected_client_is_no_reason_to_renew_again(
    package: Package, caller: Caller, api: Api
) -> None:
    """The token endpoint answers 401 through the client that is attached."""
    body = b'{"error": "invalid_client"}'
    api.server.answer = (401, {"Content-Type": "application/json", **INVALID}, body)
    caller.save("first", -10, api.server.new_family())
    with pytest.raises(package.OAuthError) as caught:
        caller.call()
    assert caught.value.error == "invalid_client"
    assert (api.server.requests, api.seen) == (1, [])


def test_dead_refresh_token_requires_a_login(
    package: Package, caller: Caller, api: Api
) -> None:
    caller.save("revoked", 3000, "unknown")
    for _ in range(2):
        with pytest.raises(package.OAuthError) as caught:
            caller.call()
        assert caught.value.code == "login_required"
    assert api.server.requests == 1


def test_unnamed_host_gets_nothing_and_renews_nothing(
    package: Package, caller: Caller, api: Api
) -> None:
    caller.save("first", -10, api.server.new_family())
    with pytest.raises(package.OAuthError) as caught:
        caller.call(url="https://evil.example/")
    assert caught.value.code == "foreign_host"
    assert (api.seen, api.server.requests) == ([], 0)


def test_other_host_cannot_cause_a_renewal(caller: Caller, api: Api) -> None:
    def redirect(method: str, url: str, sent: str) -> Response:
        if url == API:
            return 302, {"Location": "https://other.example/"}, b""
        return 401, INVALID, sent.encode()

    api.answer = redirect
    caller.save("first", 3000, api.server.new_family())
    response = caller.call()
    assert (response.status_code, response.content) == (401, b"")
    assert api.server.requests == 0


def test_call_that_was_redirected_is_not_carried_out_twice(
    package: Package, caller: Caller, api: Api
) -> None:
    def redirect(method: str, url: str, sent: str) -> Response:
        if method == "POST":
            return 303, {"Location": "https://api.robin.example/result"}, b""
        return 401, INVALID, b""

    api.answer = redirect
    caller.save("first", 3000, api.server.new_family())
    assert refused(package, lambda: caller.call("POST", body=b"a=1")).status == 401
    assert [method for method, _, _ in api.seen].count("POST") == 1
    assert api.server.refreshes == 1


@pytest.mark.parametrize("kind", list(CLIENTS))
def test_stream_is_not_sent_again(package: Package, api: Api, kind: str) -> None:
    def answer(seen: Seen) -> Reply:
        renewed = f"Bearer {api.server.access_token}"
        if seen.headers["authorization"] == renewed:
            return Reply(200)
        return Reply(401, {**INVALID, "Connection": "close"})

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"one", b"two"):
            yield piece

    with serving(answer) as server:
        caller = Caller(package, api, kind, server.host)
        caller.save("revoked", 3000, api.server.new_family())
        body = pieces() if kind == "tasks" else io.BytesIO(b"onetwo")
        length = {"Content-Length": "6"}
        error = refused(
            package, lambda: caller.call("POST", server.url(), body, headers=length)
        )
        assert (error.status, error.error) == (401, "invalid_token")
        assert (len(server.seen), api.server.refreshes) == (1, 1)
        assert caller.call(url=server.url()).status_code == 200
        assert api.server.refreshes == 1


def test_twenty_threads_cause_one_renewal(package: Package, api: Api) -> None:
    api.server.delay = 0.05
    caller = Caller(package, api, "httpx")
    caller.save("first", -10, api.server.new_family())
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(caller.call().status_code))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 20
    assert api.server.refreshes == 1


def test_client_of_the_other_kind_is_named(package: Package, api: Api) -> None:
    threads, tasks = Caller(package, api, "httpx"), Caller(package, api, "tasks")
    with pytest.raises(TypeError) as caught:
        threads.module.attach(threads.http, tasks.source)
    assert str(caught.value) == (
        "an httpx.Client takes a TokenSource, and an httpx.AsyncClient takes an "
        "AsyncTokenSource, not Client and AsyncTokenSource"
    )
    with pytest.raises(TypeError):
        tasks.module.attach(tasks.http, threads.source)
    with pytest.raises(TypeError):
        threads.module.attach(requests.Session(), threads.source)


def test_nothing_shows_a_token(caller: Caller, api: Api) -> None:
    caller.save("access-secret", 3000, "refresh-secret")
    auth: object = caller.http.auth
    for text in (repr(auth), repr(vars(auth))):
        assert "secret" not in text


def test_without_hosts_the_issuer_is_named(caller: Caller, api: Api) -> None:
    caller.module.attach(caller.http, caller.source)
    caller.save("first", -10, api.server.new_family())
    assert caller.call(url="https://robin.example/me").status_code == 200


def test_prepared_request_of_requests_gets_a_valid_token_each_time(
    package: Package, api: Api
) -> None:
    caller = Caller(package, api, "requests")
    caller.save("first", 3000, api.server.new_family())
    prepared = caller.http.prepare_request(requests.Request("GET", API))
    for number in range(1, 4):
        assert caller.http.send(prepared).status_code == 200
        assert api.server.refreshes == number
        api.server.access_token = "revoked by the server"
