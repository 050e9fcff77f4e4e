"""The control API of a mock server, and the numbers that a test can set."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from tests.mock.exchange.client import Answer, Client
from tests.mock.exchange.test_faults import NAMES, ask


def control(client: Client, action: str, value: object) -> Answer:
    headers = {"Content-Type": "application/json"}
    return client.send(f"/_mock/{action}", json.dumps(value), headers)


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
    assert again.json == {
        "error": "This code was already used. Start again on your device, and type the new code."
    }


_ENDPOINTS = (
    "endpoint must be one of authorization, token, device_authorization, revocation, "
    "metadata, resource"
)


@pytest.mark.parametrize(
    ("action", "value", "status", "error"),
    [
        (
            "fault",
            {"endpoint": "x", "delay": 1},
            400,
            _ENDPOINTS,
        ),
        ("fault", {"times": 0}, 400, "times must be at least 1"),
        ("fault", {"times": True}, 400, "times must be an integer"),
        ("fault", {"delay": -1}, 400, "delay must be between 0 and 600 seconds"),
        ("fault", {"status": 100}, 400, "status must be between 200 and 599"),
        ("fault", {"drop": "now"}, 400, "drop must be one of before, after"),
        ("fault", {"retry_after": "1\n"}, 400, "retry_after must be printable ASCII"),
        ("fault", {"omit": ["a", 1]}, 400, "omit must be a list of strings"),
        ("fault", {"members": []}, 400, "members must be an object"),
        (
            "fault",
            {"retry_after": 1.5},
            400,
            "retry_after must be a string or an integer",
        ),
        ("fault", {"rate": 1}, 400, "fault does not accept rate"),
        ("fault", {"seconds": 1}, 400, "fault does not accept seconds"),
        ("advance", {}, 400, "advance needs seconds"),
        (
            "configure",
            {"token_lifetime": 0},
            400,
            "the token lifetime must be between 1 ",
        ),
        ("fault", [], 400, "fault needs a JSON object"),
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
