"""The pages as a person has them: in a real browser, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from imagen_oauth import AuthorizationError, AuthorizationRequest, Scope
from imagen_oauth_mock import StandIn
from imagen_oauth_mock._runtime.exchange import Response
from imagen_oauth_mock._runtime.listener import Listener
from imagen_oauth_mock.fixtures import stand_in
from playwright.sync_api import Browser, Page, Request, expect

from tests.mock.http import request_of

__all__ = ["stand_in"]

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def page(browser: Browser, stand_in: StandIn) -> Iterator[Page]:
    """Yield a page that has to end without an error on its console or a request to elsewhere.

    It is closed before the server is stopped, for which it takes the server.
    """
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []

    def ask(request: Request) -> None:
        asked.append(request.url)

    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", ask)
    yield opened
    context.close()
    own = ("http://127.0.0.1:", "data:")
    assert said == []
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.fixture
def listening() -> Iterator[str]:
    """Yield the base URL of an application that waits for its redirect."""
    server = Listener(
        lambda _: Response(200, "taken"), "127.0.0.1", 0, lambda line: None
    )
    yield f"http://{server.netloc}"
    server.stop()


def submit(page: Page, button: str) -> None:
    """Send the form of a button, and wait until the page that answers it is loaded.

    A click alone returns as soon as the new page is on its way. To reload or to go back while
    the browser puts one page in the place of another is an error now and then.
    """
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def sign_in(page: Page, password: str = "demo") -> None:
    page.get_by_label("User name").fill("demo")
    page.get_by_label("Password").fill(password)
    submit(page, "Sign in")


def copy(page: Page) -> None:
    page.get_by_role("button", name="Copy the whole answer").click()


def field(page: Page) -> str:
    return page.get_by_label("The answer").input_value()


def open_consent(page: Page, request: AuthorizationRequest) -> None:
    page.goto(request.url)
    sign_in(page)


def test_whole_answer_is_copied_and_read_by_the_client(
    page: Page, stand_in: StandIn
) -> None:
    request = request_of(stand_in, Scope.READ_USERS_DATA, Scope.ROLES)
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
    page: Page, stand_in: StandIn
) -> None:
    """The words after the response, and what was granted, are not part of it."""
    request = request_of(stand_in, Scope.READ_USERS_DATA, Scope.ROLES)
    open_consent(page, request)
    submit(page, "Approve")
    answer = field(page)
    text = (
        page.locator("body")
        .inner_text()
        .replace("The answer\n", f"The answer\n{answer}\n", 1)
    )
    assert [answer in text, text.endswith(answer)] == [True, False]
    assert request.parse_pasted(text).scopes == frozenset(("readUsersData", "roles"))


def test_answer_that_is_selected_by_keyboard_is_whole(
    page: Page, stand_in: StandIn
) -> None:
    open_consent(page, request_of(stand_in))
    submit(page, "Approve")
    page.get_by_label("The answer").focus()
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == field(page)


def test_copying_that_is_not_allowed_leaves_the_answer_selected(
    page: Page, stand_in: StandIn
) -> None:
    open_consent(page, request_of(stand_in))
    submit(page, "Approve")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    copy(page)
    expect(page.get_by_role("status")).to_contain_text("The answer is selected")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == field(page)


def test_refusal_is_access_denied(page: Page, stand_in: StandIn) -> None:
    request = request_of(stand_in)
    open_consent(page, request)
    submit(page, "Deny")
    expect(page.get_by_role("heading", level=1)).to_have_text("The answer is an error")
    expect(page.locator(".alert")).to_have_text(
        "access_denied: The user, or the server on the user's behalf, denied the request."
    )
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(field(page))
    assert caught.value.error == "access_denied"


def test_scope_that_is_not_assigned_is_marked_and_refused(
    page: Page, stand_in: StandIn
) -> None:
    scopes = (Scope.READ_USERS_DATA, Scope.ROLES)
    request = request_of(stand_in, *scopes, client_id="ONE_SCOPE")
    open_consent(page, request)
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["readUsersData", "roles not assigned"]
    )
    submit(page, "Approve")
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(field(page))
    assert caught.value.error == "invalid_scope"


def test_error_is_chosen_under_for_tests(page: Page, stand_in: StandIn) -> None:
    request = request_of(stand_in)
    open_consent(page, request)
    page.get_by_text("For tests: answer with an error").click()
    page.get_by_label("Error code").select_option("temporarily_unavailable")
    submit(page, "Answer with this error")
    with pytest.raises(AuthorizationError) as caught:
        request.parse_pasted(field(page))
    assert caught.value.error == "temporarily_unavailable"


def test_wrong_password_is_told_and_can_be_mended(
    page: Page, stand_in: StandIn
) -> None:
    page.goto(request_of(stand_in).url)
    sign_in(page, password="wrong")
    expect(page.get_by_role("alert")).to_have_text(
        "That name and password do not belong together. Try again."
    )
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Approve Example application?"
    )


def test_loading_anew_shows_the_same_step_and_the_same_answer(
    page: Page, stand_in: StandIn
) -> None:
    open_consent(page, request_of(stand_in))
    page.reload()
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    submit(page, "Approve")
    first = field(page)
    page.reload()
    assert field(page) == first


def test_going_back_shows_the_step_that_the_request_is_at(
    page: Page, stand_in: StandIn
) -> None:
    page.goto(stand_in.url)
    open_consent(page, request_of(stand_in))
    submit(page, "Approve")
    first = field(page)
    page.go_back()
    page.go_forward()
    assert field(page) == first


def test_consent_in_a_second_window_gives_no_second_token(
    page: Page, stand_in: StandIn
) -> None:
    open_consent(page, request_of(stand_in))
    second = page.context.new_page()
    second.goto(page.url)
    submit(page, "Approve")
    submit(second, "Deny")
    assert field(second) == field(page)


def test_answer_to_an_address_of_this_machine_is_a_redirect(
    page: Page, stand_in: StandIn, listening: str
) -> None:
    request = request_of(stand_in, redirect_uri=f"{listening}/back")
    open_consent(page, request)
    submit(page, "Approve")
    expect(page.get_by_text("taken")).to_be_visible()
    assert request.parse_redirect(page.url).scopes == frozenset({"readUsersData"})
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This request is answered"
    )


def test_script_in_every_parameter_does_not_run(page: Page, stand_in: StandIn) -> None:
    dialogs: list[str] = []

    def note(dialog: object) -> None:
        dialogs.append(str(dialog))

    page.on("dialog", note)
    request = AuthorizationRequest(
        stand_in.domain, "YOUR_API_KEY", state=SCRIPT, scheme="http"
    )
    open_consent(page, request)
    submit(page, "Approve")
    token = request.parse_pasted(field(page))
    assert (token.state_verified, dialogs) == (True, [])


def test_keyboard_alone_leads_to_the_answer(page: Page, stand_in: StandIn) -> None:
    page.goto(request_of(stand_in).url)
    expect(page.get_by_label("User name")).to_be_focused()
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
    expect(page.get_by_label("The answer")).to_be_visible()


def test_answer_is_shown_where_scripts_are_off(
    browser: Browser, stand_in: StandIn
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    request = request_of(stand_in)
    open_consent(page, request)
    submit(page, "Approve")
    assert request.parse_pasted(field(page)).state_verified
    context.close()


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_its_window(
    browser: Browser, stand_in: StandIn, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme
    )
    page = context.new_page()
    request = AuthorizationRequest(
        stand_in.domain,
        "YOUR_API_KEY",
        list(Scope),
        state="x" * 300,
        undocumented_scopes=["y" * 200],
        scheme="http",
    )
    widths: list[int] = []

    def measure(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.wait_for_load_state()
        widths.append(page.evaluate("document.documentElement.scrollWidth"))

    page.goto(stand_in.url)
    measure("Stand-in for Imagen")
    page.goto(request.url)
    measure("Sign in")
    sign_in(page)
    measure("Approve Example application?")
    submit(page, "Approve")
    measure("The answer is an error")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert widths == [width] * 4
    assert (
        background == {"light": "rgb(244, 245, 247)", "dark": "rgb(20, 23, 28)"}[scheme]
    )
