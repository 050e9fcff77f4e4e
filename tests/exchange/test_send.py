"""What is sent to the token endpoint, and what is sent again, by each HTTP library at a loopback server."""

from __future__ import annotations

import asyncio
import importlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import anyio
import httpx
import pytest
import requests
import requests.adapters

from tests.exchange.conftest import Load

TOKEN = b'{"access_token": "2YotnFZFEjr1zCsicMWpAA", "expires_in": 3600}'
JSON = {"Content-Type": "application/json"}
Response = tuple[int, dict[str, str], bytes]
DROP: Response = (0, {}, b"")
"""Closes the connection without a response."""
GOOD = (200, JSON, TOKEN)


class Scripted(ThreadingHTTPServer):
    """A server that sends prepared responses, the last one again and again, and keeps the requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.responses: list[Response] = [GOOD]
        self.requests: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Scripted)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((self.path, headers, body))
        responses = self.server.responses
        status, sent, data = responses.pop(0) if len(responses) > 1 else responses[0]
        self.close_connection = True
        if not status:
            return
        self.send_response(status)
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            self.close_connection = True  # The client has read enough.

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def servers() -> Iterator[tuple[Scripted, Scripted]]:
    """Run the token endpoint, and another server."""
    both = (Scripted(), Scripted())
    for one in both:
        threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield both
    for one in both:
        one.shutdown()
        one.server_close()


@pytest.fixture
def waits(load: Load, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds before each further attempt, which nobody waits for."""
    load("wigeon")
    found: list[float] = []

    async def note(seconds: float) -> None:
        found.append(seconds)

    delivery = importlib.import_module("wigeon_oauth._runtime.exchange.delivery")
    fake = type("Time", (), {"time": lambda: 1_000.0, "sleep": found.append})
    monkeypatch.setattr(delivery, "time", fake)
    monkeypatch.setattr(anyio, "sleep", note)
    return found


OWN: dict[str, Any] = {
    "headers": {"X-Own": "1", "User-Agent": "app/1", "Authorization": "Bearer own"},
    "cookies": {"session": "own"},
}


FOLLOWING: dict[str, Any] = {"auth": ("u", "p"), "follow_redirects": True}


def with_httpx(request: Any) -> Any:
    module = importlib.import_module("wigeon_oauth.httpx_auth")
    with httpx.Client(**OWN, **FOLLOWING) as client:
        return module.send(request, client)


def with_async_httpx(request: Any) -> Any:
    module = importlib.import_module("wigeon_oauth.httpx_auth")

    async def sent() -> Any:
        async with httpx.AsyncClient(**OWN, **FOLLOWING) as client:
            return await module.send_async(request, client)

    return asyncio.run(sent())


def with_requests(request: Any) -> Any:
    module = importlib.import_module("wigeon_oauth.requests_auth")
    with requests.Session() as session:
        session.headers.update(OWN["headers"])
        session.cookies.update(OWN["cookies"])
        session.auth = ("u", "p")
        return module.send(request, session)


Send = Callable[[Any], Any]


@pytest.fixture(params=[with_httpx, with_async_httpx, with_requests])
def send(request: pytest.FixtureRequest) -> Send:
    found: Send = request.param
    return found


def requests_of(load: Load, host: str) -> dict[str, Any]:
    """Return a request for each rule: one that is never sent again, one that is if it was not processed, and one that always is."""
    package = load("wigeon")
    client = package.OAuthClient(
        domain=host,
        client_id="k",
        client_secret="s",
        redirect_uri="https://app.example/cb",
        scheme="http",
        allowed_domains=[host],
    )
    asked = client.authorization_request()
    code = asked.parse_query({"code": "c", "state": asked.state})
    token = package.AccessToken.from_value(
        "a", domain=host, client_id="k", scheme="http", refresh_token="r"
    )
    return {
        "code": client.token_request(code),
        "refresh": client.refresh_request(token),
        "credentials": client.client_credentials_request(),
    }


def test_request_has_nothing_of_the_client_but_its_name(
    load: Load, servers: Sequence[Scripted], send: Send
) -> None:
    request = requests_of(load, servers[0].host)["refresh"]
    assert send(request).reveal() == "2YotnFZFEjr1zCsicMWpAA"
    ((path, headers, body),) = servers[0].requests
    assert (path, body) == ("/token", b"grant_type=refresh_token&refresh_token=r")
    assert headers["authorization"] == "Basic azpz"
    assert headers["accept"] == "application/json"
    assert headers["user-agent"] == "app/1"
    assert not {"x-own", "cookie"} & headers.keys()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("kind", ["code", "refresh", "credentials"])
def test_redirect_is_not_followed_and_named(
    load: Load, servers: Sequence[Scripted], send: Send, status: int, kind: str
) -> None:
    first, other = servers
    location = {"Location": f"http://{other.host}/t?x=secret"}
    first.responses = [(status, location, b"")]
    with pytest.raises(load("wigeon").EndpointError) as caught:
        send(requests_of(load, first.host)[kind])
    assert (caught.value.code, caught.value.status) == ("endpoint_redirect", status)
    assert other.host in str(caught.value)
    assert "secret" not in str(caught.value)
    assert (len(first.requests), other.requests) == (1, [])


