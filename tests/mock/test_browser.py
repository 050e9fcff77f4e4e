"""The pages as a user sees them: in a real browser, with mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from imagen_oauth import AuthorizationError, AuthorizationRequest, Scope
from imagen_oauth_mock import MockServer
from imagen_oauth_mock._runtime.http_messages import Response
from imagen_oauth_mock._runtime.http_server import HttpServer
from imagen_oauth_mock.fixtures import imagen_mock_server, mock_server
from playwright.sync_api import Browser, Page, expect

from tests.browser import Watched
from tests.mock.http import request_of

__all__ = ["imagen_mock_server", "mock_server"]

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def page(tab: Page, seen: Watched) -> Iterator[Page]:
    """Yield a page, and check that it logs nothing to the console and requests no other host."""
    yield tab
    own = ("http://127.0.0.1:", "data:")
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith(own)] == []


@pytest.fixture
def callback() -> Iterator[str]:
    """Yield the base URL of an application that receives a redirect."""
    server = HttpServer("127.0.0.1", 0, lambda line: None)
    server.start(lambda _: Response(200, "received"))
    yield f"http://{server.netloc}"
    server.stop()


def submit(page: Page, button: str) -> None:
    """Submit a form, and wait until the next page is loaded.

    A click returns before the next page is loaded, and reloading or going back then fails at times.
    """
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def log_in(page: Page, password: str = "demo") -> None:
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(password)
    submit(page, "Log in")


def copy(page: Page) -> None:
    page.get_by_role("button", name="Copy the response").click()


def field(page: Page) -> str:
    return page.get_by_label("Authorization response").input_value()


def open_consent(page: Page, request: AuthorizationRequest) -> None:
    page.goto(request.url)
    log_in(page)


def test_copied_response_is_complete_and_read_by_the_client(
    page: Page, mock_server: MockServer
) -> None:
    request = request_of(mock_server, Scope.READ_USERS_DATA, Scope.ROLES)
    open_consent(page, request)
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["readUsersData", "roles"]
    )
    submit(page, "Approve")
    copy(page)
    expect(page.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    token = request.parse_pasted(copied)
    assert token.scopes == frozenset(("readUsersData", "roles"))
    assert token.state_verified
    assert copied == field(page) == page.title()


def test_everything_on_the_page_is_read_by_the_client(
    page: Page, mock_server: MockServer
) -> None:
    """The text after the response, such as the granted scopes, is not part of it."""
    request = request_of(mock_server, Scope.READ_USERS_DATA, Scope.ROLES)
    open_consent(page, request)
    submit(page, "Approve")
    response = field(page)
    text = (
        page.locator("body")
        .inner_text()
        .replace("Authorization response\n", f"Authorization response\n{response}\n", 1)
    )
    assert [response in text, text.endswith(response)] == [True, False]
    assert request.parse_pasted(text).scopes == frozenset(("readUsersData", "roles"))


def test_response_selected_by_keyboard_is_complete(
    page: Page, mock_server: MockServer
) -> None:
    open_consent(page, request_of(mock_server))
    submit(page, "Approve")
    page.get_by_label("Authorization response").focus()
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == field(page)


def test_response_is_selected_if_copying_is_not_allowed(
    page: Page, mock_server: MockServer
) -> None:
    open_consent(page, request_of(mock_server))
    submit(page, "Approve")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    copy(page)
    expect(page.get_by_role("status")).to_contain_text("The response is selected")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == field(page)


def test_denial_is_access_denied(page: Page, mock_server: MockServer) -> None:
    request = request_of(mock_server)
    open_consent(page, request)
    submit(page, "Deny")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The response is an error"
    )
    expect(page.locator(".alert")).to_have_text(
        "access_denied: The user or the server denied the request."
    )
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(field(page))
    assert caught.value.error == "access_denied"


def test_unassigned_scope_is_marked_and_rejected(
    page: Page, mock_server: MockServer
) -> None:
    scopes = (Scope.READ_USERS_DATA, Scope.ROLES)
    request = request_of(mock_server, *scopes, client_id="ONE_SCOPE")
    open_consent(page, request)
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["readUsersData", "roles not assigned"]
    )
    submit(page, "Approve")
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(field(page))
    assert caught.value.error == "invalid_scope"


def test_error_is_chosen_under_for_tests(page: Page, mock_server: MockServer) -> None:
    request = request_of(mock_server)
    open_consent(page, request)
    page.get_by_text("For tests: return an error").click()
    page.get_by_label("Error code").select_option("temporarily_unavailable")
    submit(page, "Return this error")
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(field(page))
    assert caught.value.error == "temporarily_unavailable"


def test_wrong_password_is_reported_and_can_be_corrected(
    page: Page, mock_server: MockServer
) -> None:
    page.goto(request_of(mock_server).url)
    log_in(page, password="wrong")
    expect(page.get_by_role("alert")).to_have_text("Incorrect username or password")
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible()
    log_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Approve Example application?"
    )


def test_reload_shows_the_same_step_and_the_same_response(
    page: Page, mock_server: MockServer
) -> None:
    open_consent(page, request_of(mock_server))
    page.reload()
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    submit(page, "Approve")
    first = field(page)
    page.reload()
    assert field(page) == first


def test_going_back_shows_the_current_step(page: Page, mock_server: MockServer) -> None:
    page.goto(mock_server.url)
    open_consent(page, request_of(mock_server))
    submit(page, "Approve")
    first = field(page)
    page.go_back()
    page.go_forward()
    assert field(page) == first


def test_decision_in_a_second_window_issues_no_second_token(
    page: Page, mock_server: MockServer
) -> None:
    open_consent(page, request_of(mock_server))
    second = page.context.new_page()
    second.goto(page.url)
    submit(page, "Approve")
    submit(second, "Deny")
    assert field(second) == field(page)


def test_response_to_a_loopback_redirect_uri_is_a_redirect(
    page: Page, mock_server: MockServer, callback: str
) -> None:
    request = request_of(mock_server, redirect_uri=f"{callback}/back")
    open_consent(page, request)
    submit(page, "Approve")
    expect(page.get_by_text("received")).to_be_visible()
    assert request.parse_redirect(page.url).scopes == frozenset({"readUsersData"})
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request completed")


def test_script_in_every_parameter_does_not_run(
    page: Page, mock_server: MockServer
) -> None:
    request = AuthorizationRequest(
        mock_server.domain, "YOUR_API_KEY", state=SCRIPT, scheme="http"
    )
    open_consent(page, request)
    submit(page, "Approve")
    assert request.parse_pasted(field(page)).state_verified


def test_flow_can_be_completed_by_keyboard(page: Page, mock_server: MockServer) -> None:
    page.goto(request_of(mock_server).url)
    expect(page.get_by_label("Username")).to_be_focused()
    for keys in ("demo", "Tab", "demo", "Enter"):
        if keys == "demo":
            page.keyboard.type(keys)
        else:
            page.keyboard.press(keys)
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Authorization response")).to_be_visible()


def test_response_is_shown_without_javascript(
    browser: Browser, mock_server: MockServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    request = request_of(mock_server)
    open_consent(page, request)
    submit(page, "Approve")
    assert request.parse_pasted(field(page)).state_verified
    context.close()


BACKGROUNDS: dict[Literal["light", "dark"], str] = {
    "light": "rgb(244, 245, 247)",
    "dark": "rgb(20, 23, 28)",
}


MEASURED = """[
  document.documentElement.scrollWidth,
  getComputedStyle(document.body).backgroundColor,
]"""


def test_every_page_fits_its_window(page: Page, mock_server: MockServer) -> None:
    request = AuthorizationRequest(
        mock_server.domain,
        "YOUR_API_KEY",
        list(Scope),
        state="x" * 300,
        undocumented_scopes=["y" * 200],
        scheme="http",
    )

    def measure(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.wait_for_load_state()
        for scheme, background in BACKGROUNDS.items():
            page.emulate_media(color_scheme=scheme)
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 700})
                assert page.evaluate(MEASURED) == [width, background]

    page.goto(mock_server.url)
    measure("Mock server for Imagen")
    page.goto(request.url)
    measure("Log in")
    log_in(page)
    measure("Approve Example application?")
    submit(page, "Approve")
    measure("The response is an error")
    page.emulate_media(color_scheme="light")
