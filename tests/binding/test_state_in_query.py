"""A provider that is declared to return the state in the query and the token in the fragment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from imagen_oauth import OAuthError
from imagen_oauth._runtime.allowed import Allowed
from imagen_oauth._runtime.pasted import read_pasted
from imagen_oauth._runtime.redirect import read_redirect
from imagen_oauth._runtime.response import RequestContext, TokenResponse

REQUEST = "https://as.example/authorize?response_type=token&client_id=KEY&state=xyz"
TOKEN = "access_token=tk&token_type=bearer"
EXPECTED = RequestContext(
    state="xyz", scopes=(), scope_separator=" ", remedies={}, state_in_query=True
)


def redirect(uri: str) -> TokenResponse:
    return read_redirect(uri, EXPECTED, Allowed())


def pasted(text: str) -> TokenResponse:
    return read_pasted(text, EXPECTED, Allowed())


@pytest.fixture(params=[redirect, pasted])
def read(request: pytest.FixtureRequest) -> Callable[[str], TokenResponse]:
    reader: Callable[[str], TokenResponse] = request.param
    return reader


@pytest.mark.parametrize(
    "uri",
    [
        f"https://a.example/cb?a=1&state=xyz#{TOKEN}",
        f"https://a.example/cb?state=x%79z&b=2#{TOKEN}",
        f"https://a.example/cb?state=other#{TOKEN}&state=xyz",
    ],
)
def test_state_in_the_query_of_the_redirect_counts(
    read: Callable[[str], TokenResponse], uri: str
) -> None:
    answer = read(uri)
    assert (answer.access_token, answer.state_verified) == ("tk", True)


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        (f"https://a.example/cb?state=other#{TOKEN}", "state_mismatch"),
        (f"https://a.example/cb?state=xyz#{TOKEN}&state=other", "state_mismatch"),
        (f"https://a.example/cb?state=xyz&state=xyz#{TOKEN}", "duplicate_parameter"),
        (f"https://a.example/cb#{TOKEN}", "state_missing"),
    ],
)
def test_any_other_state_is_refused(
    read: Callable[[str], TokenResponse], uri: str, code: str
) -> None:
    with pytest.raises(OAuthError) as caught:
        read(uri)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        f"{REQUEST}#{TOKEN}",
        f"https://a.example/cb?state=xyz {TOKEN}",
        f"https://a.example/cb?state=xyz\n#{TOKEN}",
        f"https://a.example/cb?state=xyz and https://a.example/cb#{TOKEN}",
    ],
)
def test_state_in_the_query_of_another_address_does_not_count(text: str) -> None:
    with pytest.raises(OAuthError) as caught:
        pasted(text)
    assert caught.value.code == "state_missing"
