"""The protected resource: both headers and the scope, and how a call is refused."""

from __future__ import annotations

import json

import pytest
from imagen_oauth import AccessToken, Scope
from imagen_oauth_mock import StandIn
from imagen_oauth_mock.fixtures import stand_in

from tests.mock.http import Answer, request_of, send

__all__ = ["stand_in"]


@pytest.fixture
def token(stand_in: StandIn) -> AccessToken:
    """Return a token with the scope roles."""
    request = request_of(stand_in, Scope.ROLES)
    return request.parse_pasted(stand_in.approve(request.url))


def xml(code: int, message: str, details: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message>"
        f"<Details>{details}</Details></Error>\n"
    )


def call(stand_in: StandIn, path: str, headers: dict[str, str]) -> Answer:
    return send(stand_in.resource_url + path, headers)


@pytest.mark.parametrize("path", ["/", "/needs/roles", "/needs/%72oles", "/?x=1"])
def test_call_with_both_headers_and_the_scope_is_answered(
    stand_in: StandIn, token: AccessToken, path: str
) -> None:
    called = call(stand_in, path, token.headers())
    assert called.status == 200
    assert json.loads(called.text) == {
        "stand_in_for": "Imagen",
        "user": "demo",
        "client_id": "YOUR_API_KEY",
        "scopes": ["roles"],
    }


@pytest.mark.parametrize(
    ("headers", "details"),
    [
        ({"X-Imagen-API-Key": ""}, "X-Imagen-API-Key is missing"),
        ({"X-Imagen-API-Key": "two words"}, "X-Imagen-API-Key is missing"),
        ({"Authorization": ""}, "Authorization is missing"),
        ({"Authorization": "Basic {token}"}, "Authorization is missing"),
        ({"Authorization": "{token}"}, "Authorization is missing"),
        ({"Authorization": "Bearer {token} x"}, "Authorization is missing"),
    ],
)
def test_call_without_a_header_as_documented_is_401(
    stand_in: StandIn, token: AccessToken, headers: dict[str, str], details: str
) -> None:
    filled = {
        name: value.replace("{token}", token.reveal())
        for name, value in headers.items()
    }
    called = call(stand_in, "/", {**token.headers(), **filled})
    assert called.status == 401
    assert called.text == xml(
        401, "Not authorized", f"{details}, or is not as documented."
    )
    assert called.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_scheme_is_the_same_in_any_case(stand_in: StandIn, token: AccessToken) -> None:
    headers = {**token.headers(), "Authorization": f"bEARER {token.reveal()}"}
    assert call(stand_in, "/", headers).status == 200


def test_token_in_another_case_is_another_token(
    stand_in: StandIn, token: AccessToken
) -> None:
    headers = {
        **token.headers(),
        "Authorization": f"Bearer {token.reveal().swapcase()}",
    }
    called = call(stand_in, "/", headers)
    assert called.text == xml(401, "Not authorized", "The token is not known.")


def test_token_of_another_application_is_401(
    stand_in: StandIn, token: AccessToken
) -> None:
    headers = {**token.headers(), "X-Imagen-API-Key": "ONE_SCOPE"}
    called = call(stand_in, "/", headers)
    details = "The token belongs to another application."
    assert called.text == xml(401, "Not authorized", details)


def test_token_lives_for_its_lifetime_and_no_second_longer() -> None:
    with StandIn(token_lifetime=5) as server:
        request = request_of(server)
        token = request.parse_pasted(server.approve(request.url))
        assert token.expires_in == 5
        server.advance(4)
        assert call(server, "/", token.headers()).status == 200
        server.advance(1)
        called = call(server, "/", token.headers())
    assert called.status == 401
    assert called.text == xml(401, "Not authorized", "The token has expired.")


def test_call_without_the_scope_is_403(stand_in: StandIn, token: AccessToken) -> None:
    called = call(stand_in, "/needs/createJobs", token.headers())
    details = "The token lacks the scope that this path needs."
    assert (called.status, called.text) == (403, xml(403, "Not permitted", details))
    assert called.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'


def test_path_that_is_not_there_is_404(stand_in: StandIn, token: AccessToken) -> None:
    called = call(stand_in, "/records", token.headers())
    details = "Call / or /needs/ and a scope."
    assert (called.status, called.text) == (404, xml(404, "Not found", details))


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("text/html, Application/JSON;q=0.5", True),
        ("application/xml", False),
        ("application/jsonx", False),
        ("*/*", False),
    ],
)
def test_refusal_is_json_where_the_call_accepts_it(
    stand_in: StandIn, accept: str, is_json: bool
) -> None:
    called = call(stand_in, "/", {"Accept": accept})
    details = "X-Imagen-API-Key is missing, or is not as documented."
    if is_json:
        assert called.headers["Content-Type"] == "application/json"
        assert json.loads(called.text) == {
            "Error": {"Message": "Not authorized", "Details": details}
        }
    else:
        assert called.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert called.text == xml(401, "Not authorized", details)
