"""What else sends a call on, or changes it: hooks, instrumentation, transports, adapters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from imagen_oauth import ApiError, OAuthError, httpx_auth, requests_auth
from imagen_oauth._runtime.http import messages
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from requests.adapters import BaseAdapter, HTTPAdapter

from tests.binding.clients import CREDENTIALS, KEY, LIMIT, NONE, SECRET, token_of
from tests.binding.loopback import Reply, Seen, Server, serving

Hook = Callable[[httpx.Request], None]


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server that answers any call."""
    with serving(lambda _: Reply(body=b"fine")) as server:
        yield server


def get(client: httpx.Client, server: Server) -> None:
    with httpx_auth.attach(client, token_of(server.host)):
        assert client.get(server.url()).text == "fine"


def aget(client: httpx.AsyncClient, server: Server) -> None:
    async def call() -> None:
        async with httpx_auth.attach(client, token_of(server.host)):
            assert (await client.get(server.url())).text == "fine"

    asyncio.run(call())


@pytest.fixture
def instrumented() -> Iterator[None]:
    """Let OpenTelemetry wrap the transports of httpx."""
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=TracerProvider())
    try:
        yield
    finally:
        instrumentor.uninstrument()


@pytest.mark.usefixtures("instrumented")
def test_instrumented_client_sends_one_request_with_both_headers(
    server: Server,
) -> None:
    get(httpx.Client(trust_env=False), server)
    aget(httpx.AsyncClient(trust_env=False), server)
    assert [one.credentials for one in server.seen] == [CREDENTIALS, CREDENTIALS]
    assert ["traceparent" in one.headers for one in server.seen] == [True, True]


@pytest.mark.usefixtures("instrumented")
def test_instrumented_client_sends_no_header_to_a_host_that_is_not_named(
    server: Server,
) -> None:
    moved = Reply(302, {"Location": server.url()})
    with serving(lambda _: moved) as named:
        get(
            httpx.Client(trust_env=False, follow_redirects=True),
            Server(named.host, named.seen),
        )
    assert [one.credentials for one in named.seen] == [CREDENTIALS]
    assert [one.credentials for one in server.seen] == [NONE]
    assert "traceparent" in server.seen[0].headers


def rebuilding(request: httpx.Request) -> None:
    """Give the request headers of a new object."""
    request.headers = httpx.Headers({**request.headers, "X-Hook": "1"})


async def arebuilding(request: httpx.Request) -> None:
    rebuilding(request)


@pytest.mark.parametrize("when", ["before", "after", "replaced"])
def test_hook_that_rebuilds_the_headers_keeps_both(when: str, server: Server) -> None:
    with httpx.Client(trust_env=False) as client:
        if when == "before":
            client.event_hooks["request"].append(rebuilding)
        httpx_auth.attach(client, token_of(server.host))
        if when == "after":
            client.event_hooks["request"].append(rebuilding)
        if when == "replaced":
            client.event_hooks = {"request": [rebuilding]}
        client.get(server.url())
        client.get(server.url())
        assert client.event_hooks["request"].count(rebuilding) == 1
    assert [one.credentials for one in server.seen] == [CREDENTIALS, CREDENTIALS]
    assert [one.headers["x-hook"] for one in server.seen] == ["1", "1"]


@pytest.mark.parametrize("when", ["before", "after", "replaced"])
def test_async_hook_that_rebuilds_the_headers_keeps_both(
    when: str, server: Server
) -> None:
    async def call() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            if when == "before":
                client.event_hooks["request"].append(arebuilding)
            httpx_auth.attach(client, token_of(server.host))
            if when == "after":
                client.event_hooks["request"].append(arebuilding)
            if when == "replaced":
                client.event_hooks = {"request": [arebuilding]}
            await client.get(server.url())

    asyncio.run(call())
    assert [one.credentials for one in server.seen] == [CREDENTIALS]
    assert server.seen[0].headers["x-hook"] == "1"


def test_hook_that_was_added_later_cannot_send_the_headers_elsewhere(
    server: Server,
) -> None:
    with serving(lambda _: Reply(body=b"elsewhere")) as other:

        def detour(request: httpx.Request) -> None:
            request.url = httpx.URL(other.url())

        with httpx.Client(trust_env=False) as client:
            httpx_auth.attach(client, token_of(server.host))
            client.event_hooks["request"].append(detour)
            assert client.get(server.url()).text == "elsewhere"
    assert [one.credentials for one in other.seen] == [NONE]
    assert server.seen == []


