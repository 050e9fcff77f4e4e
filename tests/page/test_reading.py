"""A pasted response on the page gives the same token, or the same code, as in Python."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from imagen_oauth import AuthorizationError, AuthorizationRequest, OAuthError, Scope
from playwright.sync_api import Browser, Page, expect

from tests.browser import watched
from tests.page.conftest import checked
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


def _response(state: str | None, more: str = "") -> str:
    repeated = "" if state is None else f"&state={state}"
    return f"#access_token={TOKEN}&token_type=bearer{more}{repeated}"


def _json(state: str) -> str:
    return json.dumps({"access_token": TOKEN, "token_type": "bearer", "state": state})


GRANTED: dict[str, Callable[[str], str]] = {
    "right": lambda state: f"https://app.example.com/a{_response(state)}",
    "JSON": _json,
    "window title": lambda state: f"{_response(state)[1:]} - Browser",
}
REJECTED: dict[str, tuple[str, Callable[[str], str]]] = {
    "other login": ("state_mismatch", lambda state: _response("0" * 32)),
    "cut": ("truncated_input", lambda state: _response(state)[:30] + "…"),
    "huge": ("input_too_large", lambda state: _response(state) + "x" * 65_536),
    "denied": (
        "authorization_error",
        lambda state: f"#error=access_denied&state={state}",
    ),
    "no state": ("state_missing", lambda state: _response(None)),
    "bare token": ("missing_token", lambda state: TOKEN),
    "code instead of token": (
        "code_instead_of_token",
        lambda state: f"https://app.example.com/?code=abc&state={state}",
    ),
    "double": (
        "ambiguous_response",
        lambda state: f"{_response(state)}\n{_response(state)}",
    ),
    "blank": ("empty_input", lambda state: "  "),
    "address of a page": ("missing_token", lambda state: "http://127.0.0.1:8080/x"),
    "inside a link": (
        "missing_token",
        lambda state: f"https://gateway.example/?u={quote(_response(state))}",
    ),
    "UTF-16": (
        "bad_encoding",
        lambda state: "\0".join(_response(state)),
    ),
}


def test_response_is_read_when_it_is_pasted(
    page: Page, request_: AuthorizationRequest
) -> None:
    for text in GRANTED.values():
        expect(page.get_by_role("heading", name="The token")).to_be_hidden()
        paste(page, text(request_.state))
        expect(page.get_by_role("heading", name="The token")).to_be_visible()
        expect(page.locator("#response-error")).to_be_hidden()
        expect(page.locator("#response")).to_have_value("")
        press(page, "Show the token")
        expect(page.locator("#token")).to_have_text(TOKEN)
        press(page, "Forget the token")


def test_token_of_any_characters_is_accepted_if_the_user_allows_it(
    page: Page, request_: AuthorizationRequest
) -> None:
    response = _response(request_.state).replace(TOKEN, f"perm:{TOKEN}")
    paste(page, response)
    error = page.locator("#response-error")
    expect(error).to_contain_text("to issue such tokens, check the box below.")
    page.get_by_label("Accept a token with any visible ASCII characters.").check()
    paste(page, response)
    press(page, "Show the token")
    expect(page.locator("#token")).to_have_text(f"perm:{TOKEN}")


def test_rejected_response_shows_the_code_and_the_page_stays_usable(
    page: Page, request_: AuthorizationRequest
) -> None:
    error = page.locator("#response-error")
    for code, text in REJECTED.values():
        response = text(request_.state)
        with pytest.raises(OAuthError) as raised:
            request_.parse_pasted(response)
        assert raised.value.code == code
        paste(page, response)
        expect(error.locator("code")).to_have_text(code)
        message, hint = error.locator("strong, span").all_inner_texts()
        for sentence in (message, hint):
            assert re.fullmatch(r"[A-Z].*\. ?", sentence)
            assert not re.search(r"[{}]|allow[_A-Z]|anyC|fromValue", sentence)
        expect(page.locator("#response")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#granted")).to_be_hidden()
        assert TOKEN not in page.locator("body").inner_text()
        paste(page, _response(request_.state))
        expect(page.locator("#granted")).to_be_visible()
        expect(error).to_be_hidden()


def test_response_without_state_is_accepted_if_the_user_allows_it(
    page: Page, request_: AuthorizationRequest
) -> None:
    page.get_by_label("Accept a response without a state.").check()
    paste(page, _response(None))
    expect(page.locator("#state-verified")).to_contain_text(
        "may belong to another request"
    )


def test_response_without_a_token_type_is_accepted_if_the_user_allows_it(
    page: Page, request_: AuthorizationRequest
) -> None:
    response = f"https://localhost?access_token={TOKEN}"
    paste(page, response)
    error = page.locator("#response-error")
    expect(error).to_contain_text("check both boxes below; then nothing ties")
    page.get_by_label("Accept a response without a state.").check()
    paste(page, response)
    expect(error.locator("code")).to_have_text("missing_token_type")
    expect(error).to_contain_text("check the box below; then nothing confirms")
    page.get_by_label("Accept a response without a token_type.").check()
    paste(page, response)
    press(page, "Show the token")
    expect(page.locator("#token")).to_have_text(TOKEN)


def test_text_from_the_server_is_shown_as_text(
    page: Page, request_: AuthorizationRequest
) -> None:
    response = (
        f"#error=access_denied&error_description=%3Cb%3Eno%3C/b%3E"
        f"&error_uri=https://a.example/&state={request_.state}"
    )
    with pytest.raises(AuthorizationError) as raised:
        request_.parse_pasted(response)
    paste(page, response)
    expect(page.locator("#denial dd")).to_have_text(
        ["access_denied", raised.value.description or "", "https://a.example/"]
    )
    expect(page.locator("#denial a")).to_have_count(0)


def test_grant_shows_what_is_missing_and_what_is_extra(
    page: Page, request_: AuthorizationRequest
) -> None:
    paste(page, _response(request_.state, "&scope=readUsersData+files"))
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
    expect(page.locator("#expiry")).to_have_text("Unknown: the response does not say.")


def test_token_is_in_the_page_only_while_it_is_shown(
    page: Page, request_: AuthorizationRequest
) -> None:
    paste(page, _response(request_.state))
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
    paste(page, _response(request_.state))
    press(page, "Copy the headers")
    expect(page.locator("#token-status")).to_have_text("The headers are copied.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"X-Imagen-API-Key: {CLIENT_ID}\nAuthorization: Bearer {TOKEN}"
    )
    assert TOKEN not in page.content()
    press(page, "Forget the token")
    expect(page.locator("#granted")).to_be_hidden()


@pytest.fixture
def own_page(browser: Browser, file: Path) -> Iterator[Page]:
    """Yield the page in its own context, and check it in the same way."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as one:
        page = one.new_page()
        with checked(page, file, watched(one)):
            yield page


