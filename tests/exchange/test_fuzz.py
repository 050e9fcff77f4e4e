"""Any redirect and any response has a result or one of our errors, in time."""

from __future__ import annotations

import functools
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.exchange.begun import REDIRECT, STATE, client_of, code_of, request_of
from tests.exchange.conftest import Load
from tests.rows import each_row
from tests.sampling import LONG
from tests.timing import in_time

SETTINGS = settings(
    max_examples=20_000 if LONG else 150,
    deadline=None,
    # Explaining a failure traces each line, so every response would exceed the limit.
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
NAMES = ("robin", "finch", "swift", "stork")

PIECE = st.sampled_from(
    [
        *(REDIRECT, "?", "&", "#", "=", "%", "%2", "%zz", "%E2%28%A1", "%00", "+", " "),
        *(
            "code=c",
            "auth_code=c",
            f"state={STATE}",
            f"&state={STATE}",
            "state=",
            "iss=",
        ),
        *("https://stork.example", "error=", "access_denied", "error_description="),
        *("access_token=t", "team=", "shop=", "_=_", "\n", "\0", "é", "𝒳", "\ud800"),
        *("//", "/", ":", "@", "http:", "HTTPS://Client.Example.com:443/cb", "\u202e"),
    ]
)
REDIRECTS = (
    st.lists(PIECE | st.text(max_size=5), max_size=30).map("".join)
    | st.lists(PIECE, max_size=8).map(lambda parts: f"{REDIRECT}?{'&'.join(parts)}")
    | st.tuples(PIECE, st.integers(0, 20_000)).map(
        lambda one: REDIRECT + one[0] * one[1]
    )
)
TEXT = st.text(max_size=8) | st.sampled_from(
    ["code", "state", "iss", "error", STATE, "c"]
)
PAIRS = st.dictionaries(TEXT, TEXT, max_size=8) | st.lists(
    st.tuples(TEXT, TEXT), max_size=70
)

MEMBER = st.sampled_from(
    [
        *(
            "access_token",
            "refresh_token",
            "token_type",
            "expires_in",
            "scope",
            "error",
        ),
        *(
            "error_description",
            "error_uri",
            "expires",
            "code",
            "message",
            "data",
            "team",
        ),
        *("token", "value", "authed_user", "id", "name"),
    ]
)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
VALUE = st.recursive(
    SCALAR
    | st.sampled_from(["AT", "bearer", "3600", "read write", "2026-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(MEMBER | TEXT, inner, max_size=5),
    max_leaves=12,
)
PART = st.sampled_from(
    [
        *(b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\u", b"\\ud800", b"null"),
        *(b"1", b"-", b"1e9", b"9999999999", b"NaN", b"true", b" ", b"\n", b"\0"),
        *(b"\xef\xbb\xbf", b"\xff", b"a=", b"access_token=", b"&", b"%", b"+", b"%41"),
        *(b'"access_token":"AT"', b'"expires_in":', b"[]", b"{}", b'"",', b"<html>"),
    ]
)
BODIES = (
    st.dictionaries(MEMBER | TEXT, VALUE, max_size=8).map(
        lambda members: json.dumps(members).encode()
    )
    | st.lists(PART | st.binary(max_size=6), max_size=30).map(b"".join)
    | st.tuples(PART, st.integers(0, 1_100_000)).map(
        lambda one: (one[0] * one[1])[:1_048_577]
    )
    | st.tuples(PART, st.integers(0, 1_000_000)).map(
        lambda one: b'{"access_token":"AT","x":['
        + (one[0] * one[1])[:1_048_500]
        + b"1]}"
    )
)
HEADERS = st.dictionaries(
    st.sampled_from(["Content-Type", "retry-after", "Location", "x"]),
    st.sampled_from(
        [
            *(
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "",
            ),
            *(
                "30",
                "Wed, 21 Oct 2015 07:28:00 GMT",
                "https://a.example/",
                "x" * 70_000,
            ),
        ]
    )
    | st.text(max_size=30),
    max_size=3,
)
STATUS = st.sampled_from([200, 201, 204, 302, 307, 400, 401, 429, 500, 503, 0, 999])


def result(package: Any, call: Any, *given: Any) -> object:
    try:
        return call(*given)
    except package.OAuthError as error:
        assert str(error).isprintable()
        return error


@pytest.mark.parametrize("name", NAMES)
@SETTINGS
@given(REDIRECTS)
def test_redirect(load: Load, name: str, uri: str) -> None:
    package = load(name)
    read = request_of(client_of(package)).parse_redirect
    in_time(lambda: result(package, read, uri))


@pytest.mark.parametrize("name", NAMES)
@SETTINGS
@given(PAIRS)
def test_query(load: Load, name: str, pairs: Any) -> None:
    package = load(name)
    read = request_of(client_of(package)).parse_query
    in_time(lambda: result(package, read, pairs))


@pytest.mark.parametrize("name", ["robin", "swift"])
@SETTINGS
@given(STATUS, HEADERS, BODIES)
def test_response(
    load: Load, name: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    package = load(name)
    client = client_of(package)
    read = client.token_request(code_of(client)).parse_response
    in_time(lambda: result(package, read, status, headers, body))


@SETTINGS
@given(st.dictionaries(MEMBER, VALUE, max_size=8))
def test_wrapped_response(load: Load, members: dict[str, object]) -> None:
    package = load("finch")
    client = client_of(package)
    code = client.authorization_request(state="s").parse_query(
        {"auth_code": "c", "state": "s"}
    )
    read = client.token_request(code).parse_response
    body = json.dumps({"code": 0, "data": members, **members}).encode()
    in_time(
        lambda: result(package, read, 200, {"content-type": "application/json"}, body)
    )


LARGEST = 1_048_576


@each_row(
    ("kind", "start", "part", "end"),
    [
        ("application/json", b'{"x":[', b"{},", b"1]}"),
        ("application/json", b'{"x":[', b"1,", b"1]}"),
        ("application/json", b'{"x":[', b"1e5,", b"1]}"),
        ("application/json", b'{"x":[', b'"",', b"1]}"),
        ("application/json", b"", b'"', b""),
        ("application/json", b"", b"{}", b""),
        ("application/json", b"[", b"]", b""),
        ("application/json", b"", b" ", b""),
        ("application/json", b"\xef\xbb\xbf", b"\t", b""),
        ("application/json", b'{"x":"', b'\\"', b'"}'),
        ("application/json", b'{"x":"', b"\\u0041", b'"}'),
        ("application/json", b'{"access_token":"', b"a", b'"}'),
        ("application/json", b'{"access_token":"a","refresh_token":"', b"a", b'"}'),
        ("application/json", b'{"access_token":"a","token_type":"', b"A", b'"}'),
        ("application/json", b'{"access_token":"a","expires_in":', b"9", b"}"),
        ("application/json", b'{"access_token":"a","expires_in":0.', b"9", b"}"),
        ("application/json", b'{"access_token":"a","expires_in":"', b"9", b'"}'),
        ("application/json", b'{"access_token":"a","scope":"', b"a ", b'"}'),
        ("application/json", b'{"error":"', b"a", b'"}'),
        ("application/json", b'{"error":"a","error_description":"', b"\\u001b[", b'"}'),
        ("application/json", b'{"error":"a","error_description":"', b"\\u009d", b'"}'),
        ("application/json", b'{"error":"a","error_uri":"', b"https://", b'"}'),
        ("application/x-www-form-urlencoded", b"", b"a&", b""),
        ("application/x-www-form-urlencoded", b"", b"a=&", b""),
        ("application/x-www-form-urlencoded", b"a=", b"%41", b""),
        ("application/x-www-form-urlencoded", b"a=", b"+", b""),
        ("application/x-www-form-urlencoded", b"access_token=", b"\xc3\xa9", b""),
        ("", b"", b"a=", b""),
        ("", b"", b"{", b""),
        ("", b"", b" ", b""),
        ("a" * 1_000_000, b"", b"a=b", b""),
    ],
)
def test_largest_response(
    load: Load, kind: str, start: bytes, part: bytes, end: bytes
) -> None:
    package = load("robin")
    client = client_of(package)
    read = client.token_request(code_of(client)).parse_response
    times = (LARGEST - len(start + end)) // len(part)
    body = start + part * times + end
    in_time(lambda: result(package, read, 200, {"Content-Type": kind}, body))


@pytest.mark.parametrize(
    "part",
    [*("%41", "&a", "&%41=%42", "=", "#", "%E2%82%AC", "+", "&code=", "//", "@"), "&&"],
)
def test_largest_redirect(load: Load, part: str) -> None:
    package = load("robin")
    read = request_of(client_of(package)).parse_redirect
    for start in (REDIRECT, f"{REDIRECT}?x=", f"{REDIRECT}?code=c&state={STATE}#"):
        uri = (start + part * 65_536)[:65_536]
        in_time(functools.partial(result, package, read, uri))


AROUND = st.sampled_from(
    [
        *(
            "\n",
            "\r\n> ",
            " ",
            "\u200b",
            "\x1b[200~",
            "'",
            '"',
            "(",
            ")",
            "<",
            ">",
            "…",
        ),
        *("&amp;", "&#38;", "client_id=s6BhdRkqt3", "response_type=code", "See "),
        *(f"{REDIRECT}?code=c&state={STATE}", "\nstate=", "scope=a b", "code= c", "! "),
    ]
)
PASTED = (
    st.lists(PIECE | AROUND | st.text(max_size=5), max_size=30).map("".join)
    | st.tuples(PIECE | AROUND, st.integers(0, 65_536)).map(
        lambda one: (one[0] * one[1])[:65_537]
    )
    | st.tuples(AROUND, REDIRECTS, AROUND).map("".join)
)


@pytest.mark.parametrize("name", NAMES)
@SETTINGS
@given(PASTED)
def test_pasted(load: Load, name: str, text: str) -> None:
    package = load(name)
    read = request_of(client_of(package)).parse_pasted
    in_time(lambda: result(package, read, text))


@SETTINGS
@given(st.lists(PIECE | AROUND, max_size=12).map("".join))
def test_pasted_code_is_one_that_the_strict_reader_finds(load: Load, text: str) -> None:
    """A code comes from a redirect in the text, whole and with the state of the request."""
    package = load("robin")
    request = request_of(client_of(package))
    found: Any = result(package, request.parse_pasted, text)
    if isinstance(found, package.AuthorizationCode):
        assert f"state={STATE}" in text
        strict = f"{REDIRECT}?code={quote(found.reveal())}&state={STATE}"
        assert request.parse_redirect(strict).reveal() == found.reveal()


@each_row(
    "unit",
    [
        *(
            "\n",
            "\r\n ",
            "&",
            "a&",
            "&\n",
            " ",
            "\u200b",
            "'",
            "> ",
            "a\n",
            "a ",
            "%",
            "%41",
        ),
        *(
            "code=",
            "code= ",
            "code=a&",
            "(state=a\n",
            "x&state=a ",
            "://",
            "a://",
            "a?",
        ),
        *(
            "?code=a",
            "https://a/?",
            "(",
            "\x1b[",
            "#",
            "?&",
            "&> ",
            "&amp;",
            "&#38;",
            "a.",
            "/",
        ),
        *(
            f"{REDIRECT}?",
            "client_id=a ",
            "response_type=a&",
            "error=",
            "\u2028",
            "é",
            "…",
        ),
    ],
)
@each_row(
    ("start", "end"),
    [
        ("", ""),
        ("", f"?code=c&state={STATE}"),
        (f"{REDIRECT}?code=c&state={STATE}", ""),
        (f"{REDIRECT}?state={STATE}&code=", ""),
        ("https://", f"/cb?code=c&state={STATE}"),
        ("access_token=", " b"),
    ],
)
def test_largest_pasted_text(load: Load, start: str, unit: str, end: str) -> None:
    package = load("robin")
    read = request_of(client_of(package)).parse_pasted
    length = 65_536 - len(start) - len(end)
    text = start + (unit * length)[:length] + end
    in_time(lambda: result(package, read, text))


DEVICE = st.sampled_from(
    [
        *("device_code", "user_code", "verification_uri", "verification_uri_complete"),
        *("expires_in", "interval", "error", "error_description"),
    ]
)
CODES = st.dictionaries(
    DEVICE,
    VALUE | st.sampled_from(["https://a.example/", "http://[::1]/", 5]),
    max_size=8,
)


@SETTINGS
@given(STATUS, HEADERS, CODES.map(lambda one: json.dumps(one).encode()) | BODIES)
def test_device_response(
    load: Load, status: int, headers: dict[str, str], body: bytes
) -> None:
    package = load("siskin")
    read = package.OAuthClient(client_id="k").device_request().parse_response
    in_time(lambda: result(package, read, status, headers, body))
    found: Any = result(package, read, 200, {"Content-Type": "application/json"}, body)
    if isinstance(found, package.DeviceAuthorization):
        assert found.interval >= 1
        assert found.user_code.isprintable()
        assert found.verification_uri.isascii()
        assert 0 < found.expires_at < 2**38


@SETTINGS
@given(STATUS, HEADERS, BODIES)
def test_revocation_response(
    load: Load, status: int, headers: dict[str, str], body: bytes
) -> None:
    package = load("siskin")
    token = package.AccessToken.from_value(
        "a", domain="siskin.example", client_id="k", refresh_token="r"
    )
    client = package.OAuthClient(client_id="k")
    read = client.revocation_request(token).parse_response
    found: list[object] = []
    in_time(lambda: found.append(result(package, read, status, headers, body)))
    # Only a status of success says that the token is revoked.
    assert (found[-1] is None) is (200 <= status < 300)
