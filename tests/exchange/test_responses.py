"""The reading of a token response (RFC 6749 §5): each outcome is a token or an error."""

from __future__ import annotations

import email.utils
import json
from datetime import datetime, timezone
from typing import Any

import pytest

from tests.exchange.begun import JSON, client_of, code_of
from tests.exchange.conftest import Load
from tests.rows import each_row

FORM = {"content-type": "application/x-www-form-urlencoded"}
PLAIN = {"content-type": "text/plain; charset=utf-8"}
HTML = {"content-type": "text/html"}
SENT = 1_000_000_000
LAST = 2**31 - 1


def read(
    package: Any, body: bytes, status: int = 200, headers: Any = JSON, **values: Any
) -> Any:
    """Return the token in a response to the exchange of a code."""
    client = client_of(package)
    request = client.token_request(code_of(client, **values))
    return request.parse_response(status, headers, body, sent_at=SENT)


def outcome(package: Any, *given: Any, **values: Any) -> str:
    """Return the access token, or the error's code."""
    try:
        return f"token {read(package, *given, **values).reveal()}"
    except package.TokenEndpointError as error:
        return f"{error.error} {error.description} {error.status} {error.retry_after}"
    except package.EndpointError as error:
        return f"{error.code} {error.status} {error.retry_after}"
    except package.OAuthError as error:
        return str(error.code)


def body_of(**members: Any) -> bytes:
    return json.dumps({"access_token": "AT", **members}).encode()


@each_row(
    ("headers", "body", "expected"),
    [
        (JSON, b'{"access_token": "AT"}', "token AT"),
        ({"CONTENT-TYPE": "Application/JSON;charset=UTF-8"}, body_of(), "token AT"),
        ({"content-type": "application/vnd.x+json"}, body_of(), "token AT"),
        ({"content-type": "text/json"}, body_of(), "token AT"),
        (JSON, b"\xef\xbb\xbf" + body_of(), "token AT"),
        (JSON, b"\r\n " + body_of() + b"\n", "token AT"),
        (FORM, b"access_token=AT&token_type=bearer", "token AT"),
        (FORM, b"\xef\xbb\xbfaccess_token=AT\n", "token AT"),
        (FORM, b"access_token=A%2FT%3D+%2B", "token A/T=++"),
        # A server that forgets the type.
        (PLAIN, b"access_token=abc&expires=5181866", "token abc"),
        (PLAIN, body_of(), "token AT"),
        ({}, b"access_token=abc", "token abc"),
        ({}, body_of(), "token AT"),
        ({"content-type": "text/javascript"}, body_of(), "token AT"),
        # What is not a response.
        (HTML, body_of(), "unexpected_response 200 None"),
        (JSON, b"<!DOCTYPE html><html>", "unexpected_response 200 None"),
        (JSON, b"access_token=AT", "unexpected_response 200 None"),
        (JSON, b"", "unexpected_response 200 None"),
        (JSON, b'"AT"', "unexpected_response 200 None"),
        (JSON, b'[{"access_token": "AT"}]', "unexpected_response 200 None"),
        (JSON, b"null", "unexpected_response 200 None"),
        (JSON, body_of() + b"x", "unexpected_response 200 None"),
        (JSON, body_of()[:-1], "unexpected_response 200 None"),
        (JSON, body_of().decode().encode("utf-16"), "unexpected_response 200 None"),
        (JSON, b'{"access_token": "\xff"}', "unexpected_response 200 None"),
        (PLAIN, b"slow down", "unexpected_response 200 None"),
        ({}, b"", "unexpected_response 200 None"),
        (FORM, b"access_token=%zz", "unexpected_response 200 None"),
        (FORM, b"access_token=%FF", "unexpected_response 200 None"),
        (FORM, b"", "missing_token"),
        # Nesting, size, and numbers.
        (JSON, body_of(x=json.loads("[" * 60 + "]" * 60)), "token AT"),
        (JSON, b'{"x": ' + b"[" * 100_000, "unexpected_response 200 None"),
        (JSON, b'{"x":' * 100_000, "unexpected_response 200 None"),
        (JSON, body_of(x="y" * 1_048_500), "token AT"),
        (JSON, body_of(x="y" * 1_048_576), "response_too_large 200 None"),
        (JSON, body_of(x=[0] * 9_000), "token AT"),
        (JSON, body_of(x=[0] * 11_000), "unexpected_response 200 None"),
        (JSON, b'{"access_token": "AT", "x": ' + b"9" * 5_000 + b"}", "token AT"),
        (JSON, b'{"access_token": "AT", "x": NaN}', "token AT"),
    ],
)
def test_form(load: Load, headers: Any, body: bytes, expected: str) -> None:
    assert outcome(load("robin"), body, 200, headers) == expected