def test_expiry_is_shown_and_passes(own_page: Page) -> None:
    page = own_page
    page.clock.install(time=1_700_000_000)
    page.reload()
    fill(page)
    state = parse_qs(urlsplit(taken(page)).query)["state"][0]
    paste(page, _response(state, "&expires_in=3600"))
    expiry = page.locator("#expiry")
    expect(expiry).to_contain_text(re.compile(r", in (1 hour|59 minutes)\."))
    page.clock.fast_forward(3_601_000)
    expect(expiry).to_contain_text("Expired: ")


def test_response_is_compared_with_the_last_url_that_was_copied(
    page: Page, request_: AuthorizationRequest
) -> None:
    changed = page.locator("#pending-changed")
    expect(page.locator("#pending")).to_contain_text(f"for {DOMAIN}.")
    expect(changed).to_be_hidden()
    fill(page, domain="other.example.com")
    page.locator("summary").click()
    press(page, "New random state")
    expect(changed).to_be_visible()
    paste(page, _response(request_.state))
    expect(page.locator("#granted")).to_be_visible()
    # Copying the new URL starts a new request, to which the old response does not belong.
    taken(page)
    expect(changed).to_be_hidden()
    paste(page, _response(request_.state))
    expect(page.locator("#response-error code")).to_have_text("state_mismatch")


def test_selecting_and_copying_the_url_starts_a_request(page: Page) -> None:
    fill(page)
    expect(page.locator("#pending")).to_contain_text("Build and open a URL first.")
    page.locator("#url").focus()
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == url(page)
    expect(page.locator("#pending")).to_contain_text(
        "the URL that you copied or opened"
    )


def test_opening_the_link_starts_a_request(page: Page) -> None:
    page.context.route(f"https://{DOMAIN}/**", lambda route: route.abort())
    fill(page)
    asked = url(page)
    # There is no server at the address, so the link's default action is prevented.
    page.locator("#open").evaluate(
        "one => one.addEventListener('click', event => event.preventDefault())"
    )
    page.locator("#open").click()
    expect(page.locator("#pending")).to_contain_text(f"for {DOMAIN}.")
    assert url(page) == asked


def test_response_needs_a_request(page: Page) -> None:
    paste(page, _response("1"))
    expect(page.locator("#response-incomplete")).to_be_visible()
    expect(page.locator("#response-error")).to_be_hidden()
