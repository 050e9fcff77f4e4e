"""Faults that change a response of a mock server: members, redirects, bytes, and the clock."""

from __future__ import annotations

import http.client
import time
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.mock.exchange.client import FORM, Client
from tests.mock.exchange.test_faults import ask
from tests.mock.http import send

ERRORS = (
    *("invalid_request", "unauthorized_client", "access_denied"),
    *("unsupported_response_type", "invalid_scope", "server_error"),
    "temporarily_unavailable",
)
"""The error codes of RFC 6749 §4.1.2.1."""
CALLBACK = "http://127.0.0.1:4321/callback"
STATE = {"state": "s", "iss": "https://jay.example"}


def redirect(client: Client) -> dict[str, str]:
    """Return where an authorization request leads without a page, as "", and the parameters."""
    answer = client.send(client.url().removeprefix(client.server.url), "", {}, "GET")
    assert answer.status == 303
    place, _, query = answer.headers["Location"].partition("?")
    return {"": place, **dict(parse_qsl(query))}


@pytest.mark.parametrize("error", ERRORS)
def test_authorization_endpoint_redirects_with_an_error(
    client: Client, error: str
) -> None:
    client.server.fault("authorization", error=error)
    assert redirect(client) == {"": CALLBACK, "error": error, **STATE}
    assert "code" in client.redirect()


def test_error_of_an_invalid_request_is_not_redirected(client: Client) -> None:
    client.server.fault("authorization", error="server_error")
    url = client.url(redirect_uri="https://evil.example/").removeprefix(
        client.server.url
    )
    answer = client.send(url, "", {}, "GET")
    assert (answer.status, answer.headers["Location"]) == (400, None)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"members": {"state": "other"}}, {**STATE, "state": "other"}),
        ({"omit": ["state"]}, {"iss": "https://jay.example"}),
        ({"omit": ["iss"]}, {"state": "s"}),
        (
            {"members": {"iss": "https://a.example"}},
            {**STATE, "iss": "https://a.example"},
        ),
        ({"members": {"x": "1 2"}}, {**STATE, "x": "1 2"}),
        ({"omit": ["state", "iss"]}, {}),
    ],
)
def test_redirect_has_other_parameters(
    client: Client, fault: dict[str, Any], expected: dict[str, str]
) -> None:
    client.server.fault("authorization", **fault)
    changed = client.redirect()
    assert client.exchange(changed.pop("code")).status == 200
    assert changed == expected
    assert STATE.items() <= client.redirect().items()


def test_redirect_has_another_code_or_none(client: Client) -> None:
    client.server.fault("authorization", members={"code": "nope"})
    assert client.redirect() == {"code": "nope", **STATE}
    client.server.fault("authorization", omit=["code"])
    assert client.redirect() == STATE


def test_redirect_leads_elsewhere(client: Client) -> None:
    client.server.fault("authorization", location="http://127.0.0.1:9/x?y=1")
    assert client.server.approve(client.url()).startswith(
        "http://127.0.0.1:9/x?y=1&code="
    )
    client.server.fault(
        "authorization", error="access_denied", location="https://other.example/"
    )
    assert redirect(client) == {
        "": "https://other.example/",
        "error": "access_denied",
        **STATE,
    }


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"members": {"expires_in": "soon"}}, {"expires_in": "soon"}),
        ({"members": {"expires_in": None}}, {"expires_in": None}),
        ({"omit": ["expires_in", "unknown"]}, {"expires_in": ...}),
        ({"members": {"a.b": 1}, "omit": ["scope"]}, {"a": {"b": 1}, "scope": ...}),
    ],
)
def test_token_response_has_other_members(
    client: Client, fault: dict[str, Any], expected: dict[str, Any]
) -> None:
    usual = {"token_type": "bearer", "expires_in": 3600, "scope": "read write"}
    client.server.fault(**fault)
    token = ask(client).json
    assert client.call(token.pop("access_token")).status == 200
    changed = {**usual, **expected}
    assert token == {name: one for name, one in changed.items() if one is not ...}


def test_device_response_has_other_members(client: Client) -> None:
    client.server.fault("device_authorization", omit=["interval"], times=2)
    client.server.fault("device_authorization", members={"expires_in": 1})
    for _ in range(2):
        assert "interval" not in client.post("/device_authorization", {}).json
    device = client.post("/device_authorization", {}).json
    assert (device["interval"], device["expires_in"]) == (5, 1)


@pytest.mark.parametrize(
    ("error", "given", "status"),
    [
        ("invalid_token", {}, 401),
        ("insufficient_scope", {}, 403),
        ("invalid_request", {}, 400),
        ("invalid_token", {"status": 403}, 403),
    ],
)
def test_resource_reports_an_error_in_its_challenge(
    client: Client, error: str, given: dict[str, int], status: int
) -> None:
    token = ask(client).json["access_token"]
    client.server.fault("resource", error=error, **given)
    answer = client.call(token)
    assert answer.status == status
    assert answer.headers["WWW-Authenticate"] == f'Bearer error="{error}"'
    assert client.call(token).status == 200


