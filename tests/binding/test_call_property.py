"""In any chain of redirects, each hop to a named origin has both headers; other hops have neither."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from imagen_oauth import OAuthError, httpx_auth, requests_auth
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from requests.adapters import BaseAdapter
from urllib3.util import parse_url

from tests.binding.clients import CREDENTIALS, KEY, SECRET, token_of

HOSTS = ("api.example.com", "api.example.com:8443", "localhost:83")
NAMED = {
    ("https", "api.example.com", 443),
    ("https", "api.example.com", 8443),
    ("https", "localhost", 83),
    ("http", "localhost", 83),
}
PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Hop:
    """A request as it was sent."""

    origin: Origin
    plain: bool
    """Whether the URL has no user information."""
    headers: tuple[Pair, ...]


@dataclass(frozen=True)
class Step:
    """A response in the chain: a status and a location, or an error without one."""

    status: int
    location: str


authorities = st.one_of(
    st.sampled_from(
        [
            *HOSTS,
            *("API.example.COM", "api.example.com:443", "api.example.com:08443"),
            *("api.example.com.", "api.example.com.evil.net", "evil.net", "localhost"),
            *("localhost:80", "localhost:8", "localhost:833", "127.0.0.1:83"),
            *("user:pw@api.example.com", "api.example.com@evil.net", "evil.net:8443"),
            *("api.example.com:8443@evil.net", "evil.net%2Fapi.example.com", ""),
            *("api.example.com\\@evil.net", "[::1]:83", "xn--api.example.com"),
        ]
    ),
    st.builds("{}:{}".format, st.sampled_from(HOSTS[:1]), st.integers(0, 70_000)),
)
schemes = st.sampled_from(["https:", "http:", "HTTPS:", "Http:", "", "ftp:"])
slashes = st.sampled_from(["//", "//", "//", "/", "///", "\\\\", ""])
paths = st.sampled_from(["", "/", "/a/../b", "?a=//evil.net", "#@evil.net", "/a b"])
locations = st.builds(
    "".join, st.tuples(schemes, slashes, authorities, paths)
) | st.sampled_from(["/next", "next", "../x", "?a=b", "", "//evil.net", "/\\evil.net"])
steps = st.lists(
    st.builds(Step, st.sampled_from([301, 302, 303, 307, 308]), locations), max_size=5
)
methods = st.sampled_from(["GET", "POST"])
ends = st.sampled_from([200, 401])

# What a hook of the client may do to a request.
detours = st.sampled_from(["https://evil.net/", "http://localhost:83/", "/elsewhere"])


def rebuild(request: httpx.Request) -> None:
    request.headers = httpx.Headers({**request.headers, "X-Hook": "1"})


def detour(url: str) -> Callable[[httpx.Request], None]:
    def lead_away(request: httpx.Request) -> None:
        request.url = request.url.join(url)

    return lead_away


hooks = st.lists(st.just(rebuild) | st.builds(detour, detours), max_size=2)


def check(hops: Sequence[Hop]) -> None:
    """Check the headers of each hop, whichever case their names have."""
    for hop in hops:
        carried = sorted(
            (name.lower(), value)
            for name, value in hop.headers
            if SECRET in value or KEY in value or name.lower() == "authorization"
        )
        if hop.origin not in NAMED:
            assert carried == []
        elif hop.plain:
            assert carried == [
                ("authorization", CREDENTIALS[1]),
                ("x-imagen-api-key", CREDENTIALS[0]),
            ]


EXPECTED = (
    OAuthError,
    httpx.HTTPError,
    httpx.InvalidURL,
    requests.RequestException,
    UnicodeError,
    ValueError,
)
"""What a location may lead to that a library, or the first check, does not take."""


def _port(port: int | None, scheme: str) -> int:
    return PORTS.get(scheme, 0) if port is None else port


def answering(
    given: Sequence[Step], end: int, hops: list[Hop]
) -> Callable[[httpx.Request], httpx.Response]:
    left = iter(given)

    def answer(request: httpx.Request) -> httpx.Response:
        url = request.url
        origin = (url.scheme, url.host, _port(url.port, url.scheme))
        headers = request.headers.multi_items()
        hops.append(Hop(origin, True, tuple(headers)))
        step = next(left, Step(end, ""))
        return httpx.Response(step.status, headers={"Location": step.location})

    return answer


def attached(
    client: Any, before: Sequence[Callable[..., Any]], after: Sequence[Any]
) -> Any:
    client.event_hooks["request"].extend(before)
    httpx_auth.attach(client, token_of("elsewhere.example.com"), *HOSTS)
    client.event_hooks["request"].extend(after)
    return client


@settings(max_examples=80, deadline=None)
@given(steps, ends, methods, hooks, hooks, st.booleans())
def test_httpx(
    given: list[Step],
    end: int,
    method: str,
    before: list[Callable[[httpx.Request], None]],
    after: list[Callable[[httpx.Request], None]],
    instrumented: bool,
) -> None:
    hops: list[Hop] = []
    transport = httpx.MockTransport(answering(given, end, hops))
    with httpx.Client(
        transport=transport, follow_redirects=True, trust_env=False
    ) as client:
        if instrumented:
            HTTPXClientInstrumentor.instrument_client(client)
        attached(client, before, after)
        try:
            client.request(method, "https://api.example.com/start", content=b"body")
        except EXPECTED:
            pass
    assert 1 <= len(hops) <= 1 + len(given)
    check(hops)


@settings(max_examples=50, deadline=None)
@given(steps, ends, methods, st.booleans())
def test_async_httpx(
    given: list[Step], end: int, method: str, instrumented: bool
) -> None:
    hops: list[Hop] = []

    async def arebuild(request: httpx.Request) -> None:
        rebuild(request)

    async def call() -> None:
        async with httpx.AsyncClient(
            transport=httpx.MockTransport(answering(given, end, hops)),
            follow_redirects=True,
            trust_env=False,
        ) as client:
            if instrumented:
                HTTPXClientInstrumentor.instrument_client(client)
            attached(client, [arebuild], [arebuild])
            await client.request(method, "https://api.example.com/", content=b"body")

    try:
        asyncio.run(call())
    except EXPECTED:
        pass
    assert 1 <= len(hops) <= 1 + len(given)
    check(hops)


class Model(BaseAdapter):
    """Answers as the steps say, and keeps what it was to send."""

    def __init__(self, given: Sequence[Step], end: int) -> None:
        """Keep the steps."""
        super().__init__()
        self._left = iter(given)
        self._end = end
        self.hops: list[Hop] = []

    def send(
        self, request: requests.PreparedRequest, *_: Any, **__: Any
    ) -> requests.Response:
        """Answer with the next step."""
        # The host that requests would connect to is what urllib3 reads.
        url = parse_url(request.url or "")
        scheme = url.scheme or ""
        origin = (scheme, url.host or "", _port(url.port, scheme))
        headers = tuple((str(name), str(one)) for name, one in request.headers.items())
        self.hops.append(Hop(origin, url.auth is None, headers))
        step = next(self._left, Step(self._end, ""))
        response = requests.Response()
        response.status_code = step.status
        response.url = request.url or ""
        response.headers["Location"] = step.location
        response.request = request
        response.raw = io.BytesIO()
        return response

    def close(self) -> None:
        """Hold nothing open."""


@settings(max_examples=80, deadline=None)
@given(steps, ends, methods)
def test_requests(given: list[Step], end: int, method: str) -> None:
    model = Model(given, end)
    with requests.Session() as session:
        session.trust_env = False
        for prefix in ("http://", "https://", "https://api.example.com/"):
            session.mount(prefix, model)
        requests_auth.attach(session, token_of("elsewhere.example.com"), *HOSTS)
        try:
            session.request(method, "https://api.example.com/start", data=b"body")
        except EXPECTED:
            pass
    assert 1 <= len(model.hops) <= 1 + len(given)
    check(model.hops)


def test_the_check_itself_sees_a_leak() -> None:
    leaked = Hop(("https", "evil.net", 443), True, (("X-Imagen-API-Key", KEY),))
    with pytest.raises(AssertionError):
        check([leaked])
    lacking = Hop(("https", "api.example.com", 443), True, ())
    with pytest.raises(AssertionError):
        check([lacking])
