"""The redirect URI, read strictly (RFC 6749 §4.2.2)."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from imagen_oauth import (
    AccessToken,
    AuthorizationError,
    AuthorizationRequest,
    OAuthError,
    Scope,
)
from imagen_oauth._runtime import messages
from imagen_oauth._runtime.allowed import Allowed
from imagen_oauth._runtime.response import RequestContext, read_response

from tests.binding.raised import raised
from tests.rows import each_row

REQUEST = AuthorizationRequest(
    "media.example.com", "KEY", [Scope.ROLES, Scope.MANAGE_JOBS], state="xyz"
)
CALLBACK = "http://127.0.0.1:51004/cb"
GOOD = "access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer&state=xyz"


def read(fragment: str, **options: bool) -> AccessToken:
    return REQUEST.parse_redirect(f"{CALLBACK}#{fragment}", received_at=1000, **options)


def refusal(uri: str) -> OAuthError:
    with pytest.raises(OAuthError) as caught:
        REQUEST.parse_redirect(uri)
    return caught.value


def test_whole_response() -> None:
    token = read(f"{GOOD}&expires_in=3600&scope=roles+createJobs&session_state=9")
    assert token.reveal() == "2YotnFZFEjr1zCsicMWpAA"
    assert token.token_type == "Bearer"
    assert token.scopes == frozenset({"roles", "createJobs"})
    assert token.missing_scopes == frozenset({"manageJobs"})
    assert token.extra_scopes == frozenset({"createJobs"})
    assert token.state_verified is True
    assert (token.expires_in, token.expires_at) == (3600, 4600)


def test_missing_scope_means_the_requested_scopes() -> None:
    token = read(GOOD)
    assert token.scopes == frozenset({"roles", "manageJobs"})
    assert token.missing_scopes == token.extra_scopes == frozenset()


def test_blanks_without_a_scope_between_them_are_no_scopes() -> None:
    assert read(f"{GOOD}&scope=+roles++a+").scopes == frozenset({"roles", "a"})


@each_row(
    ("uri", "code"),
    [
        ("", "empty_input"),
        ("x" * 65_537, "input_too_large"),
        (f" {CALLBACK}#{GOOD}", "bad_encoding"),
        (f"{CALLBACK}#{GOOD}\n", "bad_encoding"),
        (f"{CALLBACK}#{GOOD}&x=\u00e9", "bad_encoding"),
        (GOOD, "missing_token"),
        (f"{CALLBACK}?{GOOD}", "missing_token"),
        (f"{CALLBACK}#?{GOOD}", "missing_token"),
        (f"{CALLBACK}#{GOOD.replace('&', '&amp;')}", "state_missing"),
        (f"{CALLBACK}?code=abc&state=xyz", "code_instead_of_token"),
        (f"{CALLBACK}?a=b&code=abc#state=xyz", "code_instead_of_token"),
        (f"{CALLBACK}?a=b?code=abc#state=xyz", "missing_token"),
        (f"{CALLBACK}#code=abc", "code_instead_of_token"),
        (f"{CALLBACK}#" + "&".join(["a=b"] * 65), "too_many_parameters"),
        (f"{CALLBACK}#{GOOD}&" + "&".join(["%"] * 65), "too_many_parameters"),
        (f"{CALLBACK}#{GOOD}&x=%2", "bad_percent_encoding"),
        (f"{CALLBACK}#{GOOD}&%ED%A0%80=x", "bad_encoding"),
        (f"{CALLBACK}#{GOOD}&state=xyz", "duplicate_parameter"),
        (f"{CALLBACK}#{GOOD}&st%61te=", "duplicate_parameter"),
        (f"{CALLBACK}#{GOOD}&error=x", "ambiguous_response"),
        (f"{CALLBACK}#access_token=&state=xyz", "missing_token"),
        (f"{CALLBACK}#access_token=a&state=", "state_missing"),
        (f"{CALLBACK}#access_token=a&state=xy", "state_mismatch"),
        (f"{CALLBACK}#access_token=a&state=%C3%A9", "state_mismatch"),
        (f"{CALLBACK}#access_token=a%20b&state=xyz", "invalid_access_token"),
        (f"{CALLBACK}#access_token=a=b&state=xyz", "invalid_access_token"),
        (f"{CALLBACK}#access_token=a&state=xyz", "missing_token_type"),
        (
            f"{CALLBACK}#access_token=a&state=xyz&token_type=mac",
            "unsupported_token_type",
        ),
        (
            f"{CALLBACK}#access_token=a&state=xyz&token_type=basic",
            "unsupported_token_type",
        ),
        (f"{CALLBACK}#{GOOD}&expires_in=1.5", "invalid_expires_in"),
        (f"{CALLBACK}#{GOOD}&expires_in=%EF%BC%91", "invalid_expires_in"),
        (f"{CALLBACK}#{GOOD}&scope=a%5Cb", "invalid_scope_token"),
        (f"{CALLBACK}#{GOOD}&scope=a+b%5Cc", "invalid_scope_token"),
        (f"{CALLBACK}#{GOOD}&scope=%20", "invalid_scope_token"),
    ],
)
def test_response_is_rejected(uri: str, code: str) -> None:
    assert refusal(uri).code == code


def test_empty_pieces_are_no_parameters() -> None:
    assert read("&" * 100 + GOOD).state_verified is True


def test_64_parameters_are_read() -> None:
    assert read(GOOD + "&a=b" * 61).state_verified is True


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1000000000", 1000000000),
        ("2147483647", 2147483647),
        ("2147483648", 2147483647),
        ("9" * 5000, 2147483647),
        ("0" * 5000 + "7", 7),
        ("0", 0),
    ],
)
def test_expires_in_is_cut_to_31_bits(text: str, seconds: int) -> None:
    assert read(f"{GOOD}&expires_in={text}").expires_in == seconds


def test_missing_state_has_to_be_allowed() -> None:
    answer = "access_token=a&token_type=bearer"
    assert read(answer, allow_missing_state=True).state_verified is False
    with pytest.raises(OAuthError) as caught:
        read(f"{answer}&state=abc", allow_missing_state=True)
    assert caught.value.code == "state_mismatch"


@pytest.mark.parametrize("permission", ["no", 1])
def test_only_true_allows_a_missing_state(permission: Any) -> None:
    with pytest.raises(OAuthError) as caught:
        read("access_token=a&token_type=bearer", allow_missing_state=permission)
    assert caught.value.code == "state_missing"


def test_no_state_is_verified_if_the_provider_has_none() -> None:
    expected = RequestContext(state=None, scopes=(), scope_separator=" ", remedies={})
    values = {"access_token": "a", "token_type": "bearer", "state": "xyz"}
    answer = read_response(values, expected, Allowed())
    assert answer.state_verified is False


@pytest.mark.parametrize(
    ("piece", "place"),
    [
        ("%", "parameter 2"),
        ("a=%", "parameter 2"),
        ("st%61te=%", "state"),
        ("state=%", "state"),
    ],
)
def test_undecodable_parameter_is_reported_with_its_number_or_name(
    piece: str, place: str
) -> None:
    error = refusal(f"{CALLBACK}#access_token=a&&{piece}")
    assert raised(error) == ("bad_percent_encoding", None, {"parameter": place})


def error_of(fragment: str) -> AuthorizationError:
    with pytest.raises(AuthorizationError) as caught:
        read(fragment)
    return caught.value


def test_error_response() -> None:
    error = error_of(
        "error=access_denied&error_description=Not+allowed"
        "&error_uri=https%3A%2F%2Fa.example%2F%C3%A9&state=xyz"
    )
    assert (error.code, error.error) == ("authorization_error", "access_denied")
    assert error.description == "Not allowed"
    assert error.uri is None
    assert error.state_verified is True
    assert error.message == "the server denied the request with the code access_denied"
    assert error.hint == "if that was a mistake, log in again"


def test_error_code_that_is_not_documented_stays_out_of_the_message() -> None:
    error = error_of("error=vendor_thing&state=xyz")
    assert error.error == "vendor_thing"
    _, message, hint = messages.AUTHORIZATION_ERROR_UNDOCUMENTED
    assert str(error) == f"{message}: {hint} [authorization_error]"


@pytest.mark.parametrize("code", ["vendor", "access_denied"])
def test_error_response_survives_pickling(code: str) -> None:
    error = error_of(f"error={code}&error_description=d&error_uri=http://a.example/")
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error)
    assert (copy.error, copy.description, copy.uri, copy.state_verified) == (
        code,
        "d",
        "http://a.example/",
        False,
    )


@pytest.mark.parametrize("error", ["a%22b", "a%0Ab", "%C3%A9", "a%5Cb"])
def test_malformed_error_code(error: str) -> None:
    assert refusal(f"#error={error}&state=xyz").code == "malformed_error_response"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("a%1B%5B1;31mb", "ab"),
        ("a%1B%5B1;31", "a"),
        ("a%C2%9B31mb", "ab"),
        ("a%1B%5D0;title%07b", "ab"),
        ("a%1B%5D8;;http://x%1B%5Cb", "ab"),
        ("a%C2%9D0;title%C2%9Cb", "ab"),
        ("a%1B%5D0;never ends".replace(" ", "%20"), "a"),
        ("a%1BPq%1B%5Cb", "ab"),
        ("a%1B(Bb", "ab"),
        ("a%1Bcb", "ab"),
        ("a%1B", "a"),
        ("a%00%7F%C2%85b", "a b"),
        ("a%E2%80%AEb%E2%81%A6c%D8%9C", "abc"),
        ("a%0D%0A%00%0A%E2%80%A8b", "a b"),
        ("x" * 1001, "x" * 1000),
        ("%1B%5B0m", None),
    ],
)
def test_description_cannot_act_on_a_terminal(sent: str, shown: str | None) -> None:
    assert error_of(f"error=e&error_description={sent}").description == shown


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("HTTPS://a.example/?b#c", "HTTPS://a.example/?b#c"),
        ("ftp://a.example/", None),
        ("https:a.example", None),
        ("https://", None),
        ("https://a.example/%2541", "https://a.example/%41"),
        ("https://a.example/%25zz", None),
        ("https://a.example/%254", None),
        ("xhttps://a.example/", None),
        ("https://a.example/%20", None),
    ],
)
def test_error_uri_is_a_web_address(uri: str, shown: str | None) -> None:
    assert error_of(f"error=e&error_uri={uri.replace('#', '%23')}").uri == shown