def test_body_is_cut_after_the_commit(client: Client) -> None:
    client.server.configure(grace=0)
    refresh_token = client.tokens()["refresh_token"]
    client.server.fault(truncate=10)
    with pytest.raises(http.client.IncompleteRead) as caught:
        client.refresh(refresh_token)
    assert caught.value.partial == b'{"access_t'
    assert client.refresh(refresh_token).error == (400, "invalid_grant")


def test_body_trickles(client: Client) -> None:
    client.server.fault(body="12345", trickle=0.05)
    begun = time.monotonic()
    assert ask(client).text == "12345"
    assert time.monotonic() - begun >= 0.25


def test_clock_is_in_every_time_that_the_server_sends(client: Client) -> None:
    for offset in (-7200, 7200):
        client.server.configure(clock_offset=offset)
        client.server.fault(status=503, retry_date=60)
        answer = ask(client)
        sent = parsedate_to_datetime(answer.headers["Date"]).timestamp()
        retry = parsedate_to_datetime(answer.headers["Retry-After"]).timestamp()
        assert abs(sent - (time.time() + offset)) < 30
        assert 58 <= retry - sent <= 62
    token = ask(client).json["access_token"]
    assert client.call(token).status == 200
    client.server.configure(clock_offset=7200 + 3601)
    assert client.call(token).status == 401


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("approve", "code"), ("deny", "error")],
)
def test_decision_needs_no_page(client: Client, decision: str, expected: str) -> None:
    client.server.configure(decision=decision)
    found = redirect(client)
    assert found.keys() == {"", expected, "state", "iss"}
    if decision == "approve":
        token = client.exchange(found["code"]).json
        assert client.call(token["access_token"]).json["user"] == "demo"
    device = client.post("/device_authorization", {}).json
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": device["device_code"],
    }
    polled = client.post("/token", form)
    assert polled.status == (200 if decision == "approve" else 400)
    client.server.configure(decision="ask")
    assert "/request/" in redirect(client)[""]


def test_scope_that_is_not_assigned_is_not_approved(client: Client) -> None:
    client.server.configure(decision="approve")
    url = client.url(scope="admin").removeprefix(client.server.url)
    location = client.send(url, "", {}, "GET").headers["Location"]
    assert "error=invalid_scope" in location


def test_request_is_held_until_a_decision(client: Client) -> None:
    client.server.configure(decision="hold")
    answers: list[dict[str, str]] = []
    thread = Thread(target=lambda: answers.append(redirect(client)))
    thread.start()
    thread.join(0.2)
    assert thread.is_alive()
    client.server.configure(decision="deny")
    thread.join(30)
    assert answers == [{"": CALLBACK, "error": "access_denied", **STATE}]


def test_request_that_is_held_ends_with_the_server(package: Any) -> None:
    with package("jay_oauth_mock").MockServer(
        configuration={"decision": "hold"}
    ) as server:
        client = Client(server)
        errors: list[type[Exception]] = []

        def ask_for_a_code() -> None:
            try:
                redirect(client)
            except (OSError, http.client.HTTPException) as error:
                errors.append(type(error))

        thread = Thread(target=ask_for_a_code)
        thread.start()
        while not server._decisions._changed._waiters:
            time.sleep(0.01)
    thread.join(30)
    assert errors == [http.client.RemoteDisconnected]


def test_forms_can_be_responses(client: Client) -> None:
    client.server.configure(response_format="form")
    client.server.fault(members={"expires_in": 5})
    answer = ask(client)
    assert answer.headers["Content-Type"] == FORM
    token = dict(parse_qsl(answer.text))
    assert client.call(token.pop("access_token")).status == 200
    assert token == {"token_type": "bearer", "expires_in": "5", "scope": "read write"}
    # An error is still JSON (RFC 6749 §5.2).
    assert client.refresh("nope").error == (400, "invalid_grant")


def test_objects_cannot_be_forms(package: Any) -> None:
    with package("kea_oauth_mock").MockServer() as server:
        with pytest.raises(ValueError, match="a response with objects cannot have"):
            server.configure(response_format="form", token_lifetime=7)
        assert server.issue()["expires_in"] == 3600
        with pytest.raises(ValueError, match="response_format must be one of json, f"):
            server.configure(response_format="xml")


def test_each_token_type_of_the_spec_is_sent(package: Any) -> None:
    with package("swift_oauth_mock").MockServer() as server:
        types = server.exchange.response.token_types
        assert len(types) > 1
        for one in types:
            server.configure(token_type=one)
            assert server.issue()["token_type"] == one
        with pytest.raises(ValueError, match="token_type must be one of "):
            server.configure(token_type="mac")


def test_pages_have_the_date_of_the_clock(client: Client) -> None:
    client.server.configure(clock_offset=86_400)
    date = send(client.server.url).headers["Date"]
    assert parsedate_to_datetime(date).timestamp() > time.time() + 80_000
