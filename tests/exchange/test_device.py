"""Logins on other devices: requests, responses, and the wait for the token (RFC 8628)."""

from __future__ import annotations

import asyncio
import importlib
import io
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.exchange.begun import JSON, client_of
from tests.exchange.conftest import Load

CODES: Mapping[str, object] = {
    "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://example.com/device",
    "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
    "expires_in": 1800,
    "interval": 5,
}
"""The response of RFC 8628 §3.2."""
TOKEN = b'{"access_token": "2YotnFZFEjr1zCsicMWpAA", "expires_in": 3600}'
POLL = (
    "grant_type=urn:ietf:params:oauth:grant-type:device_code"
    "&device_code=GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS&client_id=1406020730"
)
"""The body of RFC 8628 §3.4, in the encoding of this project."""


def siskin(load: Load, **values: Any) -> Any:
    given = {"client_id": "1406020730", "client_secret": ..., "redirect_uri": ...}
    return client_of(load("siskin"), **{**given, **values})


def body(**changed: object) -> bytes:
    """Return the response of the RFC with other members, or without those that are `...`."""
    members = {**CODES, **changed}
    return json.dumps(
        {name: value for name, value in members.items() if value is not ...}
    ).encode()


def login(load: Load, at: float = 1_000, /, **changed: object) -> Any:
    request = siskin(load).device_request(scopes=["read"])
    return request.parse_response(200, JSON, body(**changed), sent_at=at)


def refused(load: Load, error: str) -> Any:
    """Return the error for a poll that the server denied with that code."""
    with pytest.raises(load("siskin").OAuthError) as caught:
        sent = json.dumps({"error": error, "error_description": "No\x1b[1m."}).encode()
        login(load).poll_request().parse_response(400, JSON, sent)
    return caught.value