@each_row(
    ("body", "expected"),
    [
        (b"{}", "missing_token"),
        (b'{"access_token": null}', "missing_token"),
        (b'{"access_token": ""}', "missing_token"),
        (b'{"access_token": 7}', "malformed_response"),
        (b'{"access_token": true}', "malformed_response"),
        (b'{"access_token": ["AT"]}', "malformed_response"),
        (b'{"access_token": {"value": "AT"}}', "malformed_response"),
        (b'{"access_token": "A T"}', "invalid_access_token"),
        (b'{"access_token": " AT"}', "invalid_access_token"),
        (b'{"access_token": "AT\\n"}', "invalid_access_token"),
        (b'{"access_token": "A\\u0000"}', "invalid_access_token"),
        (b'{"access_token": "\\ud800"}', "invalid_access_token"),
        ('{"access_token": "é"}'.encode(), "invalid_access_token"),
        (b'{"access_token": "a~!|{}\\""}', 'token a~!|{}"'),
        (b'{"access_token": "a", "access_token": "a"}', "duplicate_parameter"),
        (b'{"access_token": "a", "access_\\u0074oken": ""}', "duplicate_parameter"),
        (b'{"Access_Token": "a"}', "missing_token"),
        (body_of(refresh_token=None), "token AT"),
        (body_of(refresh_token=""), "token AT"),
        (body_of(refresh_token="a b"), "token AT"),
        (body_of(refresh_token=7), "malformed_response"),
        (body_of(refresh_token="a\n"), "invalid_refresh_token"),
        (body_of(refresh_token="\ud800"), "invalid_refresh_token"),
        (
            b'{"access_token": "a", "refresh_token": "r", "refresh_token": "r"}',
            "duplicate_parameter",
        ),
        (body_of(token_type="bearer"), "token AT"),
        (body_of(token_type="Bearer"), "token AT"),
        (body_of(token_type="BEARER"), "token AT"),
        (body_of(token_type=None), "token AT"),
        (body_of(token_type="bot"), "unsupported_token_type"),
        (body_of(token_type="mac"), "unsupported_token_type"),
        (body_of(token_type="bearer "), "unsupported_token_type"),
        (body_of(token_type=["bearer"]), "malformed_response"),
        (
            b'{"access_token": "a", "token_type": "mac", "token_type": "bearer"}',
            "duplicate_parameter",
        ),
        # Members without a meaning can be anything, even twice.
        (b'{"access_token": "AT", "id": 1, "id": [2], "": {}}', "token AT"),
        # A lifetime or a scope that appears twice does not lose the token.
        (b'{"access_token": "AT", "expires_in": 1, "expires_in": 2}', "token AT"),
        (b'{"access_token": "AT", "scope": "a", "scope": "b"}', "token AT"),
    ],
)
def test_tokens(load: Load, body: bytes, expected: str) -> None:
    assert outcome(load("robin"), body) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3600", 3600),
        ('"3600"', 3600),
        ('" 3600 "', 3600),
        ("3600.9", 3600),
        ("3.6e3", 3600),
        ('"007"', 7),
        ("0", 0),
        ('"0"', 0),
        ("-0", 0),
        ("-0.0", 0),
        ("2147483647", LAST),
        ("2147483648", LAST),
        ("3600000000", LAST),
        ("100000000000000000000", LAST),
        ("1e300", LAST),
        ("1e999", LAST),
        ("Infinity", LAST),
        ("9" * 5_000, LAST),
        (f'"{"9" * 5_000}"', LAST),
    ],
)
def test_lifetime(load: Load, value: str, expected: int) -> None:
    body = f'{{"access_token": "AT", "expires_in": {value}}}'.encode()
    token = read(load("robin"), body)
    assert (token.expires_in, dict(token.members)) == (expected, {})
    assert token.expires_at == SENT + expected
    assert token.is_expired(SENT, leeway=0) is (expected == 0)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("-1", -1),
        ('"-3600"', "-3600"),
        ("-1e999", float("-inf")),
        ('"soon"', "soon"),
        ('"3600.5"', "3600.5"),
        ('"1e3"', "1e3"),
        ('"\\u0663"', "\u0663"),
        ('""', ""),
        ("[3600]", [3600]),
        ("{}", {}),
        ("true", True),
        ("false", False),
    ],
)
def test_lifetime_that_is_unknown(load: Load, value: str, kept: object) -> None:
    body = f'{{"access_token": "AT", "expires_in": {value}}}'.encode()
    token = read(load("robin"), body)
    assert (token.expires_in, token.expires_at, token.is_expired()) == (None,) * 3
    assert dict(token.members) == {"expires_in": kept}


