"""A pasted answer on the page: the same token, or the same code and hint, as in Python."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from imagen_oauth import AuthorizationError, AuthorizationRequest, OAuthError, Scope
from playwright.sync_api import Page, expect

from tests.page.opened import (
    CLIENT_ID,
    DOMAIN,
    fill,
    paste,
    press,
    scope_box,
    taken,
    url,
)

TOKEN = "2YotnFZFEjr1zCsicMWpAA"
SCOPES = [Scope.READ_USERS_DATA, Scope.ROLES]


@pytest.fixture
def request_(page: Page) -> AuthorizationRequest:
    """Return the request whose URL was copied from the page."""
    fill(page)
    for scope in SCOPES:
        scope_box(page, scope).check()
    state = parse_qs(urlsplit(taken(page)).query)["state"][0]
    return AuthorizationRequest(DOMAIN, CLIENT_ID, SCOPES, state=state)


def _answer(state: str | None, more: str = "") -> str:
    repeated = "" if state is None else f"&state={state}"
    return f"#access_token={TOKEN}&token_type=bearer{more}{repeated}"


def _json(state: str) -> str:
    return json.dumps({"access_token": TOKEN, "token_type": "bearer", "state": state})


GRANTED: dict[str, Callable[[str], str]] = {
    "right": lambda state: f"https://app.example.com/a{_answer(state)}",
    "JSON": _json,
    "window title": lambda state: f"{_answer(state)[1:]} - Browser",
}
REFUSED: dict[str, tuple[str, Callable[[str], str]]] = {
    "other login": ("state_mismatch", lambda state: _answer("0" * 32)),
    "cut": ("truncated_input", lambda state: _answer(state)[:30] + "…"),
    "huge": ("input_too_large", lambda state: _answer(state) + "x" * 65_536),
    "denied": (
        "authorization_error",
        lambda state: f"#error=access_denied&state={state}",
    ),
    "no state": ("state_missing", lambda state: _answer(None)),
    "bare token": ("missing_token", lambda state: TOKEN),
    "code instead of token": (
        "code_instead_of_token",
        lambda state: f"https://app.example.com/?code=abc&state={state}",
    ),
    "double": (
        "ambiguous_response",
        lambda state: f"{_answer(state)}\n{_answer(state)}",
    ),
    "blank": ("empty_input", lambda state: "  "),
}


@pytest.mark.parametrize("name", GRANTED)
def test_answer_is_read_as_it_is_pasted(
    page: Page, request_: AuthorizationRequest, name: str
) -> None:
    paste(page, GRANTED[name](request_.state))
    expect(page.get_by_role("heading", name="What was granted")).to_be_visible()
    expect(page.locator("#answer-error")).to_be_hidden()
    expect(page.locator("#answer")).to_have_value("")
    press(page, "Show the token")
    expect(page.locator("#token")).to_have_text(TOKEN)


def _in_typescript(hint: str) -> str:
    """Return a hint of the Python package with the names that the other language has."""
    for python, other in (
        ("pass allow_missing_state=True", "check the box below"),
        ("=True", ": true"),
        ("attributes", "properties"),
        ("from_value", "AccessToken.from_value"),
    ):
        hint = hint.replace(python, other)
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), hint)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_answer_gets_pythons_code_and_hint_and_the_page_stays_usable(
    page: Page, request_: AuthorizationRequest, name: str
) -> None:
    code, text = REFUSED[name]
    with pytest.raises(OAuthError) as raised:
        request_.parse_pasted(text(request_.state))
    paste(page, text(request_.state))
    error = page.locator("#answer-error")
    expect(error.locator("code")).to_have_text(code)
    assert raised.value.code == code
    expect(error.locator("span")).to_have_text(_in_typescript(raised.value.hint))
    expect(page.locator("#answer")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#granted")).to_be_hidden()
    assert TOKEN not in page.locator("body").inner_text()
    paste(page, _answer(request_.state))
    expect(page.locator("#granted")).to_be_visible()
    expect(error).to_be_hidden()


def test_answer_without_state_is_taken_where_the_person_allows_it(
    page: Page, request_: AuthorizationRequest
) -> None:
    page.get_by_label("Accept a response without a state.").check()
    paste(page, _answer(None))
    expect(page.locator("#state-verified")).to_contain_text("is not verified")


def test_answer_without_a_token_type_is_taken_if_the_user_allows_it(
    page: Page, request_: AuthorizationRequest
) -> None:
    answer = f"https://localhost?access_token={TOKEN}"
    paste(page, answer)
    error = page.locator("#answer-error")
    expect(error).to_contain_text("check both boxes below; then nothing ties")
    page.get_by_label("Accept a response without a state.").check()
    paste(page, answer)
    expect(error.locator("code")).to_have_text("missing_token_type")
    expect(error).to_contain_text("check the box below; then nothing says")
    page.get_by_label("Accept a response without a token_type.").check()
    paste(page, answer)
    press(page, "Show the token")
    expect(page.locator("#token")).to_have_text(TOKEN)


def test_words_of_the_server_are_shown_as_text(
    page: Page, request_: AuthorizationRequest
) -> None:
    answer = (
        f"#error=access_denied&error_description=%3Cb%3Eno%3C/b%3E"
        f"&error_uri=https://a.example/&state={request_.state}"
    )
    with pytest.raises(AuthorizationError) as raised:
        request_.parse_pasted(answer)
    paste(page, answer)
    expect(page.locator("#refusal dd")).to_have_text(
        ["access_denied", raised.value.description or "", "https://a.example/"]
    )
    expect(page.locator("#refusal a")).to_have_count(0)


def test_grant_shows_what_is_missing_and_what_is_extra(
    page: Page, request_: AuthorizationRequest
) -> None:
    paste(page, _answer(request_.state, "&scope=readUsersData+files"))
    expect(page.locator("#granted-scopes li")).to_have_text(
        [
            "readUsersData See records, media, and collections.",
            "files Not documented.",
        ]
    )
    expect(page.locator("#missing-scopes li")).to_have_text(
        ["roles Look up users and groups."]
    )
    expect(page.locator("#extra-scopes li")).to_have_text(["files Not documented."])
    expect(page.locator("#expiry")).to_have_text("Not known: the answer does not say.")


def test_token_is_in_the_page_only_while_it_is_asked_for(
    page: Page, request_: AuthorizationRequest
) -> None:
    paste(page, _answer(request_.state))
    button = page.get_by_role("button", name="Show the token")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert TOKEN not in page.content()
    expect(page.locator("#headers dd")).to_have_text([CLIENT_ID, "Bearer ••••••••"])
    button.click()
    expect(page.locator("#headers dd")).to_have_text([CLIENT_ID, f"Bearer {TOKEN}"])
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    assert TOKEN not in page.content()


def test_headers_are_copied_without_being_shown(
    page: Page, request_: AuthorizationRequest
) -> None:
    paste(page, _answer(request_.state))
    press(page, "Copy the headers")
    expect(page.locator("#token-status")).to_have_text("The headers are copied.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"X-Imagen-API-Key: {CLIENT_ID}\nAuthorization: Bearer {TOKEN}"
    )
    assert TOKEN not in page.content()
    press(page, "Forget it")
    expect(page.locator("#granted")).to_be_hidden()


def test_expiry_is_told_and_passes(page: Page) -> None:
    page.clock.install(time=1_700_000_000)
    page.reload()
    fill(page)
    state = parse_qs(urlsplit(taken(page)).query)["state"][0]
    paste(page, _answer(state, "&expires_in=3600"))
    expiry = page.locator("#expiry")
    expect(expiry).to_contain_text(re.compile(r"which is in (1 hour|59 minutes)\."))
    page.clock.fast_forward(3_601_000)
    expect(expiry).to_contain_text("Expired: ")


def test_answer_is_read_with_the_url_that_was_taken_last(
    page: Page, request_: AuthorizationRequest
) -> None:
    changed = page.locator("#asked-changed")
    expect(page.locator("#asked")).to_contain_text(f"for {DOMAIN}.")
    expect(changed).to_be_hidden()
    fill(page, domain="other.example.com")
    page.locator("summary").click()
    press(page, "New random state")
    expect(changed).to_be_visible()
    paste(page, _answer(request_.state))
    expect(page.locator("#granted")).to_be_visible()
    # Copying the new one is a new request: the answer to the old one belongs to it no more.
    taken(page)
    expect(changed).to_be_hidden()
    paste(page, _answer(request_.state))
    expect(page.locator("#answer-error code")).to_have_text("state_mismatch")


def test_url_that_was_selected_and_copied_counts_as_taken(page: Page) -> None:
    fill(page)
    expect(page.locator("#asked")).to_contain_text("No URL was copied or opened yet")
    page.locator("#url").focus()
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == url(page)
    expect(page.locator("#asked")).to_contain_text("the URL that you took")


def test_opening_the_link_counts_as_taken(page: Page) -> None:
    page.context.route(f"https://{DOMAIN}/**", lambda route: route.abort())
    fill(page)
    asked = url(page)
    # The address has no server here, so what the link does by itself is left out.
    page.locator("#open").evaluate(
        "one => one.addEventListener('click', event => event.preventDefault())"
    )
    page.locator("#open").click()
    expect(page.locator("#asked")).to_contain_text(f"for {DOMAIN}.")
    assert url(page) == asked


def test_answer_needs_a_request(page: Page) -> None:
    paste(page, _answer("1"))
    expect(page.locator("#answer-incomplete")).to_be_visible()
    expect(page.locator("#answer-error")).to_be_hidden()