def test_request_is_that_of_the_rfc(load: Load) -> None:
    request = siskin(load).device_request(scopes=["write", "read"])
    assert (request.method, request.url) == ("POST", "https://siskin.example/device")
    assert request.headers == {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    assert request.body == b"client_id=1406020730&scope=read%20write"
    assert siskin(load).device_request().body == b"client_id=1406020730"


def test_each_request_has_its_own_names_and_authentication(load: Load) -> None:
    client = client_of(load("dunlin"), tenant="a b", client_id="k", client_secret="s")
    request = client.device_request(display="short")
    assert request.url == "https://dunlin.example/a%20b/device"
    assert request.body == b"scope=tv&client_key=k&display=short"
    poll = request.parse_response(200, JSON, body(device_code="d")).poll_request()
    assert poll.url == "https://dunlin.example/a%20b/token"
    assert json.loads(poll.body) == {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": "d",
        "client_secret": "s",
        "client_key": "k",
        "audience": "api",
        "display": "short",
    }


@pytest.mark.parametrize(
    ("given", "code", "argument"),
    [
        ({"scopes": ["other"]}, "unknown_scope", "scopes[0]"),
        ({"undocumented_scopes": ["a b"]}, "invalid_scope_token", None),
        (
            {"extra_parameters": {"client_id": "x"}},
            "reserved_param",
            "extra_parameters",
        ),
    ],
)
def test_request_rejects_what_it_cannot_send(
    load: Load, given: dict[str, Any], code: str, argument: str | None
) -> None:
    with pytest.raises(load("siskin").OAuthError) as caught:
        siskin(load).device_request(**given)
    argument = argument or "undocumented_scopes[0]"
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_response_has_what_the_user_needs(load: Load) -> None:
    found = login(load)
    assert (found.user_code, found.verification_uri) == (
        "WDJB-MJHT",
        "https://example.com/device",
    )
    assert found.verification_uri_complete == CODES["verification_uri_complete"]
    assert (found.expires_at, found.interval) == (2_800, 5)
    poll = found.poll_request()
    assert (poll.url, poll.body.decode()) == ("https://siskin.example/token", POLL)


@pytest.mark.parametrize(
    ("changed", "complete", "expires_at", "interval"),
    [
        ({"interval": ...}, ..., 2_800, 5),
        ({"interval": None}, ..., 2_800, 5),
        ({"interval": 0}, ..., 2_800, 5),
        ({"interval": -1}, ..., 2_800, 5),
        ({"interval": "soon"}, ..., 2_800, 5),
        ({"interval": True}, ..., 2_800, 5),
        ({"interval": 0.01}, ..., 2_800, 1),
        ({"interval": "7"}, ..., 2_800, 7),
        ({"expires_in": "60"}, ..., 1_060, 5),
        ({"expires_in": 10**30}, ..., 1_000 + 2**31 - 1, 5),
        ({"verification_uri_complete": ...}, None, 2_800, 5),
        ({"verification_uri_complete": None}, None, 2_800, 5),
    ],
)
def test_optional_members_have_defaults(
    load: Load,
    changed: dict[str, object],
    complete: object,
    expires_at: int,
    interval: float,
) -> None:
    found = login(load, **changed)
    if complete is ...:
        complete = CODES["verification_uri_complete"]
    actual = (found.verification_uri_complete, found.expires_at, found.interval)
    assert actual == (complete, expires_at, interval)


def test_interval_that_is_not_a_number_is_five_seconds(load: Load) -> None:
    text = body(interval=...).replace(b"}", b', "interval": NaN}')
    request = siskin(load).device_request()
    assert request.parse_response(200, JSON, text).interval == 5


INVALID: Mapping[str, tuple[str, list[object]]] = {
    "missing": ("invalid_device_response", [..., None, ""]),
    "type": ("malformed_response", [7, ["a"], {"a": 1}]),
}


@pytest.mark.parametrize("name", ["device_code", "user_code", "verification_uri"])
@pytest.mark.parametrize("kind", INVALID)
def test_required_members_are_texts(load: Load, name: str, kind: str) -> None:
    code, values = INVALID[kind]
    for value in values:
        with pytest.raises(load("siskin").OAuthError) as caught:
            login(load, **{name: value})
        assert (caught.value.code, name in caught.value.message) == (code, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"device_code": "a\nb"}, "invalid_device_response"),
        ({"device_code": "é"}, "invalid_device_response"),
        ({"user_code": "A\x1b[2J"}, "invalid_device_response"),
        ({"user_code": "A\u202eB"}, "invalid_device_response"),
        ({"user_code": "A" * 101}, "invalid_device_response"),
        ({"expires_in": ...}, "invalid_device_response"),
        ({"expires_in": 0}, "invalid_device_response"),
        ({"expires_in": -5}, "invalid_device_response"),
        ({"expires_in": "soon"}, "invalid_device_response"),
        (
            {"verification_uri": "http://example.com/device"},
            "insecure_verification_uri",
        ),
        ({"verification_uri": "javascript:alert(1)"}, "insecure_verification_uri"),
        ({"verification_uri": "file:///etc/passwd"}, "insecure_verification_uri"),
        ({"verification_uri": "example.com/device"}, "insecure_verification_uri"),
        ({"verification_uri": "//example.com/device"}, "insecure_verification_uri"),
        ({"verification_uri": "https://a@example.com/"}, "insecure_verification_uri"),
        ({"verification_uri": "https://example.com/ --x"}, "insecure_verification_uri"),
        ({"verification_uri": "https:///device"}, "insecure_verification_uri"),
        (
            {"verification_uri": "http://localhost.example.com/"},
            "insecure_verification_uri",
        ),
        (
            {"verification_uri_complete": "http://example.com/device?user_code=a"},
            "insecure_verification_uri",
        ),
    ],
)
def test_members_that_nobody_may_use_are_rejected(
    load: Load, changed: dict[str, object], code: str
) -> None:
    with pytest.raises(load("siskin").OAuthError) as caught:
        login(load, **changed)
    [name] = changed
    assert (caught.value.code, name in caught.value.message) == (code, True)


@pytest.mark.parametrize(
    "uri",
    ["http://localhost:8080/device", "http://127.0.0.1/device", "http://[::1]/device"],
)
def test_http_is_for_this_machine(load: Load, uri: str) -> None:
    assert login(load, verification_uri=uri).verification_uri == uri


def test_member_that_appears_twice_is_rejected(load: Load) -> None:
    text = body().replace(b"}", b', "user_code": "OTHER"}')
    with pytest.raises(load("siskin").OAuthError) as caught:
        siskin(load).device_request().parse_response(200, JSON, text)
    assert caught.value.code == "duplicate_parameter"


@pytest.mark.parametrize("status", [200, 400, 401])
def test_error_of_the_request_is_the_servers(load: Load, status: int) -> None:
    sent = b'{"error": "invalid_client"}'
    with pytest.raises(load("siskin").TokenEndpointError) as caught:
        siskin(load).device_request().parse_response(status, JSON, sent)
    assert (caught.value.error, caught.value.status) == ("invalid_client", status)


def test_page_of_a_proxy_is_no_response(load: Load) -> None:
    headers = {"Content-Type": "text/html", "Retry-After": "9"}
    with pytest.raises(load("siskin").EndpointError) as caught:
        siskin(load).device_request().parse_response(503, headers, b"<p>")
    assert (caught.value.code, caught.value.retry_after) == ("unexpected_response", 9)


