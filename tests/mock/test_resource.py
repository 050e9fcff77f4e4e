"""The protected resource: the headers and the scope that it requires, and its errors."""

from __future__ import annotations

import json
import socket

import pytest
from imagen_oauth import AccessToken, Scope
from imagen_oauth_mock import MockServer
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server

from tests.mock.http import Response, request_of, send

__all__ = ["imagen_mock_server", "mock_server"]


@pytest.fixture
def token(mock_server: MockServer) -> AccessToken:
    """Return a token with the scope roles."""
    request = request_of(mock_server, Scope.ROLES)
    return request.parse_pasted(mock_server.approve(request.url))


def xml(code: int, message: str, details: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message>"
        f"<Details>{details}</Details></Error>\n"
    )


def call(mock_server: MockServer, path: str, headers: dict[str, str]) -> Response:
    return send(mock_server.resource_url + path, headers)


@pytest.mark.parametrize("path", ["/", "/needs/roles", "/needs/%72oles", "/?x=1"])
def test_call_with_both_headers_and_the_scope_succeeds(
    mock_server: MockServer, token: AccessToken, path: str
) -> None:
    called = call(mock_server, path, token.headers())
    assert called.status == 200
    assert json.loads(called.text) == {
        "mock_of": "Imagen",
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
def test_call_with_a_missing_or_malformed_header_is_401(
    mock_server: MockServer, token: AccessToken, headers: dict[str, str], details: str
) -> None:
    filled = {
        name: value.replace("{token}", token.reveal())
        for name, value in headers.items()
    }
    called = call(mock_server, "/", {**token.headers(), **filled})
    assert called.status == 401
    assert called.text == xml(401, "Unauthorized", f"{details} or malformed.")
    sent = {**token.headers(), **filled}["Authorization"]
    error = ' error="invalid_token"' if sent.startswith("Bearer") else ""
    assert called.headers["WWW-Authenticate"] == f"Bearer{error}"


def test_call_without_credentials_has_a_challenge_without_an_error(
    mock_server: MockServer,
) -> None:
    called = call(mock_server, "/", {})
    assert (called.status, called.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_several_spaces_can_follow_the_authentication_scheme(
    mock_server: MockServer, token: AccessToken
) -> None:
    headers = {**token.headers(), "Authorization": f"Bearer   {token.reveal()}"}
    assert call(mock_server, "/", headers).status == 200


def raw(mock_server: MockServer, *lines: str) -> list[str]:
    """Send lines to the protected resource, and return those of the response."""
    host, port = mock_server.resource_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        text = "\r\n".join((*lines, "", "")).replace("HOST", f"{host}:{port}")
        connection.sendall(text.encode())
        chunks = iter(lambda: connection.recv(65_536), b"")
        return b"".join(chunks).decode().split("\r\n")


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["HEAD / HTTP/1.1", "Host: HOST"], 401),
        (["GET http://HOST/ HTTP/1.1", "Host: HOST"], 401),
        (["GET http://other.example/ HTTP/1.1", "Host: HOST"], 404),
        (["GET / HTTP/1.1"], 400),
        (["GET / HTTP/1.1", "Host: HOST", "Host: HOST"], 400),
        (["GET / HTTP/1.1", "Host: other.example"], 421),
        (["POST / HTTP/1.1", "Host: HOST", f"Content-Length: {'9' * 5000}"], 413),
        (["POST / HTTP/1.1", "Host: HOST", "Content-Length: -1"], 400),
        (
            ["POST / HTTP/1.1", "Host: HOST", "Transfer-Encoding: chunked", "", "zz"],
            411,
        ),
        (["PUT / HTTP/1.1", "Host: HOST"], 405),
        (["BREW / HTTP/1.1", "Host: HOST"], 501),
    ],
)
def test_unusual_request_has_the_status_of_its_clause(
    mock_server: MockServer, lines: list[str], status: int
) -> None:
    response = raw(mock_server, *lines)
    assert response[0].split(" ")[1] == str(status)
    assert ("Allow: GET, HEAD, POST, OPTIONS" in response) == (status == 405)
    if lines[0].startswith("HEAD"):
        assert response[-1] == ""