def failing(status: int, wait: str | None = None) -> Response:
    headers = {"Content-Type": "text/html"}
    return status, headers if wait is None else {**headers, "Retry-After": wait}, b"<p>"


@pytest.mark.parametrize(
    ("kind", "response", "expected"),
    [
        # A code is sent once.
        ("code", failing(429, "1"), []),
        ("code", failing(503, "1"), []),
        ("code", DROP, []),
        # A refresh is sent again only if the server says that it did not process it.
        ("refresh", failing(429, "7"), [7, 7]),
        ("refresh", failing(429), [1, 2]),
        ("refresh", failing(503, "1"), []),
        ("refresh", failing(500), []),
        ("refresh", DROP, []),
        # A request whose repetition changes nothing is sent again.
        ("credentials", failing(429, "60"), [60, 60]),
        ("credentials", failing(503, "0"), [0, 0]),
        ("credentials", failing(503), [1, 2]),
        ("credentials", failing(500), []),
        ("credentials", failing(400), []),
        ("credentials", DROP, [1, 2]),
        # Nobody waits for more than a minute.
        ("refresh", failing(429, "61"), []),
        ("credentials", failing(503, "61"), []),
        ("credentials", failing(503, "Fri, 31 Dec 9999 23:59:59 GMT"), []),
    ],
)
def test_only_what_is_safe_is_sent_again(
    load: Load,
    servers: Sequence[Scripted],
    waits: list[float],
    send: Send,
    kind: str,
    response: Response,
    expected: list[float],
) -> None:
    servers[0].responses = [response]
    with pytest.raises(load("wigeon").OAuthError) as caught:
        send(requests_of(load, servers[0].host)[kind])
    assert waits == expected
    assert len(servers[0].requests) == 1 + len(expected)
    if response is DROP:
        assert (caught.value.code, caught.value.was_sent) == ("response_lost", True)
    elif "61" in response[1].values():
        assert caught.value.retry_after == 61


@pytest.mark.parametrize("kind", ["refresh", "credentials"])
def test_further_attempt_can_succeed(
    load: Load, servers: Sequence[Scripted], waits: list[float], send: Send, kind: str
) -> None:
    servers[0].responses = [failing(429, "3"), GOOD]
    assert send(requests_of(load, servers[0].host)[kind]).expires_in == 3600
    assert waits == [3]


@pytest.mark.parametrize(
    ("kind", "attempts"), [("code", 1), ("refresh", 3), ("credentials", 3)]
)
def test_request_that_cannot_be_sent(
    load: Load, waits: list[float], send: Send, kind: str, attempts: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        host = f"127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(load("wigeon").DeliveryError) as caught:
        send(requests_of(load, host)[kind])
    assert (caught.value.code, caught.value.was_sent) == ("endpoint_unreachable", False)
    assert len(waits) == attempts - 1


def test_response_of_more_than_a_mebibyte_is_not_read(
    load: Load, servers: Sequence[Scripted], send: Send
) -> None:
    servers[0].responses = [(200, JSON, b'{"access_token": "a", "x": "' + b"x" * 2**24)]
    with pytest.raises(load("wigeon").OAuthError) as caught:
        send(requests_of(load, servers[0].host)["refresh"])
    assert caught.value.code == "response_too_large"


def test_proxy_of_the_client_gets_the_request(
    load: Load,
    servers: Sequence[Scripted],
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://{servers[0].host}")
    assert send(requests_of(load, "127.0.0.1:1")["refresh"]).expires_in == 3600
    assert [path for path, _, _ in servers[0].requests] == ["http://127.0.0.1:1/token"]


def test_timeouts_are_on_and_certificates_are_those_of_the_client(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timeouts do not depend on those of the client."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    found: list[Any] = []
    package = load("wigeon")
    request = requests_of(load, "127.0.0.1:1")["refresh"]

    def answer(sent: httpx.Request) -> httpx.Response:
        found.append(sent.extensions["timeout"])
        return httpx.Response(200, headers=JSON, content=TOKEN)

    class Adapter(requests.adapters.HTTPAdapter):
        def send(self, *args: Any, **kwargs: Any) -> requests.Response:
            found.append((kwargs["timeout"], kwargs["verify"], kwargs["cert"]))
            raise requests.exceptions.ReadTimeout

    module = importlib.import_module("wigeon_oauth.httpx_auth")
    transport = httpx.MockTransport(answer)
    with httpx.Client(transport=transport, timeout=None) as client:
        module.send(request, client)
    session = requests.Session()
    session.mount("http://", Adapter())
    session.verify, session.cert = "/ca.pem", "/client.pem"
    with pytest.raises(package.DeliveryError):
        importlib.import_module("wigeon_oauth.requests_auth").send(request, session)
    limits = {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0}
    assert found == [limits, ((10.0, 30.0), "/ca.pem", "/client.pem")]