def test_poll_returns_a_token_with_the_scopes_of_the_login(load: Load) -> None:
    token = login(load).poll_request().parse_response(200, JSON, TOKEN, sent_at=50)
    assert (token.reveal(), token.expires_at) == ("2YotnFZFEjr1zCsicMWpAA", 3_650)
    assert (token.scopes, token.domain) == (frozenset({"read"}), "siskin.example")
    assert (token.client_id, token.state_verified) == ("1406020730", False)


@pytest.mark.parametrize(
    ("error", "is_pending"),
    [
        ("authorization_pending", True),
        ("slow_down", True),
        ("access_denied", False),
        ("expired_token", False),
    ],
)
def test_each_error_of_a_poll_has_its_own_code(
    load: Load, error: str, is_pending: bool
) -> None:
    package, found = load("siskin"), refused(load, error)
    kind = package.DevicePendingError if is_pending else package.DeviceError
    assert (type(found), found.code, found.description) == (kind, error, "No.")
    assert issubclass(package.DevicePendingError, package.DeviceError)


def test_other_errors_of_a_poll_are_the_servers(load: Load) -> None:
    found = refused(load, "invalid_grant")
    assert (type(found), found.error) == (
        load("siskin").TokenEndpointError,
        "invalid_grant",
    )


def test_status_of_a_pending_poll_can_be_200(load: Load) -> None:
    with pytest.raises(load("siskin").DevicePendingError):
        poll = login(load).poll_request()
        poll.parse_response(200, JSON, b'{"error": "authorization_pending"}')


def test_each_slow_down_adds_five_seconds_for_good(load: Load) -> None:
    package, found = load("siskin"), login(load)
    intervals: list[float] = []
    for error in ("authorization_pending", "slow_down", "slow_down", "access_denied"):
        with pytest.raises(package.DeviceError) as caught:
            sent = json.dumps({"error": error}).encode()
            found.poll_request().parse_response(400, JSON, sent)
        intervals.append(getattr(caught.value, "interval", 0))
    assert (intervals, found.interval) == ([5, 10, 15, 0], 15)


class Clock:
    """The time, which only sleeping and polls advance, and the responses to polls."""

    def __init__(self, responses: list[Any], takes: float = 0) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []
        self.bodies: list[str] = []
        self._responses = iter(responses)
        self._takes = takes

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    def response(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(request.content.decode())
        self.now += self._takes
        response = next(self._responses)
        if isinstance(response, Exception):
            raise response
        status, headers, content = response
        return httpx.Response(status, headers=headers, content=content)


def no(error: str) -> tuple[int, Mapping[str, str], bytes]:
    return 400, JSON, json.dumps({"error": error}).encode()


PENDING, SLOW, DENIED, EXPIRED = map(
    no, ("authorization_pending", "slow_down", "access_denied", "expired_token")
)
GRANTED = (200, JSON, TOKEN)
BAD_GATEWAY = (502, {"Content-Type": "text/html"}, b"<p>Bad gateway</p>")
Wait = Callable[[Load, Clock, Any], Any]


def in_a_thread(load: Load, clock: Clock, found: Any) -> Any:
    module = importlib.import_module(f"{load('siskin').__name__}.httpx_auth")
    with httpx.Client(transport=httpx.MockTransport(clock.response)) as http:
        return module.wait_for_token(found, http)


def in_a_task(load: Load, clock: Clock, found: Any) -> Any:
    module = importlib.import_module(f"{load('siskin').__name__}.httpx_auth")

    async def run() -> Any:
        transport = httpx.MockTransport(clock.response)
        async with httpx.AsyncClient(transport=transport) as http:
            return await module.wait_for_token_async(found, http)

    return asyncio.run(run())


@pytest.fixture(params=[in_a_thread, in_a_task])
def wait(
    request: pytest.FixtureRequest, load: Load, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Clock], Any]:
    """Return what waits for a token with a clock of the test."""

    def run(clock: Clock, **changed: object) -> Any:
        package = load("siskin").__name__
        found = login(load, clock.now, **changed)
        waits = importlib.import_module(f"{package}._runtime.exchange.device_wait")
        sends = importlib.import_module(f"{package}._runtime.http.httpx_wait")
        importlib.import_module(f"{package}.httpx_auth")
        with monkeypatch.context() as patched:
            fake = type("Time", (), {"time": lambda: clock.now, "sleep": clock.sleep})
            patched.setattr(waits, "time", fake)
            slept: Callable[[float], Awaitable[None]] = clock.sleep_async
            patched.setattr(sends, "anyio", type("Anyio", (), {"sleep": slept}))
            return request.param(load, clock, found)

    return run


def test_gaps_follow_the_interval_and_each_slow_down(wait: Any) -> None:
    clock = Clock([PENDING, SLOW, SLOW, GRANTED])
    assert wait(clock).reveal() == "2YotnFZFEjr1zCsicMWpAA"
    assert clock.slept == [5, 5, 10, 15]
    assert clock.bodies == [POLL] * 4