def test_header_that_a_hook_sets_reaches_only_named_hosts_as_ours(
    server: Server,
) -> None:
    def own_key(request: httpx.Request) -> None:
        request.headers["X-IMAGEN-API-KEY"] = KEY

    moved = Reply(302, {"Location": server.url()})
    with (
        serving(lambda _: moved) as named,
        httpx.Client(trust_env=False, follow_redirects=True) as client,
    ):
        httpx_auth.attach(client, token_of(named.host))
        client.event_hooks["request"].append(own_key)
        client.get(named.url())
    assert [one.credentials for one in named.seen] == [CREDENTIALS]
    assert [one.credentials for one in server.seen] == [NONE]


class Rebuilding(httpx.HTTPTransport):
    """Sends a request that it builds itself."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Copy what a request has, and send the copy."""
        headers = [*request.headers.multi_items(), ("X-Transport", "1")]
        new = httpx.Request(request.method, request.url, headers=headers)
        return super().handle_request(new)


def test_transport_that_builds_a_new_request_sends_both_headers(
    server: Server,
) -> None:
    get(httpx.Client(trust_env=False, transport=Rebuilding()), server)
    assert [one.credentials for one in server.seen] == [CREDENTIALS]
    assert server.seen[0].headers["x-transport"] == "1"


def test_hooks_for_responses_see_no_secret_and_run(server: Server) -> None:
    seen: list[dict[str, str]] = []

    def keep(response: httpx.Response) -> None:
        seen.append(dict(response.request.headers))

    get(httpx.Client(trust_env=False, event_hooks={"response": [keep]}), server)
    assert [SECRET in repr(one) or KEY in repr(one) for one in seen] == [False]


# What is attached, and to what.


def another(server: Server) -> Any:
    """Return another token than the one that the tests use."""
    return type(token_of(server.host)).from_value(
        "another-token", domain=server.host, client_id="another-key"
    )


def test_second_attach_replaces_the_first(server: Server) -> None:
    with httpx.Client(trust_env=False) as client, requests.Session() as session:
        session.trust_env = False
        httpx_auth.attach(client, another(server), server.host, "other.example.com")
        requests_auth.attach(session, another(server), "other.example.com")
        assert httpx_auth.attach(client, token_of(server.host)) is client
        assert requests_auth.attach(session, token_of(server.host)) is session
        assert [len(one) for one in client.event_hooks.values()] == [1, 1]
        client.get(server.url())
        session.get(server.url(), timeout=LIMIT)
        for call in (client.get, session.get):
            with pytest.raises(OAuthError) as caught:
                call("https://other.example.com/", timeout=LIMIT)
            assert caught.value.code == "foreign_host"
    assert [one.credentials for one in server.seen] == [CREDENTIALS, CREDENTIALS]


def test_call_with_its_own_auth_does_not_change(server: Server) -> None:
    basic = ("user", "password")
    with httpx.Client(trust_env=False) as client, requests.Session() as session:
        session.trust_env = False
        httpx_auth.attach(client, token_of("media.example.com"), server.host)
        requests_auth.attach(session, token_of("media.example.com"), server.host)
        client.get(server.url(), auth=basic)
        session.get(server.url(), auth=basic, timeout=LIMIT)
    encoded = "Basic dXNlcjpwYXNzd29yZA=="
    assert [one.credentials for one in server.seen] == [(None, encoded)] * 2


def test_other_things_are_rejected() -> None:
    token = token_of("media.example.com")
    wrong: Any = httpx
    with pytest.raises(
        TypeError, match=r"^client must be an httpx.Client or httpx.AsyncClient, not mo"
    ):
        httpx_auth.attach(wrong, token)
    wrong = httpx.Client()
    with pytest.raises(
        TypeError, match=r"^session must be a requests.Session, not Client$"
    ):
        requests_auth.attach(wrong, token)


# The adapters of a requests session.


class Named(HTTPAdapter):
    """Forwards requests, and adds a header to the responses."""

    def __init__(self, name: str, closed: list[str] | None = None) -> None:
        """Keep its name, and where to note that it was closed."""
        super().__init__()
        self._name = name
        self._closed = [] if closed is None else closed

    def send(
        self, request: requests.PreparedRequest, *given: Any, **more: Any
    ) -> requests.Response:
        """Send it with the name."""
        request.headers["X-Adapter"] = self._name
        return super().send(request, *given, **more)

    def close(self) -> None:
        """Note that it was closed."""
        self._closed.append(self._name)
        super().close()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "prefix", ["http://", "http://127.0.0.1", "HTTP://{host}", "http://{host}/deep"]
)
def test_adapter_of_the_session_sends_the_call(
    prefix: str, when: str, server: Server
) -> None:
    closed: list[str] = []
    adapter = Named("mine", closed)
    with requests.Session() as session:
        session.trust_env = False
        if when == "before":
            session.mount(prefix.format(host=server.host), adapter)
        requests_auth.attach(session, token_of(server.host))
        if when == "after":
            session.mount(prefix.format(host=server.host), adapter)
        response = session.get(server.url("/deep"), timeout=LIMIT)
    assert [one.credentials for one in server.seen] == [CREDENTIALS]
    assert [one.headers["x-adapter"] for one in server.seen] == ["mine"]
    assert "X-Adapter" not in response.request.headers
    assert closed == ["mine"]


