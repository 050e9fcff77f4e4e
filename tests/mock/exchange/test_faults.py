"""Faults that a test asks for, in Python, and how a test changes the server."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any

import pytest

from tests.mock.exchange.client import FORM, Answer, Client, basic

NAMES = ("authorization", "token", "device_authorization", "revocation")


def ask(client: Client) -> Answer:
    return client.post("/token", {"grant_type": "client_credentials"})


@pytest.mark.parametrize(
    ("fault", "status", "headers", "text"),
    [
        ({"status": 500}, 500, {}, ""),
        ({"status": 429, "retry_after": "7"}, 429, {"Retry-After": "7"}, ""),
        ({"status": 429, "retry_after": 7}, 429, {"Retry-After": "7"}, ""),
        (
            {"body": "<!DOCTYPE html>"},
            200,
            {"Content-Type": "application/json"},
            "<!DOCTYPE html>",
        ),
        ({"body": ""}, 200, {"Content-Length": "0"}, ""),
        (
            {
                "error": "invalid_grant",
                "members": {"error_description": "x"},
                "retry_after": 1,
            },
            400,
            {"Retry-After": "1"},
            '{"error": "invalid_grant", "error_description": "x"}',
        ),
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


_NO_EFFECT = "a fault needs a delay, status, error, body, members, omit, location, truncate, trickle, or drop"
_NO_RESPONSE = "drop can have only times and delay, because no response is sent"
_NO_RETRY = "retry_after and retry_date need a status, error, or body"
_NO_STATUS = (
    "an error of the authorization endpoint is in a redirect, so it cannot have a status, "
    "retry_after, or retry_date"
)
_REDIRECT = "members, omit, and location cannot have a status or body"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({}, _NO_EFFECT),
        ({"times": 2}, _NO_EFFECT),
        ({"retry_after": "30"}, _NO_RETRY),
        ({"retry_after": "30", "delay": 1}, _NO_RETRY),
        ({"retry_date": 0, "delay": 1}, _NO_RETRY),
        (
            {"retry_after": 1, "retry_date": 1, "status": 503},
            "use either retry_after or retry_date, not both",
        ),
        (
            {"retry_date": -1, "status": 503},
            "retry_date must be between 0 and 3153600000 seconds",
        ),
        ({"members": {"a": 1}, "status": 200}, _REDIRECT),
        ({"omit": ["a"], "body": ""}, _REDIRECT),
        (
            {"location": "http://x.example/"},
            "location needs the endpoint authorization",
        ),
        ({"truncate": -1}, "truncate must be at least 0"),
        ({"body": "\ud800"}, "body must be valid Unicode"),
        (
            {"endpoint": "authorization", "members": {"state": "\ud800"}},
            "members of a redirect must be valid Unicode",
        ),
        ({"trickle": -1}, "trickle must be between 0 and 600 seconds"),
        (
            {"error": 'a"b'},
            "error must be printable ASCII without double quotes or backslashes",
        ),
        (
            {"endpoint": "authorization", "error": "x", "status": 503},
            _NO_STATUS,
        ),
        (
            {"endpoint": "authorization", "members": {"state": 1}},
            "members of a redirect must be strings",
        ),
        (
            {"endpoint": "authorization", "location": "http://x.example/#a"},
            "location must not contain a fragment",
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
        ({"drop": "after", "truncate": 3}, _NO_RESPONSE),
        ({"drop": "after", "omit": ["a"]}, _NO_RESPONSE),
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


CHANGES: list[Callable[[Any, dict[str, Any]], None]] = [
    lambda server, tokens: server.revoke(tokens["access_token"]),
    lambda server, tokens: server.revoke(),
    lambda server, tokens: server.configure(rotates=False, grace=0),
    lambda server, tokens: server.reset(),
]


@pytest.mark.parametrize("action", CHANGES)
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
