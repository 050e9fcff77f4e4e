"""A call over plain http, which only this machine may serve, never goes through a proxy."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator

import httpx
import pytest
import requests
from imagen_oauth import OAuthError, httpx_auth, requests_auth

from tests.binding.clients import CREDENTIALS, LIMIT, token_of
from tests.binding.loopback import Reply, Server, serving
from tests.binding.raised import raised
from tests.binding.test_call_secrets import secrets_in, shown

Get = Callable[[Server, bool], str]
"""Takes the server to call, and whether the environment is trusted."""


def by_httpx(server: Server, trusted: bool) -> str:
    with httpx.Client(trust_env=trusted, timeout=LIMIT) as client:
        httpx_auth.attach(client, token_of(server.host))
        return client.get(server.url()).text


def by_async_httpx(server: Server, trusted: bool) -> str:
    async def call() -> str:
        async with httpx.AsyncClient(trust_env=trusted, timeout=LIMIT) as client:
            httpx_auth.attach(client, token_of(server.host))
            return (await client.get(server.url())).text

    return asyncio.run(call())


def by_requests(server: Server, trusted: bool) -> str:
    with requests.Session() as session:
        session.trust_env = trusted
        requests_auth.attach(session, token_of(server.host))
        return session.get(server.url(), timeout=LIMIT).text


gets = pytest.mark.parametrize(
    "get", [by_httpx, by_async_httpx, by_requests], ids=["httpx", "async", "requests"]
)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove what the machine says of proxies."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def proxy() -> Iterator[Server]:
    """Yield a server that answers as a proxy."""
    with serving(lambda _: Reply(body=b"by the proxy")) as server:
        yield server


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield the server that is called."""
    with serving(lambda _: Reply(body=b"by itself")) as server:
        yield server


ENVIRONMENT = "insecure_transport.environment_proxy"
GIVEN = "insecure_transport.given_proxy"


def refused(call: Callable[[], object], key: str = ENVIRONMENT) -> None:
    """Check that a call is refused because of the proxy, and that nothing shows it."""
    with pytest.raises(OAuthError) as caught:
        call()
    assert raised(caught.value) == (key, None, {"host": "127.0.0.1"})
    assert secrets_in(shown(caught.value)) == []


@gets
@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_proxy_of_the_environment_is_rejected(
    get: Get, name: str, proxy: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, proxy.url())
    refused(lambda: get(server, True))
    assert get(server, False) == "by itself"
    assert (proxy.seen, len(server.seen)) == ([], 1)


@gets
@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY"])
def test_proxy_for_https_does_not_matter(
    get: Get, name: str, proxy: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, proxy.url())
    assert get(server, True) == "by itself"


@gets
@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
@pytest.mark.parametrize("value", ["*", "127.0.0.1", "example.com, 127.0.0.1 ,x"])
def test_exception_for_exactly_the_host_is_respected(
    get: Get,
    name: str,
    value: str,
    proxy: Server,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url())
    monkeypatch.setenv(name, value)
    assert get(server, True) == "by itself"
    assert [one.credentials for one in server.seen] == [CREDENTIALS]
    assert proxy.seen == []


@gets
@pytest.mark.parametrize(
    "value",
    [
        *("", "localhost", "127.0.0.0/8", "127.0.0.1/32", ".0.0.1", "0.0.1"),
        *("127.0.0.1:{port}", "http://127.0.0.1", "127.0.0.10", "127.0.0.*"),
    ],
)
def test_exception_that_libraries_read_differently_does_not_count(
    get: Get, value: str, proxy: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url())
    monkeypatch.setenv("no_proxy", value.format(port=server.host.partition(":")[2]))
    refused(lambda: get(server, True))
    assert proxy.seen == server.seen == []


def test_star_in_a_list_counts_only_if_the_library_supports_it(
    proxy: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url())
    monkeypatch.setenv("no_proxy", "example.com,*")
    assert by_httpx(server, True) == "by itself"
    server.seen.clear()  # It has the headers of that call, which a traceback shows.
    refused(lambda: by_requests(server, True))
    assert proxy.seen == server.seen == []


@pytest.mark.parametrize(
    ("host", "exception"), [("localhost:83", "localhost"), ("[::1]:83", "::1")]
)
def test_host_is_written_without_port_and_brackets(
    host: str, exception: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with httpx.Client(transport=transport) as client:
        httpx_auth.attach(client, token_of(host))
        with pytest.raises(OAuthError, match=f"add {exception} to NO_PROXY"):
            client.get(f"http://{host}/")
        assert client.get(f"https://{host}/").status_code == 200
    monkeypatch.setenv("no_proxy", exception)
    with httpx.Client(transport=transport) as client:
        httpx_auth.attach(client, token_of(host))
        assert client.get(f"http://{host}/").status_code == 200


def test_environment_of_the_creation_of_an_httpx_client_counts(
    proxy: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url())
    with httpx.Client(timeout=LIMIT) as client:
        httpx_auth.attach(client, token_of(server.host))
        monkeypatch.delenv("http_proxy")
        refused(lambda: client.get(server.url()))
    assert proxy.seen == []


def test_hop_of_a_redirect_is_rejected_too(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url)
        return httpx.Response(302, headers={"Location": "http://127.0.0.1:83/"})

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    transport = httpx.MockTransport(answer)
    with httpx.Client(transport=transport, follow_redirects=True) as client:
        httpx_auth.attach(client, token_of("127.0.0.1:83"))
        refused(lambda: client.get("https://127.0.0.1:83/"))
    assert sent == ["https://127.0.0.1:83/"]


@pytest.mark.parametrize("trusted", [False, True])
@pytest.mark.parametrize("key", ["http", "all", "http://127.0.0.1"])
def test_proxy_that_a_session_is_given_is_rejected(
    key: str, trusted: bool, proxy: Server, server: Server
) -> None:
    proxies = {key: proxy.url()}
    with requests.Session() as session:
        session.trust_env = trusted
        requests_auth.attach(session, token_of(server.host))
        refused(
            lambda: session.get(server.url(), proxies=dict(proxies), timeout=LIMIT),
            GIVEN,
        )
        session.proxies.update(proxies)
        refused(lambda: session.get(server.url(), timeout=LIMIT), GIVEN)
        del session.proxies[key]
        assert session.get(server.url(), timeout=LIMIT).ok
    assert proxy.seen == []


def test_exception_that_a_session_is_given_counts(
    proxy: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url())
    with requests.Session() as session:
        requests_auth.attach(session, token_of(server.host))
        answer = session.get(
            server.url(), proxies={"no_proxy": "127.0.0.1"}, timeout=LIMIT
        )
    assert answer.text == "by itself"


def test_proxy_of_an_httpx_client_itself_is_the_choice_of_the_caller(
    proxy: Server, server: Server
) -> None:
    with httpx.Client(proxy=proxy.url(), trust_env=False) as client:
        httpx_auth.attach(client, token_of(server.host))
        assert client.get(server.url()).text == "by the proxy"
    mounts = {"http://127.0.0.1": None}
    with httpx.Client(proxy=proxy.url(), mounts=mounts, trust_env=False) as client:
        httpx_auth.attach(client, token_of(server.host))
        assert client.get(server.url()).text == "by itself"
