"""The authorization code grant of a mock server: codes, PKCE, and redirect URIs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.mock.exchange.client import (
    CHALLENGE,
    REDIRECT,
    VERIFIER,
    Client,
    challenge_of,
)
from tests.mock.http import send

WITHOUT_PKCE = {"code_challenge": None, "code_challenge_method": None}


def test_code_becomes_a_token_that_the_resource_accepts(client: Client) -> None:
    redirect = client.redirect()
    code = redirect.pop("code")
    assert redirect == {"state": "s", "iss": "https://jay.example"}
    answer = client.exchange(code)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    token = answer.json
    access, refresh = token.pop("access_token"), token.pop("refresh_token")
    assert token == {"token_type": "bearer", "expires_in": 3600, "scope": "read"}
    assert access != refresh
    called = client.call(access)
    assert called.status == 200
    assert called.json == {
        "mock_of": "Jay",
        "user": "demo",
        "client_id": "YOUR_CLIENT_ID",
        "scopes": ["read"],
    }


def test_token_expires(client: Client) -> None:
    access = client.tokens()["access_token"]
    client.server.advance(3599)
    assert client.call(access).status == 200
    client.server.advance(2)
    expired = client.call(access)
    assert expired.status == 401
    assert expired.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_code_works_once_and_a_second_use_ends_its_tokens(client: Client) -> None:
    code = client.code()
    first = client.exchange(code).json
    assert client.exchange(code).error == (400, "invalid_grant")
    assert client.call(first["access_token"]).status == 401
    assert client.refresh(first["refresh_token"]).error == (400, "invalid_grant")
    assert client.server.reuses == 1


def test_code_of_another_client_is_rejected_and_still_works(client: Client) -> None:
    code = client.code()
    other = Client(client.server, "PUBLIC")
    assert other.exchange(code).error == (400, "invalid_grant")
    assert client.exchange(code).status == 200


def test_code_expires(client: Client) -> None:
    code = client.code()
    client.server.advance(61)
    assert client.exchange(code).error == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "nope"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:4322/callback"}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:4321/callback/"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "a" * 43}, "invalid_grant"),
        ({"code_verifier": "a" * 42}, "invalid_request"),
        ({"code_verifier": "a" * 129}, "invalid_request"),
        ({"code_verifier": f"{'a' * 42}+"}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
def test_wrong_token_request_gets_the_code_of_the_rfc(
    client: Client, changes: dict[str, Any], error: str
) -> None:
    code = client.code()
    assert client.exchange(**{"code": code, **changes}).error == (400, error)
    assert client.exchange(code).status == 200


@pytest.mark.parametrize("length", [43, 128])
def test_verifier_has_43_to_128_characters(client: Client, length: int) -> None:
    verifier = "~" * length
    code = client.code(code_challenge=challenge_of(verifier))
    assert client.exchange(code, code_verifier=verifier).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "PUBLIC", **WITHOUT_PKCE},
        {"code_challenge_method": "plain", "code_challenge": VERIFIER},
        {"code_challenge_method": None},
        {"code_challenge": f"{CHALLENGE}="},
        {"code_challenge": CHALLENGE[:-1]},
    ],
)
def test_request_without_s256_is_rejected(
    client: Client, changes: dict[str, Any]
) -> None:
    answer = send(client.url(**changes))
    assert answer.status == 303
    found = dict(parse_qsl(answer.location.partition("?")[2]))
    assert answer.location.startswith(f"{REDIRECT}?")
    assert (found["error"], found["state"], found["iss"]) == (
        "invalid_request",
        "s",
        "https://jay.example",
    )


def test_application_with_a_secret_need_not_use_pkce(client: Client) -> None:
    """The spec says that PKCE is used, and not that it is required."""
    code = client.code(**WITHOUT_PKCE)
    # RFC 9700 §2.1.1: a verifier without a challenge means that someone removed it.
    assert client.exchange(code).error == (400, "invalid_grant")
    assert client.exchange(code, code_verifier=None).status == 200


def test_required_pkce_applies_to_every_application(
    package: Callable[[str], Any],
) -> None:
    with package("kea_oauth_mock").MockServer() as server:
        answer = send(Client(server).url(scope="chat:write", **WITHOUT_PKCE))
        found = dict(parse_qsl(answer.location.partition("?")[2]))
        assert found["error"] == "invalid_request"
        assert Client(server).code(scope="chat:write")


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "https://evil.example/",
        "http://127.0.0.1:4321/callback/",
        "http://127.0.0.1:4321/callback?a=b",
        "http://127.0.0.1:4321/Callback",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.2/callback",
        "https://127.0.0.1/callback",
        "http://localhost:4321@evil.example/callback",
        "/callback",
    ],
)
def test_unregistered_redirect_uri_gets_nothing(
    client: Client, redirect_uri: str
) -> None:
    answer = send(client.url(redirect_uri=redirect_uri, response_type="foo"))
    assert (answer.status, answer.headers["Location"]) == (400, None)


def registered(package: Any, folder: Path, spec: str, uris: list[str]) -> Any:
    """Return a running server with one public client, which has these redirect URIs."""
    application = {"client_id": "PUBLIC", "name": "A", "redirect_uris": uris}
    users = [{"name": "demo", "password": "demo"}]
    file = folder / "users.json"
    whole = {"users": users, "applications": [application]}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return package(f"{spec}_oauth_mock").MockServer(users=file)


@pytest.mark.parametrize("uris", [[], ["https://a.example/", "https://b.example/"]])
def test_redirect_uri_is_required_unless_exactly_one_is_registered(
    package: Any, tmp_path: Path, uris: list[str]
) -> None:
    # RFC 6749 §3.1.2.3
    with registered(package, tmp_path, "jay", uris) as server:
        answer = send(Client(server, "PUBLIC").url(redirect_uri=None))
    assert (answer.status, answer.headers["Location"]) == (400, None)
    assert "Missing redirect URI." in answer.text


def test_only_registered_redirect_uri_can_be_omitted(
    package: Any, tmp_path: Path
) -> None:
    with registered(package, tmp_path, "jay", ["https://a.example/"]) as server:
        client = Client(server, "PUBLIC")
        redirect = server.approve(client.url(redirect_uri=None))
        assert redirect.startswith("https://a.example/?code=")
        code = dict(parse_qsl(redirect.partition("?")[2]))["code"]
        tokens = client.exchange(code, redirect_uri=None)
    assert (tokens.status, tokens.json["scope"]) == (200, "read")


def test_redirect_uri_that_requests_never_have_is_the_first(
    package: Any, tmp_path: Path
) -> None:
    uris = ["https://a.example/", "https://b.example/"]
    with registered(package, tmp_path, "dipper", uris) as server:
        url = Client(server, "PUBLIC").url(redirect_uri=None, scope=None, state=None)
        assert server.approve(url).startswith("https://a.example/?code=")


@pytest.mark.parametrize("uri", ["com.example.app:/back", "com.example.app://back"])
def test_redirect_uri_of_a_private_use_scheme(package: Any, uri: str) -> None:
    # RFC 8252 §7.1
    with package("jay_oauth_mock").MockServer(redirect_uris=[uri]) as server:
        client = Client(server)
        redirect = server.approve(client.url(redirect_uri=uri))
        assert redirect.startswith(f"{uri}?code=")
        code = dict(parse_qsl(redirect.partition("?")[2]))["code"]
        assert client.exchange(code, redirect_uri=uri).status == 200
        begun = send(client.url(redirect_uri=uri))
        address = f"{server.url}{begun.location}"
        send(address, begun.cookie, {"name": "demo", "password": "demo"})
        page = send(address, begun.cookie)
    # Otherwise, Chromium does not follow the redirect after the form.
    policy = page.headers["Content-Security-Policy"]
    assert "; form-action 'self' com.example.app:; " in policy


@pytest.mark.parametrize("uri", ["javascript:x", "https://a.example/#", "/back"])
def test_option_with_an_invalid_redirect_uri_is_rejected(
    package: Any, uri: str
) -> None:
    valid = "https://a.example/"
    with pytest.raises(ValueError) as caught:
        package("jay_oauth_mock").MockServer(redirect_uris=[valid, uri])
    assert str(caught.value) == (
        "redirect_uris[1] is not a valid redirect URI; use an https:// URI, an http:// URI of this "
        "machine, or a private-use scheme with a period, such as com.example.app:/callback, "
        "without a fragment"
    )


def test_unknown_client_gets_nothing(client: Client) -> None:
    answer = send(client.url(client_id="unknown"))
    assert (answer.status, answer.headers["Location"]) == (400, None)


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://127.0.0.1/callback",
        "http://127.0.0.1:53219/callback",
        "http://[::1]:1/callback",
        "http://localhost:65535/callback",
    ],
)
def test_loopback_redirect_uri_matches_on_any_port(
    client: Client, redirect_uri: str
) -> None:
    redirect = client.server.approve(client.url(redirect_uri=redirect_uri))
    assert redirect.startswith(f"{redirect_uri}?code=")
    code = dict(parse_qsl(redirect.partition("?")[2]))["code"]
    assert client.exchange(code, redirect_uri=redirect_uri).status == 200


def test_registered_port_matches_only_itself(package: Any) -> None:
    registered = "http://127.0.0.1:8400/back?tenant=a%20b"
    module = package("jay_oauth_mock")
    with module.MockServer(redirect_uris=[registered]) as server:
        client = Client(server)
        redirect = server.approve(client.url(redirect_uri=registered))
        other = registered.replace("8400", "8401")
        rejected = send(client.url(redirect_uri=other))
    # The query of the redirect URI is kept as it is (RFC 6749 §3.1.2).
    assert redirect.startswith(f"{registered}&code=")
    assert rejected.status == 400


def test_denied_and_chosen_errors_are_in_the_query(client: Client) -> None:
    user = client.server.user()
    assert user.deny(client.url()) == (
        f"{REDIRECT}?error=access_denied&state=s&iss=https%3A%2F%2Fjay.example"
    )
    assert user.fail(client.url(), "server_error") == (
        f"{REDIRECT}?error=server_error&state=s&iss=https%3A%2F%2Fjay.example"
    )


def test_unassigned_scope_is_an_error(client: Client) -> None:
    found = client.redirect(scope="admin")
    assert (found["error"], found["state"]) == ("invalid_scope", "s")


def test_request_without_scopes_gets_every_scope(client: Client) -> None:
    assert client.tokens(scope=None)["scope"] == "read write"


def test_request_for_a_token_in_the_redirect_is_rejected(client: Client) -> None:
    answer = send(client.url(response_type="token"))
    found = dict(parse_qsl(answer.location.partition("?")[2]))
    assert found == {
        "error": "unsupported_response_type",
        "state": "s",
        "iss": "https://jay.example",
    }
