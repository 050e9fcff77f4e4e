"""Requests that revoke a token, and what their responses mean (RFC 7009)."""

from __future__ import annotations

import importlib
from typing import Any

import httpx
import pytest

from tests.exchange.begun import JSON, client_of
from tests.exchange.conftest import Load

HTML = {"Content-Type": "text/html"}


def siskin(load: Load) -> Any:
    return client_of(load("siskin"), client_id="k", client_secret=..., redirect_uri=...)


def token_of(load: Load, refresh_token: str | None = "r/1", **changed: Any) -> Any:
    given = {"domain": "siskin.example", "client_id": "k", **changed}
    package = load("siskin")
    return package.AccessToken.from_value("a+1", refresh_token=refresh_token, **given)


def refused(load: Load, status: int, headers: Any, body: bytes) -> Any:
    """Return the error for a response."""
    request = siskin(load).revocation_request(token_of(load))
    with pytest.raises(load("siskin").OAuthError) as caught:
        request.parse_response(status, headers, body)
    return caught.value


@pytest.mark.parametrize(
    ("refresh_token", "given", "body"),
    [
        ("r/1", {}, b"token=r%2F1&token_type_hint=refresh_token&client_id=k"),
        (None, {}, b"token=a%2B1&token_type_hint=access_token&client_id=k"),
        (
            "r/1",
            {"token_type_hint": "access_token"},
            b"token=a%2B1&token_type_hint=access_token&client_id=k",
        ),
        (
            "r/1",
            {"token_type_hint": "refresh_token", "extra_parameters": {"all": "1"}},
            b"token=r%2F1&token_type_hint=refresh_token&client_id=k&all=1",
        ),
    ],
)
def test_request_names_one_of_the_two_tokens(
    load: Load, refresh_token: str | None, given: dict[str, Any], body: bytes
) -> None:
    request = siskin(load).revocation_request(token_of(load, refresh_token), **given)
    assert (request.method, request.url) == ("POST", "https://siskin.example/revoke")
    assert request.headers == {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    assert request.body == body


def test_endpoint_can_have_its_own_authentication(load: Load) -> None:
    package = load("dunlin")
    client = client_of(package, tenant="t", client_id="k", client_secret="s")
    token = package.AccessToken.from_value("a", domain=client.issuer, client_id="k")
    request = client.revocation_request(token)
    assert request.url == "https://dunlin.example/t/revoke"
    assert request.headers["Authorization"] == "Basic azpz"
    assert request.body == b"token=a"


@pytest.mark.parametrize(
    ("token", "given", "code", "argument"),
    [
        ({"client_id": "other"}, {}, "token_of_another_client", "token"),
        ({"domain": "other.example"}, {}, "token_of_another_client", "token"),
        (
            {"refresh_token": None},
            {"token_type_hint": "refresh_token"},
            "no_refresh_token",
            "token",
        ),
        ({}, {"token_type_hint": "id_token"}, "unknown_value", "token_type_hint"),
        (
            {},
            {"extra_parameters": {"token": "x"}},
            "reserved_param",
            "extra_parameters",
        ),
    ],
)
def test_request_rejects_what_it_cannot_revoke(
    load: Load,
    token: dict[str, Any],
    given: dict[str, Any],
    code: str,
    argument: str,
) -> None:
    with pytest.raises(load("siskin").OAuthError) as caught:
        siskin(load).revocation_request(token_of(load, **token), **given)
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_request_takes_only_a_token(load: Load) -> None:
    with pytest.raises(TypeError, match="must be a token of this package, not str"):
        siskin(load).revocation_request("a+1")


@pytest.mark.parametrize("status", [200, 204])
@pytest.mark.parametrize(
    "body", [b"", b"{}", b"<p>Done</p>", b"\xff", b'{"error": "invalid_token"}']
)
def test_success_has_any_body(load: Load, status: int, body: bytes) -> None:
    """A token that the server does not know is a success, too (RFC 7009 §2.2)."""
    request = siskin(load).revocation_request(token_of(load))
    assert request.parse_response(status, HTML, body) is None


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_server_that_is_unavailable_leaves_the_token_valid(
    load: Load, status: int
) -> None:
    found = refused(load, status, {**HTML, "Retry-After": "30"}, b"<p>")
    assert type(found) is load("siskin").EndpointError
    assert (found.code, found.status, found.retry_after) == (
        "revocation_unavailable",
        status,
        30,
    )
    assert found.message == (
        f"the server could not revoke the token (status {status}), so the token may still be valid"
    )
    assert refused(load, status, HTML, b"").retry_after is None


def test_type_that_cannot_be_revoked_has_its_own_code(load: Load) -> None:
    found = refused(load, 400, JSON, b'{"error": "unsupported_token_type"}')
    assert type(found) is load("siskin").EndpointError
    assert (found.code, found.status) == ("revocation_unsupported", 400)


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (401, JSON, b'{"error": "invalid_client"}', "authorization_error"),
        (400, JSON, b"{}", "unexpected_response"),
        (404, HTML, b"<p>", "unexpected_response"),
        (302, {"Location": "https://a.example/"}, b"", "endpoint_redirect"),
        (400, JSON, b" " * 2_000_000, "response_too_large"),
    ],
)
def test_any_other_response_is_an_error(
    load: Load, status: int, headers: Any, body: bytes, code: str
) -> None:
    found = refused(load, status, headers, body)
    assert (found.code, found.status) == (code, status)


def test_body_is_bytes(load: Load) -> None:
    request = siskin(load).revocation_request(token_of(load))
    with pytest.raises(TypeError, match="body must be bytes, not str"):
        request.parse_response(200, HTML, "")


def test_send_repeats_a_revocation(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that is revoked already is a success."""
    package = load("siskin")
    module = importlib.import_module(f"{package.__name__}.httpx_auth")
    delivery = importlib.import_module(f"{package.__name__}._runtime.exchange.delivery")
    slept: list[float] = []
    fake = type("Time", (), {"time": lambda: 0.0, "sleep": slept.append})
    monkeypatch.setattr(delivery, "time", fake)
    responses = [httpx.Response(503, headers={"Retry-After": "7"}), httpx.Response(200)]
    transport = httpx.MockTransport(lambda _: responses.pop(0))
    with httpx.Client(transport=transport) as http:
        sent = module.send(siskin(load).revocation_request(token_of(load)), http)
    assert (sent, slept, responses) == (None, [7], [])


def test_method_exists_only_with_an_endpoint(load: Load) -> None:
    assert not hasattr(load("robin").OAuthClient, "revocation_request")
    assert not hasattr(load("robin").OAuthClient, "device_request")
