"""Faults that a test asks for, in Python, over HTTP, and on the command line."""

from __future__ import annotations

import http.client
import json
import math
import time
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any

import pytest

from tests.mock.exchange.client import FORM, Answer, Client, basic

NAMES = ("authorization", "token", "device_authorization", "revocation")


def ask(client: Client) -> Answer:
    return client.post("/token", {"grant_type": "client_credentials"})


def control(client: Client, action: str, value: object) -> Answer:
    headers = {"Content-Type": "application/json"}
    return client.send(f"/_mock/{action}", json.dumps(value), headers)


@pytest.mark.parametrize(
    ("fault", "status", "headers", "text"),
    [
        ({"status": 500}, 500, {}, ""),
        ({"status": 429, "retry_after": "7"}, 429, {"Retry-After": "7"}, ""),
        (
            {"error": "invalid_grant"},
            400,
            {"Content-Type": "application/json"},
            '{"error": "invalid_grant"}',
        ),
        (
            {"status": 200, "error": "invalid_grant"},
            200,
            {"Content-Type": "application/json"},
            '{"error": "invalid_grant"}',
        ),
        (
            {"body": "<p>Hi", "content_type": "text/html"},
            200,
            {"Content-Type": "text/html"},
            "<p>Hi",
        ),
        ({"body": "{"}, 200, {"Content-Type": "application/json"}, "{"),
    ],
)
def test_fault_replaces_the_next_responses(
    client: Client,
    fault: dict[str, Any],
    status: int,
    headers: Mapping[str, str],
    text: str,
) -> None:
    client.server.fault(**fault, times=2)
    for _ in range(2):
        answer = ask(client)
        assert (answer.status, answer.text) == (status, text)
        assert {name: answer.headers[name] for name in headers} == headers
    assert ask(client).status == 200
    assert client.server.requests["token"] == 3


@pytest.mark.parametrize(("drop", "reuses"), [("before", 0), ("after", 1)])
def test_connection_is_dropped_before_or_after_the_commit(
    client: Client, drop: str, reuses: int
) -> None:
    client.server.configure(grace=0)
    refresh_token = client.tokens()["refresh_token"]
    client.server.fault(drop=drop)
    with pytest.raises(http.client.RemoteDisconnected):
        client.refresh(refresh_token)
    assert client.refresh(refresh_token).status == (400 if reuses else 200)
    assert client.server.reuses == reuses


def test_delay(client: Client) -> None:
    client.server.fault(delay=0.3)
    begun = time.monotonic()
    assert ask(client).status == 200
    assert time.monotonic() - begun >= 0.3


def test_faults_wait_for_their_endpoint_in_their_order(client: Client) -> None:
    client.server.fault(status=500)
    client.server.fault("resource", status=502)
    client.server.fault(status=503)
    access = client.tokens  # the first exchange fails
    with pytest.raises(AssertionError):
        access()
    assert ask(client).status == 503
    token = ask(client).json["access_token"]
    assert client.call(token).status == 502
    assert client.call(token).status == 200