def test_adapter_that_serves_two_named_hosts_by_its_prefix_sends_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The adapter of requests for https://a.example.co is also the one for …com."""
    sent: list[tuple[BaseAdapter, str | None]] = []

    def take(
        self: HTTPAdapter, request: requests.PreparedRequest, *_: Any
    ) -> requests.Response:
        sent.append((self, request.url))
        return requests.Response()

    monkeypatch.setattr(HTTPAdapter, "send", take)
    token = token_of("media.example.com")
    with requests.Session() as session:
        mine, other = HTTPAdapter(), session.get_adapter("https://")
        session.mount("https://a.example.co", mine)
        requests_auth.attach(session, token, "a.example.co", "a.example.com", "b.co")
        for host in ("a.example.co", "a.example.com", "b.co"):
            url = f"https://{host}/"
            prepared = session.prepare_request(requests.Request("GET", url))
            session.get_adapter(url).send(prepared)
    assert sent == [
        (mine, "https://a.example.co/"),
        (mine, "https://a.example.com/"),
        (other, "https://b.co/"),
    ]


def test_adapters_of_other_hosts_are_left_as_they_are() -> None:
    with requests.Session() as session:
        mine: dict[str, BaseAdapter] = {
            "https://": HTTPAdapter(),
            "https://media.example.com.evil.example": HTTPAdapter(),
            "https://media.example.co": HTTPAdapter(),
            "http://": HTTPAdapter(),
        }
        for prefix, adapter in mine.items():
            session.mount(prefix, adapter)
        requests_auth.attach(session, token_of("media.example.com"))
        for url in ("https://other.example.com/", "https://media.example.co/"):
            assert session.get_adapter(url) in mine.values()


def test_name_that_starts_like_a_named_one_gets_no_headers() -> None:
    """Prefixes of requests are texts: http://127.0.0.1:80 is also one of port 8080."""
    with serving(lambda _: Reply()) as other:
        port = other.host.rpartition(":")[2]
        shorter = f"127.0.0.1:{port[:-1]}"
        moved = Reply(302, {"Location": other.url()})
        with serving(lambda _: moved) as named, requests.Session() as session:
            session.trust_env = False
            requests_auth.attach(
                session, token_of("media.example.com"), named.host, shorter
            )
            assert session.get_adapter(other.url()) is not session.adapters["http://"]
            session.get(named.url(), timeout=LIMIT)
            with pytest.raises(OAuthError) as caught:
                session.get(other.url(), timeout=LIMIT)
    assert caught.value.code == "foreign_host"
    assert [one.credentials for one in other.seen] == [NONE]


def test_netrc_never_replaces_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login user password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("NO_PROXY", "*")

    def answer(request: Seen) -> Reply:
        if request.path == "/":
            return Reply(307, {"Location": "/there"})
        return Reply(body=request.body)

    with serving(answer) as named, requests.Session() as session:
        requests_auth.attach(session, token_of(named.host))
        response = session.post(named.url(), data=b"body", timeout=LIMIT)
    assert response.content == b"body"
    assert [one.credentials for one in named.seen] == [CREDENTIALS, CREDENTIALS]


def test_error_after_a_redirect_to_a_named_host_is_raised(server: Server) -> None:
    moved = Reply(302, {"Location": "/there"})
    replies = {"/": moved, "/there": Reply(403)}
    for library in ("httpx", "requests"):
        with (
            serving(lambda request: replies[request.path]) as named,
            pytest.raises(ApiError) as caught,
        ):
            token = token_of(named.host)
            if library == "httpx":
                client = httpx.Client(trust_env=False, follow_redirects=True)
                httpx_auth.attach(client, token).get(named.url())
            else:
                session = requests.Session()
                session.trust_env = False
                requests_auth.attach(session, token).get(named.url(), timeout=LIMIT)
        assert caught.value.hint == messages.API_REFUSED_FORBIDDEN[2]
        assert [one.credentials for one in named.seen] == [CREDENTIALS, CREDENTIALS]