def test_only_scripts_of_allowed_origins_can_read_the_response() -> None:
    preflight = ("OPTIONS / HTTP/1.1", "Host: HOST")
    with MockServer(origins=["http://localhost:5173"]) as server:
        allowed = raw(server, *preflight, "Origin: http://localhost:5173")
        other = raw(server, *preflight, "Origin: http://localhost:5174")
    assert allowed[0].endswith(" 204 No Content")
    assert not [one for one in allowed if one.startswith("Content-Length")]
    assert [one for one in allowed if one.startswith(("Access-", "Vary"))] == [
        "Vary: Origin",
        "Access-Control-Allow-Origin: http://localhost:5173",
        "Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Headers: X-Imagen-API-Key, Authorization, Content-Type",
        "Access-Control-Expose-Headers: WWW-Authenticate",
    ]
    assert [one for one in other if one.startswith(("Access-", "Vary"))] == [
        "Vary: Origin"
    ]
    with MockServer() as server:
        closed = raw(server, *preflight, "Origin: http://localhost:5173")
    assert not [one for one in closed if one.startswith(("Access-", "Vary"))]


@pytest.mark.parametrize(
    "origin", ["*", "null", "localhost", "http://a/", "http://a b"]
)
def test_value_that_is_no_origin_is_rejected(origin: str) -> None:
    with pytest.raises(ValueError, match="is not an origin, such as http://localhost"):
        MockServer(origins=[origin])


def test_authentication_scheme_is_case_insensitive(
    mock_server: MockServer, token: AccessToken
) -> None:
    headers = {**token.headers(), "Authorization": f"bEARER {token.reveal()}"}
    assert call(mock_server, "/", headers).status == 200


def test_token_is_case_sensitive(mock_server: MockServer, token: AccessToken) -> None:
    headers = {
        **token.headers(),
        "Authorization": f"Bearer {token.reveal().swapcase()}",
    }
    called = call(mock_server, "/", headers)
    assert called.text == xml(401, "Unauthorized", "The token is unknown.")


def test_token_of_another_application_is_401(
    mock_server: MockServer, token: AccessToken
) -> None:
    headers = {**token.headers(), "X-Imagen-API-Key": "ONE_SCOPE"}
    called = call(mock_server, "/", headers)
    details = "The token belongs to another application."
    assert called.text == xml(401, "Unauthorized", details)


def test_token_is_valid_for_exactly_its_lifetime() -> None:
    with MockServer(token_lifetime=5) as server:
        request = request_of(server)
        token = request.parse_pasted(server.approve(request.url))
        assert token.expires_in == 5
        server.advance(4)
        assert call(server, "/", token.headers()).status == 200
        server.advance(1)
        called = call(server, "/", token.headers())
    assert called.status == 401
    assert called.text == xml(401, "Unauthorized", "The token has expired.")


def test_call_without_the_scope_is_403(
    mock_server: MockServer, token: AccessToken
) -> None:
    called = call(mock_server, "/needs/createJobs", token.headers())
    details = "The token does not have the scope that this path requires."
    assert (called.status, called.text) == (403, xml(403, "Forbidden", details))
    assert called.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'


def test_unknown_path_is_404(mock_server: MockServer, token: AccessToken) -> None:
    called = call(mock_server, "/records", token.headers())
    details = "Call / or /needs/ followed by a scope."
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
def test_error_is_json_if_the_call_accepts_it(
    mock_server: MockServer, accept: str, is_json: bool
) -> None:
    called = call(mock_server, "/", {"Accept": accept})
    details = "X-Imagen-API-Key is missing or malformed."
    if is_json:
        assert called.headers["Content-Type"] == "application/json"
        assert json.loads(called.text) == {
            "Error": {"Message": "Unauthorized", "Details": details}
        }
    else:
        assert called.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert called.text == xml(401, "Unauthorized", details)
