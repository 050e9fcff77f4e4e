"""The reading of a redirect with a code (RFC 6749 §4.1.2, RFC 9207): each outcome is a code or an error."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from tests.exchange.begun import REDIRECT, STATE, VERIFIER, client_of, request_of
from tests.exchange.conftest import Load
from tests.rows import each_row

OK = f"?code=c&state={STATE}"


def outcome(package: Any, request: Any, given: Any) -> str:
    """Return the code that a redirect contains, or the error's code and its argument."""
    read = request.parse_redirect if isinstance(given, str) else request.parse_query
    try:
        return f"code {read(given).reveal()}"
    except package.AuthorizationError as error:
        return f"{error.error} {error.description} verified={error.state_verified}"
    except package.OAuthError as error:
        return f"{error.code} {error.argument}" if error.argument else error.code


def encoded(text: str) -> str:
    """Return a URI with every character of its query percent-encoded."""
    return "".join(f"%{ord(one):02X}" for one in text)


@each_row(
    ("rest", "expected"),
    [
        (OK, "code c"),
        (f"?state={STATE}&code=c", "code c"),
        # The state and the code are decoded once.
        (f"?code=c&state={encoded(STATE)}", "code c"),
        (f"?code=4%2F0Ab%2Bd%3D&state={STATE}", "code 4/0Ab+d="),
        (f"?code=%252F&state={STATE}", "code %2F"),
        (f"?code=a+b&state={STATE}", "code a b"),
        (f"?%63ode=c&state={STATE}", "code c"),
        (f"?code=a=b==&state={STATE}", "code a=b=="),
        (f"?&&code=c&&state={STATE}&", "code c"),
        (f"?code=c&state={STATE}&session_state=1&session_state=2&x", "code c"),
        (f"?Code=d&code=c&state={STATE}", "code c"),
        # Duplicates, even of the same value or of an empty one.
        (f"?code=c&code=c&state={STATE}", "duplicate_parameter"),
        (f"?code=c&%63ode=d&state={STATE}", "duplicate_parameter"),
        (f"?code=c&code=&state={STATE}", "duplicate_parameter"),
        (f"?code=c&state={STATE}&state=", "duplicate_parameter"),
        (f"?code=c&state={STATE}&iss=a&iss=a", "duplicate_parameter"),
        # Absent and empty values.
        ("", "missing_code"),
        ("?", "missing_code"),
        (f"?state={STATE}", "missing_code"),
        (f"?code=&state={STATE}", "missing_code"),
        (f"?code&state={STATE}", "missing_code"),
        ("?code=c", "state_missing"),
        ("?code=c&state=", "state_missing"),
        ("?code=c&state=other", "state_mismatch"),
        (f"?code=c&state={STATE}x", "state_mismatch"),
        (f"?code=c&state={STATE[:-1]}", "state_mismatch"),
        (f"?code=c&state={STATE.upper()}", "state_mismatch"),
        (f"?code=c&state={STATE}%00", "state_mismatch"),
        ("?code=c&state=%F0%9D%92%B3", "state_mismatch"),
        # Errors of the server.
        (
            f"?error=access_denied&error_description=No+way&state={STATE}",
            "access_denied No way verified=True",
        ),
        ("?error=access_denied", "access_denied None verified=False"),
        ("?error=access_denied&state=", "access_denied None verified=False"),
        ("?error=access_denied&state=other", "state_mismatch"),
        (f"?error=&code=c&state={STATE}", "code c"),
        (f"?error=a%22b&state={STATE}", "malformed_error_response"),
        (f"?error=x&code=c&state={STATE}", "ambiguous_response"),
        (f"?error=x&error=y&state={STATE}", "duplicate_parameter"),
        # A token instead of a code.
        (f"?access_token=t&token_type=bearer&state={STATE}", "missing_code"),
        (f"#access_token=t&token_type=bearer&state={STATE}", "missing_code"),
        # A response in the fragment.
        (f"#code=c&state={STATE}", "missing_code"),
        (f"{OK}#_=_", "code c"),
        (f"{OK}#", "code c"),
        (f"{OK}#/route", "code c"),
        (f"{OK}#code=", "code c"),
        (f"{OK}#code=d&state={STATE}", "ambiguous_response"),
        (f"{OK}#error=access_denied", "ambiguous_response"),
        (f"{OK}#access_token=t", "ambiguous_response"),
        (f"{OK}#id_token=t", "ambiguous_response"),
        (f"?#{OK[1:]}", "missing_code"),
        # Percent-encoding.
        (f"?code=%zz&state={STATE}", "bad_percent_encoding"),
        (f"?code=c%2&state={STATE}", "bad_percent_encoding"),
        (f"{OK}&x=%", "bad_percent_encoding"),
        (f"?code=%FF&state={STATE}", "bad_encoding"),
        (f"?code=%C3%A9&state={STATE}", "invalid_code"),
        (f"?code=%0A&state={STATE}", "invalid_code"),
        (f"?code=c%00&state={STATE}", "invalid_code"),
        # What is not a URI.
        (f"{OK} ", "bad_encoding uri"),
        (f"{OK}\n", "bad_encoding uri"),
        (f"{OK}\x7f", "bad_encoding uri"),
        (f"{OK}é", "bad_encoding uri"),
        (f"{OK}\u200b", "bad_encoding uri"),
        (f"{OK}\ud800", "bad_encoding uri"),
    ],
)
def test_query(load: Load, rest: str, expected: str) -> None:
    package = load("robin")
    assert outcome(package, request_of(client_of(package)), REDIRECT + rest) == expected


