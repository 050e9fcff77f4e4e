"""What a test reads of a mock server: received requests, issued tokens, and devices; and a new start."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from imagen_oauth_mock._runtime.http_messages import Request
from imagen_oauth_mock._runtime.received import ReceivedRequests

from tests.mock.exchange.client import (
    CLIENT_ID,
    FORM,
    REDIRECT,
    SECRET,
    VERIFIER,
    Client,
)
from tests.mock.exchange.test_control import control
from tests.mock.exchange.test_faults import ask


def read(client: Client, name: str) -> Any:
    answer = client.send(f"/_mock/{name}", "", {}, "GET")
    assert answer.status == 200
    return answer.json[name.partition("?")[0]]


def test_received_requests_are_what_the_client_sent(client: Client) -> None:
    code = client.code()
    client.server.fault(drop="before")
    with pytest.raises(OSError):
        client.exchange(code)
    client.exchange(code)
    assert [one["endpoint"] for one in read(client, "received")] == [
        *("authorization", "token", "token"),
    ]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    request = {
        "endpoint": "token",
        "method": "POST",
        "path": "/token",
        "query": {},
        "body": form,
        "headers": {"content-type": FORM},
        "authentication": "Basic",
    }
    assert read(client, "received?endpoint=token") == [
        {**request, "status": None},
        {**request, "status": 200},
    ]
    asked = client.server.received("authorization")[0]
    assert asked.query["code_challenge_method"] == "S256"
    assert (asked.authentication, asked.status) == (None, 303)
    client.server.reset()
    assert client.server.received() == ()


def test_repeated_parameter_is_a_list(client: Client) -> None:
    client.send("/token?a=1", "b=1&b=2&c=", {"Content-Type": FORM})
    received = client.server.received()[0]
    assert (received.query, received.body) == ({"a": "1"}, {"b": ["1", "2"], "c": ""})


@pytest.mark.parametrize(
    ("spec", "name"), [("jay", "client_secret"), ("dunlin", "client_secret")]
)
def test_received_requests_contain_no_client_secret(
    package: Any, spec: str, name: str
) -> None:
    with package(f"{spec}_oauth_mock").MockServer() as server:
        path = server.exchange.request("authorization_code").path.replace(
            "{tenant}", "t"
        )
        client = Client(server)
        client.send(path, f"{name}={SECRET}&a=b", {"Content-Type": FORM})
        client.send(path, f"{name}=", {"Content-Type": FORM})
        client.send(
            path, json.dumps({name: SECRET}), {"Content-Type": "application/json"}
        )
        client.send(f"{path}?{name}={SECRET}", "", client.headers)
        bodies = [one.body for one in server.received()]
        assert bodies == [{name: "…", "a": "b"}, {name: ""}, {name: "…"}, {}]
        text = client.send("/_mock/received", "", {}, "GET").text
        assert SECRET not in text
        assert client.headers["Authorization"].split()[1] not in text


@pytest.mark.parametrize("kind", [FORM, "text/plain", None])
def test_request_in_a_wrong_form_shows_no_secret(
    client: Client, kind: str | None
) -> None:
    headers = {"Authorization": SECRET, **({"Content-Type": kind} if kind else {})}
    body = json.dumps({"client_secret": f"{SECRET}==", "code": "c"})
    client.send("/token", body, headers)
    (received,) = client.server.received()
    assert (received.body, received.authentication) == ({"…": "…"}, None)
    assert SECRET not in client.send("/_mock/received", "", {}, "GET").text


def test_received_requests_contain_no_secret_variable(package: Any) -> None:
    with package("pewit_oauth_mock").MockServer() as server:
        client = Client(server)
        form = {"grant_type": "client_credentials", "key": "k2", "other": "k3"}
        client.send(
            "/k1/token?key=k4", urlencode(form), {"Content-Type": FORM, "x-key": "k5"}
        )
        text = client.send("/_mock/received", "", {}, "GET").text
        (received,) = server.received()
        assert (received.path, received.query) == ("/{key}/token", {"key": "…"})
        assert received.body == {**form, "key": "…"}
        assert [one for one in ("k1", "k2", "k4", "k5") if one in text] == []


def test_held_requests_cannot_be_decided_by_url(client: Client) -> None:
    client.server.configure(decision="hold")
    answer = control(client, "approve", {"url": client.url()})
    error = "authorization requests are held; change the decision first"
    assert (answer.status, answer.json) == (400, {"error": error})


@pytest.mark.parametrize("body", ["{", "[1]", '"a"', "[" * 10_000, "\xff"])
def test_body_that_is_not_an_object_is_empty(client: Client, body: str) -> None:
    client.send("/token", body, {"Content-Type": "application/json"})
    assert client.server.received()[0].body == {}


def test_only_the_last_requests_are_kept() -> None:
    received = ReceivedRequests()
    for index in range(1_001):
        received.add("token", Request("GET", f"/{index}", "", {}), 200)
    paths = [one.path for one in received.all(None)]
    assert (len(paths), paths[0], paths[-1]) == (1_000, "/1", "/1000")


def test_issued_token_works_and_is_listed(client: Client) -> None:
    members = control(client, "issue", {"scopes": ["read"], "lifetime": 60}).json[
        "result"
    ]
    access, refresh = members.pop("access_token"), members.pop("refresh_token")
    assert members == {"token_type": "bearer", "expires_in": 60, "scope": "read"}
    assert client.call(access, "/needs/read").json["user"] == "demo"
    assert client.call(access, "/needs/write").status == 403
    token = {"client_id": CLIENT_ID, "user": "demo", "scopes": ["read"]}
    listed = read(client, "issued")
    assert 59 < listed[0].pop("expires_in") <= 60
    assert listed == [
        {"kind": "access_token", "token": access, **token, "is_valid": True},
        {
            "kind": "refresh_token",
            "token": refresh,
            **token,
            "expires_in": None,
            "is_valid": True,
        },
    ]
    client.server.configure(rotates=True, grace=0)
    renewed = client.refresh(refresh).json
    valid = {one.token: one.is_valid for one in client.server.issued()}
    assert valid == {
        access: True,
        renewed["access_token"]: True,
        refresh: False,
        renewed["refresh_token"]: True,
    }
    client.server.revoke(access)
    assert read(client, "issued") == []


def test_expired_token_can_be_renewed(client: Client) -> None:
    members = client.server.issue(lifetime=0)
    assert client.call(members["access_token"]).status == 401
    renewed = client.refresh(members["refresh_token"]).json
    assert (renewed["expires_in"], renewed["scope"]) == (3600, "read write")
    assert client.call(renewed["access_token"]).status == 200


def test_issued_token_is_of_an_application_and_a_user(client: Client) -> None:
    token = client.server.issue(client_id="PUBLIC", user="ada")["access_token"]
    called = client.call(token).json
    assert (called["user"], called["client_id"]) == ("ada", "PUBLIC")


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ({"lifetime": -1}, "the lifetime must be between 0 and 3153600000 seconds"),
        ({"client_id": "nope"}, "the client ID is unknown"),
        ({"scopes": ["admin"]}, "the application does not have the scope admin"),
        ({"scopes": "read"}, "scopes must be a list of strings"),
    ],
)
def test_impossible_token_is_not_issued(
    client: Client, value: object, error: str
) -> None:
    answer = control(client, "issue", value)
    assert (answer.status, answer.json) == (400, {"error": error})
    assert client.server.issued() == ()


def test_token_is_in_the_form_of_the_provider(package: Any) -> None:
    with package("finch_oauth_mock").MockServer() as server:
        issued = server.issue()
        application = package("finch_oauth")
        client = application.OAuthClient(
            client_id=CLIENT_ID, client_secret=SECRET, redirect_uri=REDIRECT
        )
        request = client.authorization_request()
        code = request.parse_redirect(server.approve(request.url))
        body = json.dumps(issued).encode()
        headers = {"Content-Type": "application/json"}
        token = client.token_request(code).parse_response(200, headers, body)
        assert Client(server).call(token.reveal()).status == 200


def test_devices_are_listed_with_their_progress(client: Client) -> None:
    devices = [client.post("/device_authorization", {}).json for _ in range(4)]
    client.server.deny_device(devices[1]["user_code"])
    for one in devices[2:]:
        client.server.approve_device(one["user_code"])
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": devices[3]["device_code"],
    }
    assert client.post("/token", form).status == 200
    listed = [one for one in read(client, "issued") if one["kind"] == "device"]
    assert [one["status"] for one in listed] == [
        *("pending", "denied", "approved", "used"),
    ]
    assert listed[0] == {
        "kind": "device",
        "user_code": devices[0]["user_code"],
        "device_code": devices[0]["device_code"],
        "client_id": CLIENT_ID,
        "scopes": ["read", "write"],
        "status": "pending",
    }
    client.server.advance(600)
    kinds = {one.kind for one in client.server.issued()}
    assert kinds == {"access_token", "refresh_token"}


def test_reset_of_everything_is_a_new_start(package: Any) -> None:
    options = {"token_lifetime": 9, "clock_offset": 50.0, "rotates": False}
    with package("jay_oauth_mock").MockServer(
        **options, configuration={"interval": 2}
    ) as server:
        client = Client(server)
        code, token = client.code(), client.tokens()
        device = client.post("/device_authorization", {}).json
        client.exchange("nope")
        server.configure(
            token_lifetime=5, interval=7, grace=1, rotates=True, decision="deny"
        )
        server.fault(status=503)
        server.advance(1_000)
        assert control(client, "reset", {"everything": True}).json == {}
        assert set(server.requests.values()) == {0}
        assert (server.issued(), server.received()) == ((), ())
        assert server._clock._ahead == 50
        assert client.exchange(code).error == (400, "invalid_grant")
        assert client.refresh(token["refresh_token"]).error == (400, "invalid_grant")
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": device["device_code"],
        }
        assert client.post("/token", form).error == (400, "invalid_grant")
        assert client.post("/device_authorization", {}).json["interval"] == 2
        again = client.tokens()
        assert again["expires_in"] == 9
        assert (
            client.refresh(again["refresh_token"]).json["refresh_token"]
            == again["refresh_token"]
        )


def test_user_denies_and_the_server_fails_by_url(client: Client) -> None:
    for action, more, error in (
        ("deny", {}, "access_denied"),
        ("fail", {"error": "server_error"}, "server_error"),
    ):
        answer = control(client, action, {"url": client.url(), **more})
        assert answer.json["result"] == (
            f"{REDIRECT}?error={error}&state=s&iss=https%3A%2F%2Fjay.example"
        )


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_page_in_a_browser_cannot_use_the_api(
    client: Client, headers: dict[str, str]
) -> None:
    json_type = {"Content-Type": "application/json"}
    client.server.fault(status=503)
    for method, path in (("POST", "reset"), ("GET", "state"), ("OPTIONS", "reset")):
        answer = client.send(f"/_mock/{path}", "{}", {**json_type, **headers}, method)
        assert answer.status == 403
        assert answer.json == {"error": "pages in a browser cannot use the control API"}
        assert answer.headers["Access-Control-Allow-Origin"] is None
    rebound = client.send(
        "/_mock/reset", "{}", {**json_type, "Host": "evil.example:80"}
    )
    assert rebound.status == 421
    assert ask(client).status == 503
    # A URL that the user typed is not of a page.
    assert (
        client.send("/_mock/state", "", {"Sec-Fetch-Site": "none"}, "GET").status == 200
    )