@pytest.mark.parametrize("body", [body_of(), body_of(expires_in=None)])
def test_lifetime_that_is_absent(load: Load, body: bytes) -> None:
    token = read(load("robin"), body)
    assert (token.expires_in, dict(token.members)) == (None, {})


def test_lifetime_of_a_form(load: Load) -> None:
    token = read(load("robin"), b"access_token=AT&expires_in=3600", 200, FORM)
    assert token.expires_in == 3600


def test_lifetime_counts_from_sending(load: Load) -> None:
    client = client_of(load("robin"))
    request = client.token_request(code_of(client))
    body = body_of(expires_in=600)
    assert request.parse_response(200, JSON, body, sent_at=5).expires_at == 605
    token = request.parse_response(200, JSON, body)
    now = datetime.now(timezone.utc).timestamp()
    assert now - 30 < token.expires_at - 600 <= now


NOON = 1_767_268_800
"""2026-01-01T12:00:00Z."""


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (NOON, NOON),
        (str(NOON), NOON),
        (NOON * 1_000, NOON),
        (str(NOON * 1_000), NOON),
        (NOON + 0.5, NOON),
        ("2026-01-01T12:00:00Z", NOON),
        ("2026-01-01t12:00:00z", NOON),
        ("2026-01-01 12:00:00", NOON),
        ("2026-01-01T12:00:00.1234567Z", NOON),
        ("2026-01-01T14:00:00+02:00", NOON),
        ("2026-01-01T07:30:00-04:30", NOON),
    ],
)
def test_absolute_expiry(load: Load, value: object, moment: int) -> None:
    client = client_of(load("swift"))
    request = client.token_request(code_of(client))
    token = request.parse_response(
        200, JSON, body_of(expires=value), sent_at=NOON - 600
    )
    assert (token.expires_in, token.expires_at) == (600, moment)


@pytest.mark.parametrize("value", [0, "0", SENT - 1, "1970-01-01T00:00:00Z"])
def test_absolute_expiry_in_the_past(load: Load, value: object) -> None:
    token = read(load("swift"), body_of(expires=value))
    assert (token.expires_in, token.is_expired(SENT)) == (0, True)


