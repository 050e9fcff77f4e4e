"""How clients authenticate at the endpoints of a mock server (RFC 6749 §2.3)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.mock.exchange.client import CLIENT_ID, FORM, SECRET, Answer, Client, basic

CREDENTIALS = {"client_id": CLIENT_ID, "client_secret": SECRET}


def ask(
    client: Client, form: dict[str, str], headers: dict[str, str] | None = None
) -> Answer:
    """Ask for a token of the client itself."""
    body = urlencode({"grant_type": "client_credentials", **form})
    return client.send("/token", body, {"Content-Type": FORM, **(headers or {})})


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({}, basic(CLIENT_ID, SECRET)),
        ({"client_id": CLIENT_ID}, basic(CLIENT_ID, SECRET)),
        ({}, {"Authorization": basic(CLIENT_ID, SECRET)["Authorization"].lower()[:5]}),
        (CREDENTIALS, {}),
    ],
)
def test_client_authenticates_in_the_header_or_in_the_body(
    client: Client, form: dict[str, str], headers: dict[str, str]
) -> None:
    if headers and " " not in headers["Authorization"]:
        whole = basic(CLIENT_ID, SECRET)["Authorization"].partition(" ")[2]
        headers = {"Authorization": f"{headers['Authorization']} {whole}"}
    answer = ask(client, form, headers)
    assert answer.status == 200, answer.text
    assert "refresh_token" not in answer.json


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({}, {}),
        ({"client_id": CLIENT_ID}, {}),
        ({"client_id": "PUBLIC"}, {}),
        ({"client_id": "PUBLIC", "client_secret": "x"}, {}),
        ({"client_id": CLIENT_ID, "client_secret": "x"}, {}),
        ({"client_id": "x", "client_secret": SECRET}, {}),
        ({}, basic(CLIENT_ID, "x")),
        ({}, basic("x", SECRET)),
        ({"client_id": "PUBLIC"}, basic(CLIENT_ID, SECRET)),
        (CREDENTIALS, basic(CLIENT_ID, SECRET)),
        ({}, {"Authorization": "Basic !"}),
        ({}, {"Authorization": "Basic YQ=="}),
        ({}, {"Authorization": "Bearer YQ=="}),
    ],
)
def test_wrong_credentials_are_rejected(
    client: Client, form: dict[str, str], headers: dict[str, str]
) -> None:
    answer = ask(client, form, headers)
    assert answer.error == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="mock server"'


def registry(tmp_path: Any, client_id: str, secret: str) -> Any:
    """Return a file with one application."""
    application = {"client_id": client_id, "name": "A", "client_secret": secret}
    file = tmp_path / "users.json"
    users = [{"name": "demo", "password": "demo"}]
    whole = {"users": users, "applications": [{**application, "scopes": ["read"]}]}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("spec", "sent", "status"),
    [
        # RFC 6749 §2.3.1 encodes both parts as a form does; clients write a space in two ways.
        ("jay", "a%20b%3Ac:p%2Bq+r%25", 200),
        ("jay", "a+b%3Ac:p%2Bq%20r%25", 200),
        ("jay", "a b%3Ac:p+q r%", 401),
        ("egret", "a%20b%3Ac:p%2Bq+r%25", 401),
    ],
)
def test_basic_credentials_are_decoded_unless_the_spec_says_raw(
    package: Any, tmp_path: Any, spec: str, sent: str, status: int
) -> None:
    file = registry(tmp_path, "a b:c", "p+q r%")
    with package(f"{spec}_oauth_mock").MockServer(users=file) as server:
        first, _, second = sent.partition(":")
        answer = ask(Client(server), {}, basic(first, second))
    assert answer.status == status


def test_raw_basic_credentials(package: Any, tmp_path: Any) -> None:
    file = registry(tmp_path, "a b", "p+q r%:")
    with package("egret_oauth_mock").MockServer(users=file) as server:
        client = Client(server)
        assert ask(client, {}, basic("a b", "p+q r%:")).status == 200
        # The spec lists only Basic.
        form = {"client_id": "a b", "client_secret": "p+q r%:"}
        assert ask(client, form).error == (401, "invalid_client")


def test_public_client_needs_only_its_id(client: Client) -> None:
    public = Client(client.server, "PUBLIC")
    tokens = public.tokens()
    assert public.refresh(tokens["refresh_token"]).status == 200


def test_secret_of_a_public_client_is_rejected(client: Client) -> None:
    public = Client(client.server, "PUBLIC")
    code = public.code()
    assert public.exchange(code, client_secret="x").error == (401, "invalid_client")


def test_public_client_is_rejected_if_the_spec_lists_only_secrets(
    package: Any,
) -> None:
    with package("egret_oauth_mock").MockServer() as server:
        public = Client(server)
        public.headers = {}
        assert public.exchange("any").error == (401, "invalid_client")


_UNDECODED = "The body cannot be decoded."
_NO_FORM = f"The Content-Type must be {FORM}."
_GRANT = "grant_type=client_credentials"


@pytest.mark.parametrize(
    ("body", "content_type", "description"),
    [
        (f"{_GRANT}&{_GRANT}", FORM, "grant_type appears twice."),
        (f"{_GRANT}&scope=read&scope=write", FORM, "scope appears twice."),
        (f"{_GRANT}&scope=%FF", FORM, _UNDECODED),
        (f"{_GRANT}&scope=%zz", FORM, _UNDECODED),
        (f"{_GRANT}&scope=read%", FORM, _UNDECODED),
        (_GRANT, "text/plain", _NO_FORM),
        ("grant_type", FORM, _UNDECODED),
        ("", FORM, "grant_type is missing."),
        ('{"grant_type": "client_credentials"}', "application/json", _NO_FORM),
        ("&".join(f"a{number}=b" for number in range(65)), FORM, _UNDECODED),
    ],
)
def test_malformed_request_is_rejected(
    client: Client, body: str, content_type: str, description: str
) -> None:
    headers = {"Content-Type": content_type, **basic(CLIENT_ID, SECRET)}
    answer = client.send("/token", body, headers)
    assert answer.status == 400
    expected = {"error": "invalid_request", "error_description": description}
    assert answer.json == expected


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ('{"grant_type": "\\ud800"}', _UNDECODED),
        ('{"\\ud800": "x"}', _UNDECODED),
        ('{"grant_type": "a", "grant_type": "a"}', "grant_type appears twice."),
        ('{"more": "a", "more": "b"}', "more appears twice."),
        ('{"grant_type": {"a": 1, "a": 1}}', "a appears twice."),
        ('{"grant_type": ["a", "b"]}', "grant_type appears twice."),
        ('{"grant_type": 1}', "grant_type is not a string."),
        ('["grant_type"]', "The body must be a JSON object."),
        ("{", _UNDECODED),
    ],
)
def test_malformed_json_is_rejected(package: Any, body: str, description: str) -> None:
    with package("teal_oauth_mock").MockServer() as server:
        headers = {"Content-Type": "application/json"}
        answer = Client(server).send("/token", body, headers)
    assert answer.status == 400
    expected = {"error": "invalid_request", "error_description": description}
    assert answer.json == expected


def test_credentials_in_the_url_are_rejected(client: Client) -> None:
    body = "grant_type=client_credentials"
    path = f"/token?{urlencode(CREDENTIALS)}"
    answer = client.send(path, body, {"Content-Type": FORM})
    assert answer.error == (400, "invalid_request")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_token_endpoint_takes_only_post(client: Client, method: str) -> None:
    answer = client.send("/token", "", {}, method)
    assert answer.status == 405


def test_scopes_of_a_client(client: Client) -> None:
    every = ask(client, {}, client.headers)
    one = ask(client, {"scope": "write"}, client.headers)
    unknown = ask(client, {"scope": "admin"}, client.headers)
    assert (every.json["scope"], one.json["scope"]) == ("read write", "write")
    assert unknown.error == (400, "invalid_scope")
    assert client.call(one.json["access_token"]).json["user"] == ""