def test_whole_input(load: Load) -> None:
    package = load("robin")
    request = request_of(client_of(package))
    long = f"{REDIRECT}{OK}&x="
    longest = long + "x" * (65_536 - len(long))
    many = f"{REDIRECT}{OK}" + "&x=1" * 62
    expected = {
        "": "empty_input uri",
        longest: "code c",
        longest + "x": "input_too_large uri",
        many: "code c",
        many + "&x=1": "too_many_parameters",
        f"{REDIRECT}{OK}#" + "x&" * 65: "too_many_parameters",
        "\0".join(REDIRECT + OK): "bad_encoding uri",
    }
    assert {one: outcome(package, request, one) for one in expected} == expected
    with pytest.raises(TypeError):
        request.parse_redirect((REDIRECT + OK).encode())


def same(uris: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield each pair of different URIs that mean the same."""
    for one, other in itertools.permutations(uris, 2):
        yield one, other, True


@each_row(
    ("redirect_uri", "uri", "is_same"),
    [
        *same(["https://app.example", "https://app.example/", "HTTPS://App.Example/"]),
        *same(["https://app.example/cb", "https://APP.example:443/cb"]),
        *same(["http://127.0.0.1/cb", "http://127.0.0.1:80/cb"]),
        *same(["com.example.app:/cb", "COM.example.app:/cb"]),
        ("https://app.example/cb", "https://app.example/cb/", False),
        ("https://app.example/cb/", "https://app.example/cb", False),
        ("https://app.example/cb", "https://app.example/CB", False),
        ("https://app.example/cb", "https://app.example/c%62", False),
        ("https://app.example/cb", "https://app.example/x/../cb", False),
        ("https://app.example/cb", "https://app.example:8443/cb", False),
        ("https://app.example/cb", "https://evil.example/cb", False),
        ("https://app.example/cb", "https://app.example.evil.example/cb", False),
        ("https://app.example/cb", "https://app.example@evil.example/cb", False),
        ("https://app.example/cb", "https://user@app.example/cb", False),
        ("https://app.example/cb", "http://app.example/cb", False),
        ("https://app.example/cb", "//app.example/cb", False),
        ("https://app.example/cb", "/cb", False),
        ("https://app.example/cb", "", False),
        ("http://127.0.0.1:51000/cb", "http://127.0.0.1:51001/cb", False),
        ("http://127.0.0.1:51000/cb", "http://localhost:51000/cb", False),
        ("com.example.app:/cb", "com.example.app:/CB", False),
        ("com.example.app:/cb", "com.example.app://cb", False),
        ("com.example.app:/cb", "org.example.app:/cb", False),
    ],
)
def test_place(load: Load, redirect_uri: str, uri: str, is_same: bool) -> None:
    package = load("robin")
    request = request_of(client_of(package, redirect_uri=redirect_uri))
    expected = "code c" if is_same else "redirect_mismatch uri"
    assert outcome(package, request, uri + OK) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (f"?a=1&b=2&code=c&state={STATE}", "code c"),
        (f"?code=c&b=2&state={STATE}&a=1", "code c"),
        (f"?a=1&code=c&state={STATE}", "redirect_mismatch uri"),
        (f"?a=1&b=3&code=c&state={STATE}", "redirect_mismatch uri"),
        (f"?a=%31&b=2&code=c&state={STATE}", "redirect_mismatch uri"),
        ("?a=1&b=2", "missing_code"),
    ],
)
def test_redirect_uri_with_a_query(load: Load, rest: str, expected: str) -> None:
    package = load("robin")
    request = request_of(client_of(package, redirect_uri=f"{REDIRECT}?a=1&b=2"))
    assert outcome(package, request, REDIRECT + rest) == expected


def test_redirect_uri_whose_query_has_the_name_of_a_response(load: Load) -> None:
    package = load("robin")
    request = request_of(client_of(package, redirect_uri=f"{REDIRECT}?state=mine"))
    uri = f"{REDIRECT}?state=mine&code=c&state={STATE}"
    assert outcome(package, request, uri) == "code c"
    assert outcome(package, request, f"{REDIRECT}?state=mine&code=c") == "state_missing"


def test_without_a_redirect_uri_no_place_is_compared(load: Load) -> None:
    package = load("robin")
    request = request_of(client_of(package, redirect_uri=None))
    assert outcome(package, request, "https://any.example/cb" + OK) == "code c"


@pytest.mark.parametrize(
    ("name", "issuer", "expected"),
    [
        ("stork", "&iss=https%3A%2F%2Fstork.example", "code c"),
        ("stork", "", "code c"),
        ("stork", "&iss=", "code c"),
        ("stork", "&iss=https://stork.example/", "issuer_mismatch"),
        ("stork", "&iss=https://STORK.example", "issuer_mismatch"),
        ("stork", "&iss=https://evil.example", "issuer_mismatch"),
        ("crane", "&iss=https://crane.example", "code c"),
        ("crane", "&iss=https://stork.example", "issuer_mismatch"),
        ("crane", "", "issuer_missing"),
        ("crane", "&iss=", "issuer_missing"),
        ("robin", "&iss=https://any.example", "code c"),
    ],
)
def test_issuer(load: Load, name: str, issuer: str, expected: str) -> None:
    package = load(name)
    request = request_of(client_of(package))
    assert outcome(package, request, f"{REDIRECT}{OK}{issuer}") == expected
    failed = f"{REDIRECT}?error=access_denied&state={STATE}{issuer}"
    denied = "access_denied None verified=True"
    assert outcome(package, request, failed) == expected.replace("code c", denied)


def test_further_members(load: Load) -> None:
    request = request_of(client_of(load("stork")))
    uri = f"{REDIRECT}{OK}&team=a%20b&other=x&iss=https://stork.example"
    assert dict(request.parse_redirect(uri).members) == {"team": "a b"}
    request = request_of(client_of(load("robin")))
    code = request.parse_redirect(f"{REDIRECT}{OK}&team=a&iss=https://any.example")
    assert dict(code.members) == {"iss": "https://any.example"}
    with pytest.raises(TypeError):
        code.members["iss"] = "x"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (f"?auth_code=c&state={STATE}&shop=s", "code c"),
        # The standard name means nothing here.
        (f"?code=d&auth_code=c&state={STATE}", "code c"),
        (f"?code=c&state={STATE}", "missing_code"),
        (f"?auth_code=c&auth_code=d&state={STATE}", "duplicate_parameter"),
        (f"?auth_code=c&shop=a&shop=b&state={STATE}", "duplicate_parameter"),
        (f"?auth_code=c&state={STATE}#auth_code=d", "ambiguous_response"),
    ],
)
def test_renamed_parameters(load: Load, rest: str, expected: str) -> None:
    package = load("finch")
    assert outcome(package, request_of(client_of(package)), REDIRECT + rest) == expected


def endless() -> Iterator[tuple[str, str]]:
    while True:
        yield "x", "y"


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({"code": "c", "state": STATE}, "code c"),
        ([("code", "c"), ("state", STATE)], "code c"),
        ((["code", "c"], ["state", STATE]), "code c"),
        ({"state": STATE}.items() | {"code": "c"}.items(), "code c"),
        ([("code", "c"), ("code", "d"), ("state", STATE)], "duplicate_parameter"),
        # What a framework decoded is not decoded again.
        ({"code": "a%2Fb+c", "state": STATE}, "code a%2Fb+c"),
        ({"code": "c", "state": "\ud800"}, "state_mismatch"),
        ({"code": "\ud800", "state": STATE}, "invalid_code"),
        ({"code": "c"}, "state_missing"),
        ({"error": "access_denied"}, "access_denied None verified=False"),
        ({}, "missing_code"),
        ([("x", str(one)) for one in range(65)], "too_many_parameters"),
        (endless(), "too_many_parameters"),
        ({"code": "c" * 65_536, "state": STATE}, "input_too_large pairs"),
    ],
)
def test_parameters_that_a_framework_has_read(
    load: Load, pairs: Any, expected: str
) -> None:
    package = load("robin")
    assert outcome(package, request_of(client_of(package)), pairs) == expected


@pytest.mark.parametrize(
    "pairs",
    [
        f"code=c&state={STATE}",
        # What urllib's parse_qs returns.
        {"code": ["c"], "state": [STATE]},
        {b"code": b"c"},
        [("code", "c", "d")],
        ["ab"],
        None,
        7,
    ],
)
def test_what_is_not_pairs_of_texts(load: Load, pairs: Any) -> None:
    request = request_of(client_of(load("robin")))
    with pytest.raises(TypeError):
        request.parse_query(pairs)


def test_provider_without_a_state(load: Load) -> None:
    package = load("dipper")
    client = package.OAuthClient(client_id="k")
    request = client.authorization_request(code_verifier=VERIFIER)
    assert outcome(package, request, {"code": "c"}) == "code c"
    assert outcome(package, request, {"code": "c", "state": "any"}) == "code c"
    denied = "access_denied None verified=False"
    assert outcome(package, request, {"error": "access_denied"}) == denied


def test_hint_and_remedy_of_an_error(load: Load) -> None:
    package = load("robin")
    request = request_of(client_of(package))
    with pytest.raises(package.AuthorizationError) as caught:
        request.parse_query({"error": "access_denied", "state": STATE})
    assert str(caught.value) == (
        "the server denied the request with the code access_denied: "
        "if that was a mistake, log in again [authorization_error]"
    )