@pytest.mark.parametrize(
    "value",
    [
        *("soon", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T12:00Z", True),
        *("2026-01-01T12:00:00+99:00", "0000-01-01T00:00:00Z", [NOON], {}),
    ],
)
def test_absolute_expiry_that_is_unknown(load: Load, value: object) -> None:
    token = read(load("swift"), body_of(expires=value))
    assert (token.expires_at, dict(token.members)) == (None, {"expires_at": value})


@pytest.mark.parametrize(
    ("value", "scopes", "kept"),
    [
        ("read", {"read"}, {}),
        ("read write", {"read", "write"}, {}),
        (" read  write ", {"read", "write"}, {}),
        (["read", "user:read:email"], {"read", "user:read:email"}, {}),
        # The requested ones.
        (None, {"read"}, {}),
        ("", {"read"}, {}),
        # Unknown, and the value stays readable.
        (7, None, {"scope": 7}),
        (True, None, {"scope": True}),
        ([], None, {"scope": []}),
        (["read", 7], None, {"scope": ["read", 7]}),
        (["a b"], None, {"scope": ["a b"]}),
        ({"read": True}, None, {"scope": {"read": True}}),
        ('a"b', None, {"scope": 'a"b'}),
        ("é", None, {"scope": "é"}),
        ("\ud800", None, {"scope": "\ud800"}),
        ("a\nb", None, {"scope": "a\nb"}),
    ],
)
def test_scope(load: Load, value: object, scopes: object, kept: object) -> None:
    token = read(load("robin"), body_of(scope=value), scopes=["read"])
    assert (token.scopes, dict(token.members)) == (scopes, kept)


def test_scopes_that_differ_are_reported(load: Load) -> None:
    token = read(load("robin"), body_of(scope="write x"), scopes=["read", "write"])
    assert (token.scopes, token.missing_scopes, token.extra_scopes) == (
        {"write", "x"},
        {"read"},
        {"x"},
    )
    assert read(load("robin"), body_of()).scopes is None


@each_row(
    ("status", "headers", "body", "expected"),
    [
        (400, JSON, b'{"error": "invalid_grant"}', "invalid_grant None 400 None"),
        (
            200,
            JSON,
            b'{"error": "bad_verification_code", "error_description": "expired"}',
            "bad_verification_code expired 200 None",
        ),
        (
            400,
            FORM,
            b"error=invalid_grant&error_description=a+b",
            "invalid_grant a b 400 None",
        ),
        (
            401,
            {**JSON, "WWW-Authenticate": "Basic", "Retry-After": "7"},
            b'{"error": "invalid_client", "error_description": null}',
            "invalid_client None 401 7.0",
        ),
        (400, JSON, b'{"error": {"code": 7}}', "unknown None 400 None"),
        (400, JSON, b'{"error": true}', "true None 400 None"),
        (400, JSON, b'{"error": 1045}', "1045 None 400 None"),
        (400, JSON, b'{"error": "a\\u0000b"}', "malformed_error_response"),
        (400, JSON, b'{"error": "\\ud800"}', "malformed_error_response"),
        (
            400,
            JSON,
            b'{"error": "x", "error_description": "a\\u001b[31mb\\u202ec\\ud800"}',
            "x abc? 400 None",
        ),
        (400, JSON, b'{"error": "a", "error": "b"}', "duplicate_parameter"),
        (200, JSON, body_of(error="x"), "ambiguous_response"),
        (200, JSON, body_of(error=None), "token AT"),
        (200, JSON, body_of(error=""), "token AT"),
        (200, JSON, body_of(error=False), "token AT"),
        (200, JSON, body_of(error=0), "token AT"),
        # Without an error code.
        (400, JSON, b"{}", "unexpected_response 400 None"),
        (400, JSON, body_of(), "unexpected_response 400 None"),
        (404, HTML, b"<html>", "unexpected_response 404 None"),
        (429, PLAIN, b"slow down", "unexpected_response 429 None"),
        (503, {**HTML, "retry-after": "30"}, b"<html>", "unexpected_response 503 30.0"),
        (503, {**JSON, "Retry-After": " 30 "}, b"{}", "unexpected_response 503 30.0"),
        (503, {"Retry-After": "-1"}, b"", "unexpected_response 503 None"),
        (503, {"Retry-After": "soon"}, b"", "unexpected_response 503 None"),
        (503, {"Retry-After": "9" * 99_999}, b"", "unexpected_response 503 None"),
        (
            503,
            {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"},
            b"",
            "unexpected_response 503 0.0",
        ),
        # Redirects.
        (
            307,
            {"location": "https://other.example/t"},
            b"",
            "endpoint_redirect 307 None",
        ),
        (302, {}, body_of(), "endpoint_redirect 302 None"),
        (304, JSON, body_of(), "endpoint_redirect 304 None"),
    ],
)
def test_errors(
    load: Load, status: int, headers: Any, body: bytes, expected: str
) -> None:
    assert outcome(load("robin"), body, status, headers) == expected


def test_retry_after_as_a_date(load: Load) -> None:
    now = datetime.now(timezone.utc).timestamp()
    for zone in ("GMT", "-0000"):
        date = email.utils.formatdate(now + 100, usegmt=True).replace("GMT", zone)
        package = load("robin")
        with pytest.raises(package.EndpointError) as caught:
            read(package, b"", 503, {"Retry-After": date})
        assert 60 < caught.value.retry_after <= 100


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://other.example/t?code=SECRET", "other.example"),
        ("https://other.example:8443", "other.example:8443"),
        ("https://user:SECRET@other.example/", "another address"),
        ("/SECRET", "another address"),
        ("javascript:SECRET", "another address"),
        ("https://other.example\u202e/", "another address"),
    ],
)
def test_redirect_names_its_host(load: Load, location: str, shown: str) -> None:
    package = load("robin")
    with pytest.raises(package.EndpointError) as caught:
        read(package, b"", 307, {"Location": location})
    assert str(caught.value) == (
        f"the endpoint redirected the request to {shown} (status 307): "
        "do not follow it; check the URL of the endpoint [endpoint_redirect]"
    )


def test_error_page_is_named_by_its_type(load: Load) -> None:
    package = load("robin")
    for kind, shown in (
        ("text/html", "the Content-Type text/html"),
        ("", "no Content-Type"),
        ("<script>", "an unknown Content-Type"),
        ("application/json", "a body that is not valid"),
    ):
        with pytest.raises(package.EndpointError) as caught:
            read(package, b"<html>SECRET", 502, {"Content-Type": kind})
        assert (
            caught.value.message
            == f"the endpoint responded with status 502 and {shown}"
        )
        assert caught.value.hint == "try again later"