def test_wait_ends_when_the_codes_expire(load: Load, wait: Any) -> None:
    """Polls take time, and the last pause ends at the expiry."""
    clock = Clock([PENDING] * 9, takes=3)
    with pytest.raises(load("siskin").DeviceError) as caught:
        wait(clock, expires_in=12)
    assert (caught.value.code, clock.slept) == ("expired_token", [5, 4])
    assert (clock.now, len(clock.bodies)) == (1_012, 1)


def test_lost_responses_and_error_pages_only_make_the_pauses_longer(wait: Any) -> None:
    lost = httpx.ReadTimeout("late")
    clock = Clock([PENDING, lost, BAD_GATEWAY, PENDING, GRANTED])
    assert wait(clock).reveal() == "2YotnFZFEjr1zCsicMWpAA"
    assert clock.slept == [5, 5, 10, 20, 5]


def test_pauses_after_failures_have_an_upper_limit(load: Load, wait: Any) -> None:
    clock = Clock([httpx.ConnectError("down")] * 40)
    with pytest.raises(load("siskin").DeviceError) as caught:
        wait(clock, expires_in=200)
    assert caught.value.code == "expired_token"
    assert clock.slept == [5, 10, 20, 40, 60, 60, 5]


def test_server_can_ask_for_a_longer_pause(wait: Any) -> None:
    busy = (429, {**JSON, "Retry-After": "33"}, b'{"error": "temporarily_unavailable"}')
    clock = Clock([busy, GRANTED])
    wait(clock)
    assert clock.slept == [5, 33]


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (DENIED, "access_denied"),
        (EXPIRED, "expired_token"),
        (no("invalid_client"), "authorization_error"),
        ((404, {"Content-Type": "text/html"}, b"<p>"), "unexpected_response"),
        ((302, {"Location": "https://a.example/"}, b""), "endpoint_redirect"),
        ((200, JSON, b"{}"), "missing_token"),
    ],
)
def test_any_other_response_ends_the_wait(
    load: Load, wait: Any, response: Any, code: str
) -> None:
    clock = Clock([PENDING, response])
    with pytest.raises(load("siskin").OAuthError) as caught:
        wait(clock)
    # Nothing starts again by itself.
    assert (caught.value.code, len(clock.bodies)) == (code, 2)


def test_codes_that_have_expired_are_not_sent(load: Load, wait: Any) -> None:
    clock = Clock([GRANTED])
    found = login(load, time.time() - 5_000)
    module = importlib.import_module(f"{load('siskin').__name__}.httpx_auth")
    with (
        httpx.Client(transport=httpx.MockTransport(clock.response)) as http,
        pytest.raises(load("siskin").DeviceError) as caught,
    ):
        module.wait_for_token(found, http)
    assert (caught.value.code, clock.bodies) == ("expired_token", [])


def test_requests_can_wait_too(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    package = load("siskin").__name__
    module = importlib.import_module(f"{package}.requests_auth")
    waits = importlib.import_module(f"{package}._runtime.exchange.device_wait")
    clock = Clock([])
    fake = type("Time", (), {"time": lambda: clock.now, "sleep": clock.sleep})
    monkeypatch.setattr(waits, "time", fake)
    responses = [PENDING, GRANTED]

    class Adapter(HTTPAdapter):
        def send(self, request: Any, *_: Any, **__: Any) -> requests.Response:
            response = requests.Response()
            response.status_code, headers, content = responses.pop(0)
            response.headers.update(headers)
            response.raw = io.BytesIO(content)
            clock.bodies.append(request.body.decode())
            return response

    session = requests.Session()
    session.mount("https://siskin.example", Adapter())
    token = module.wait_for_token(login(load), session)
    assert (token.reveal(), clock.slept, clock.bodies) == (
        "2YotnFZFEjr1zCsicMWpAA",
        [5, 5],
        [POLL, POLL],
    )


def test_device_request_is_repeated_but_a_poll_is_not(load: Load) -> None:
    """Only the wait sends a poll again, after the interval."""
    assert siskin(load).device_request().repeat == "always"
    assert login(load).poll_request().repeat == "never"


def test_send_returns_what_the_user_needs(load: Load) -> None:
    module = importlib.import_module(f"{load('siskin').__name__}.httpx_auth")
    clock = Clock([(503, {"Retry-After": "0"}, b""), (200, JSON, body())])
    with httpx.Client(transport=httpx.MockTransport(clock.response)) as http:
        found = module.send(siskin(load).device_request(scopes=["read"]), http)
    assert type(found) is load("siskin").DeviceAuthorization
    assert (found.user_code, clock.bodies) == (
        "WDJB-MJHT",
        ["client_id=1406020730&scope=read"] * 2,
    )