_NO_EFFECT = "a fault needs a delay, status, error, body, or drop"
_NO_RESPONSE = "drop cannot have a status, error, body, content_type, or retry_after, because no response is sent"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({}, _NO_EFFECT),
        ({"times": 2}, _NO_EFFECT),
        ({"retry_after": "30"}, "retry_after needs a status, error, or body"),
        (
            {"retry_after": "30", "delay": 1},
            "retry_after needs a status, error, or body",
        ),
        ({"content_type": "text/html"}, "content_type needs a body"),
        ({"content_type": "text/html", "status": 500}, "content_type needs a body"),
        (
            {"body": "x", "error": "invalid_grant"},
            "use either body or error, not both",
        ),
        ({"drop": "after", "status": 503}, _NO_RESPONSE),
        ({"drop": "before", "body": ""}, _NO_RESPONSE),
        ({"drop": "after", "error": "invalid_grant"}, _NO_RESPONSE),
        ({"drop": "after", "retry_after": "30"}, _NO_RESPONSE),
        ({"drop": "after", "content_type": "text/html"}, _NO_RESPONSE),
        ({"delay": float("nan")}, "delay must be between 0 and 600 seconds"),
    ],
)
def test_fault_without_effect_is_rejected(
    client: Client, fault: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as caught:
        client.server.fault(**fault)
    assert str(caught.value) == message
    assert ask(client).status == 200


@pytest.mark.parametrize(
    "action",
    [
        lambda server, tokens: server.revoke(tokens["access_token"]),
        lambda server, tokens: server.revoke(),
        lambda server, tokens: server.configure(rotates=False, grace=0),
        lambda server, tokens: server.reset(),
    ],
)
def test_change_waits_until_a_request_is_handled(
    client: Client, action: Callable[[Any, dict[str, Any]], None]
) -> None:
    server, tokens = client.server, client.tokens()
    change = Thread(target=action, args=(server, tokens))
    with server._issued.lock:
        change.start()
        change.join(0.2)
        assert change.is_alive()
    change.join(30)
    assert not change.is_alive()


@pytest.mark.parametrize("endpoint", ["revocation", "metadata", "device_authorization"])
def test_every_endpoint_can_fail(client: Client, endpoint: str) -> None:
    client.server.fault(endpoint, status=503)
    path = {
        "revocation": "/revoke",
        "metadata": "/.well-known/oauth-authorization-server",
        "device_authorization": "/device_authorization",
    }[endpoint]
    method = "GET" if endpoint == "metadata" else "POST"
    headers = {"Content-Type": FORM, **client.headers}
    assert client.send(path, "", headers, method).status == 503
    assert client.server.requests[endpoint] == 1


def test_authorization_can_fail(client: Client) -> None:
    client.server.fault("authorization", status=503)
    with pytest.raises(Exception, match="HTTP status 503"):
        client.redirect()
    assert "code" in client.redirect()


def test_reset_forgets_faults_and_counts(client: Client) -> None:
    code = client.code()
    assert [client.exchange(code).status, client.exchange(code).status] == [200, 400]
    assert client.server.reuses == 1
    client.server.fault(status=500)
    client.server.reset()
    assert client.server.reuses == 0
    assert ask(client).status == 200
    assert client.server.requests == {
        **dict.fromkeys(NAMES, 0),
        "metadata": 0,
        "resource": 0,
        "token": 1,
    }


def test_lifetime_and_revocation(client: Client) -> None:
    client.server.configure(token_lifetime=5)
    tokens = client.tokens()
    assert tokens["expires_in"] == 5
    client.server.advance(5)
    assert client.call(tokens["access_token"]).status == 401
    second = client.refresh(tokens["refresh_token"]).json
    client.server.revoke(second["refresh_token"])
    assert client.call(second["access_token"]).status == 401
    assert client.refresh(second["refresh_token"]).error == (400, "invalid_grant")
    assert client.server.reuses == 0
    third = client.tokens()
    client.server.revoke()
    assert client.call(third["access_token"]).status == 401
    with pytest.raises(LookupError, match="the token is unknown"):
        client.server.revoke("unknown")


def test_control_api_changes_and_reads_the_server(client: Client) -> None:
    assert control(client, "fault", {"status": 503, "times": 1}).json == {}
    assert ask(client).status == 503
    assert control(client, "configure", {"token_lifetime": 7, "grace": 0}).json == {}
    redirect = control(client, "approve", {"url": client.url()}).json["result"]
    assert redirect.startswith("http://127.0.0.1:4321/callback?code=")
    code = redirect.partition("code=")[2].partition("&")[0]
    tokens = client.exchange(code).json
    assert tokens["expires_in"] == 7
    assert control(client, "advance", {"seconds": 7}).json == {}
    assert client.call(tokens["access_token"]).status == 401
    assert control(client, "revoke", {"token": tokens["refresh_token"]}).json == {}
    assert client.refresh(tokens["refresh_token"]).error == (400, "invalid_grant")
    client.exchange(code)
    state = client.send("/_mock/state", "", {}, "GET")
    assert state.json == {
        "requests": {
            **dict.fromkeys(NAMES, 0),
            "authorization": 1,
            "token": 4,
            "metadata": 0,
            "resource": 1,
        },
        "reuses": 1,
    }
    assert control(client, "reset", {}).json == {}


def test_control_api_decides_for_a_device(client: Client) -> None:
    device = client.post("/device_authorization", {}).json
    decided = control(client, "approve_device", {"user_code": device["user_code"]})
    assert decided.json == {}
    again = control(client, "deny_device", {"user_code": device["user_code"]})
    assert again.status == 400
    assert again.json == {"error": "Unknown or expired code"}


@pytest.mark.parametrize(
    ("action", "value", "status", "error"),
    [
        ("fault", {"endpoint": "x"}, 400, "endpoint must be one of authorization, "),
        ("fault", {"times": 0}, 400, "times must be at least 1"),
        ("fault", {"times": True}, 400, "times must be of the type int"),
        ("fault", {"delay": -1}, 400, "delay must be between 0 and 600 seconds"),
        ("fault", {"status": 100}, 400, "status must be between 200 and 599"),
        ("fault", {"drop": "now"}, 400, "drop must be one of before, after"),
        ("fault", {"retry_after": "1\n"}, 400, "retry_after must be printable ASCII"),
        ("fault", {"rate": 1}, 400, "fault does not take rate"),
        ("fault", {"seconds": 1}, 400, "fault does not take seconds"),
        ("advance", {}, 400, "advance needs seconds"),
        (
            "configure",
            {"token_lifetime": 0},
            400,
            "the token lifetime must be between 1 ",
        ),
        ("fault", [], 400, "the body must be a JSON object"),
        ("revoke", {"token": "unknown"}, 400, "the token is unknown"),
        ("approve", {"url": "https://jay.example/authorize"}, 400, "invalid_request: "),
        ("approve", {"url": "file:///etc/passwd"}, 400, "the URL must start with "),
        ("approve", {"url": "//jay.example/authorize"}, 400, "the URL must start "),
        ("approve", {"url": "https://jay.example/a b"}, 400, "the URL contains "),
        ("approve", {"url": "https://jay.example/\n"}, 400, "the URL contains "),
        ("approve", {"url": "https://jay.example/é"}, 400, "the URL contains "),
        ("stop", {}, 404, "send POST with one of approve, "),
    ],
)
def test_control_api_says_what_is_wrong(
    client: Client, action: str, value: object, status: int, error: str
) -> None:
    answer = control(client, action, value)
    assert answer.status == status
    assert answer.json["error"].startswith(error), answer.text


_INVALID = ["NaN", "Infinity", "-Infinity", "-1", "1e300", "1" + "0" * 400]


@pytest.mark.parametrize("number", _INVALID)
@pytest.mark.parametrize(
    ("action", "name", "message"),
    [
        ("advance", "seconds", "the time must be between 0 "),
        ("configure", "grace", "the grace period must be between 0 "),
    ],
)
def test_control_api_rejects_an_impossible_time(
    client: Client, action: str, name: str, message: str, number: str
) -> None:
    headers = {"Content-Type": "application/json"}
    body = f'{{"{name}": {number}}}'
    answer = client.send(f"/_mock/{action}", body, headers)
    error = {"error": f"{message}and 3153600000 seconds"}
    assert (answer.status, answer.json) == (400, error)
    assert client.call(client.tokens()["access_token"]).status == 200


@pytest.mark.parametrize("lifetime", [0, -1, 3_153_600_001, 10**400])
def test_invalid_number_changes_nothing(client: Client, lifetime: int) -> None:
    answer = control(
        client, "configure", {"grace": 7, "interval": 9, "token_lifetime": lifetime}
    )
    assert answer.json == {
        "error": "the token lifetime must be between 1 and 3153600000 seconds"
    }
    assert client.post("/device_authorization", {}).json["interval"] == 5


def test_longest_times_are_valid(client: Client) -> None:
    longest = 3_153_600_000
    client.server.configure(token_lifetime=longest, grace=longest, interval=longest)
    client.server.advance(longest)
    assert client.tokens()["expires_in"] == longest


@pytest.mark.parametrize("offset", [math.nan, math.inf, -math.inf, 1e10, -1e10])
def test_impossible_clock_offset_is_rejected(package: Any, offset: float) -> None:
    with pytest.raises(ValueError, match="^the clock offset must be between -3153600"):
        package("jay_oauth_mock").MockServer(clock_offset=offset)


def test_control_api_takes_only_json(client: Client) -> None:
    headers = {"Content-Type": "text/plain"}
    assert client.send("/_mock/reset", "{}", headers).status == 415
    headers = {"Content-Type": "application/json"}
    assert client.send("/_mock/reset", "{", headers).status == 400
    assert client.send("/_mock/reset", "", {}, "GET").status == 404


def test_resource_rejects_other_tokens(client: Client) -> None:
    refresh_token = client.tokens()["refresh_token"]
    for value in (refresh_token, "unknown"):
        answer = client.call(value)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_fault_answers_before_credentials_are_read(client: Client) -> None:
    client.headers = basic("x", "y")
    client.server.fault(status=503)
    assert [ask(client).status, ask(client).status] == [503, 401]