def test_remedy_of_a_documented_error(load: Load) -> None:
    package = load("robin")
    with pytest.raises(package.TokenEndpointError) as caught:
        read(
            package,
            b'{"error": "invalid_grant", "error_uri": "https://a.example/"}',
            400,
        )
    assert str(caught.value) == (
        "the server denied the request with the code invalid_grant: "
        "request a new token; one that acts for a user requires a new login [authorization_error]"
    )
    assert caught.value.uri == "https://a.example/"


def test_nested_token_commas_and_members(load: Load) -> None:
    members = {
        "access_token": "",
        "authed_user": {"access_token": "AT", "token_type": "Bot", "scope": "read,x"},
        "team": {"id": "T1", "name": None, "other": 1},
    }
    token = read(load("swift"), json.dumps(members).encode())
    assert (token.reveal(), token.scopes) == ("AT", {"read", "x"})
    assert dict(token.members) == {"team.id": "T1"}
    assert token.token_type == "Bearer"
    # The first place with a token counts.
    members["access_token"] = "top"
    assert read(load("swift"), json.dumps(members).encode()).reveal() == "top"
    assert outcome(load("swift"), b'{"authed_user": []}') == "missing_token"
    assert (
        outcome(load("swift"), body_of(token_type="user")) == "unsupported_token_type"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"code": 0, "data": {"token": {"value": "AT"}}}, "token AT"),
        ({"code": "0", "data": {"token": {"value": "AT"}}}, "token AT"),
        # Without the mark of a success, nothing in the response counts.
        ({"data": {"token": {"value": "AT"}}}, "unknown None 200 None"),
        ({"code": None, "data": {"token": {"value": "AT"}}}, "unknown None 200 None"),
        ({"code": 40_001, "message": "gone", "data": {}}, "40001 gone 200 None"),
        ({"code": 1, "data": {"token": {"value": "AT"}}}, "1 None 200 None"),
        ({"code": False, "data": {"token": {"value": "AT"}}}, "unknown None 200 None"),
        ({"code": 0, "error": "x", "data": {"token": {"value": "AT"}}}, "token AT"),
        ({"code": 0, "access_token": "AT"}, "missing_token"),
        ({"code": 0, "data": {"access_token": "AT"}}, "missing_token"),
        ({"code": 0, "data": {"token": "AT"}}, "missing_token"),
        ({"code": 0, "data": {"token": {"value": ["AT"]}}}, "malformed_response"),
        ({"code": 0, "data": "AT"}, "missing_token"),
    ],
)
def test_wrapped_response(load: Load, body: Any, expected: str) -> None:
    client = client_of(load("finch"))
    request = client.authorization_request(state="s")
    code = request.parse_query({"auth_code": "c", "state": "s"})
    try:
        token = client.token_request(code).parse_response(
            200, JSON, json.dumps(body).encode(), sent_at=SENT
        )
        found = f"token {token.reveal()}"
        assert (token.expires_in, token.state_verified) == (86_400, True)
    except load("finch").TokenEndpointError as error:
        found = f"{error.error} {error.description} {error.status} {error.retry_after}"
    except load("finch").OAuthError as error:
        found = error.code
    assert found == expected


def test_first_response_and_refresh_are_read_alike(load: Load) -> None:
    client = client_of(load("robin"))
    body = body_of(refresh_token="RT", expires_in="soon", scope=7)
    first = read(load("robin"), body)
    second = client.refresh_request(first).parse_response(200, JSON, body, sent_at=SENT)
    assert (first.expires_in, first.scopes, dict(first.members)) == (
        second.expires_in,
        second.scopes,
        dict(second.members),
    )


@pytest.mark.parametrize("body", ["{}", None, bytearray(b"{}")])
def test_body_is_bytes(load: Load, body: Any) -> None:
    with pytest.raises(TypeError):
        read(load("robin"), body)


def test_token_from_stored_values(load: Load) -> None:
    package = load("robin")
    client = client_of(package)
    token = package.AccessToken.from_value(
        "AT", domain="robin.example", client_id="s6BhdRkqt3", refresh_token="RT"
    )
    assert (
        client.refresh_request(token).body
        == b"grant_type=refresh_token&refresh_token=RT"
    )
    with pytest.raises(package.OAuthError) as caught:
        package.AccessToken.from_value(
            "AT", domain="robin.example", client_id="k", refresh_token="a\n"
        )
    assert caught.value.code == "invalid_refresh_token"
