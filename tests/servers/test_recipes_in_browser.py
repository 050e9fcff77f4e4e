"""The web application of the recipes in a real browser, with the pages of oidc-provider."""

from __future__ import annotations

from collections.abc import Iterator
from socket import socket

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.application import Server
from tests.servers.recipe_application import Running, application, expire


@pytest.fixture(scope="module")
def app(
    package: object,
    recipes: str,
    oidc: Server,
    listening: socket,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("application")
    with application("flask_app", recipes, oidc, listening, folder) as running:
        yield running


@pytest.fixture
def page(browser: Browser, app: Running) -> Iterator[Page]:
    """Yield a page of a new browser, at the start page of the application."""
    with browser.new_context(base_url=app.url) as context:
        page = context.new_page()
        page.goto("/")
        yield page


def follow(page: Page, name: str) -> None:
    """Click on a link or a button, and wait for the next page."""
    one = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
    with page.expect_navigation():
        one.click()


def identify(page: Page) -> None:
    """Begin a login, and log in at the server, which then asks for consent."""
    follow(page, "Log in")
    page.get_by_placeholder("Enter any login").fill("ada")
    page.get_by_placeholder("and password").fill("any")
    with page.expect_navigation():
        page.locator("button[type=submit]").click()


def expect_title(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_user_logs_in_calls_and_logs_out(page: Page, app: Running) -> None:
    identify(page)
    follow(page, "Continue")
    expect_title(page, "Welcome")
    # The code is not in the address any more.
    assert page.url == f"{app.url}/"
    follow(page, "Profile")
    expect(page.locator("p")).to_contain_text('"sub":"ada"')
    kept = {one.get("name"): one for one in page.context.cookies(app.url)}
    session = kept["__Host-session"].get("value", "")
    assert kept["__Host-session"].get("httpOnly")
    before = dict(app.logins.store.read(session))
    expire(app, session)
    page.reload()
    expect_title(page, "Profile")
    assert app.logins.store.read(session)["access_token"] != before["access_token"]
    follow(page, "Log out")
    expect(page.locator("p").first).to_have_text("You are not logged in.")
    assert app.logins.store.read(session) is None
    page.goto("/profile")
    expect_title(page, "You are not logged in")


def test_redirect_with_another_state_is_explained(page: Page) -> None:
    """The user, who is about to log in, opens a link to the redirect of an attacker's login."""
    identify(page)
    page.goto("/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj")
    expect_title(page, "This login cannot be finished")
    follow(page, "Start page")
    expect(page.locator("p").first).to_have_text("You are not logged in.")


def test_redirect_that_was_used_is_explained(page: Page) -> None:
    identify(page)
    with page.expect_request("**/callback?*") as redirect:
        follow(page, "Continue")
    page.goto(redirect.value.url)
    expect_title(page, "This login was already used")
    follow(page, "Start page")
    expect(page.locator("p").first).to_have_text("You are logged in.")


def test_canceled_consent_is_explained(page: Page) -> None:
    identify(page)
    follow(page, "Cancel")
    expect_title(page, "You canceled the login")
    follow(page, "Log in")
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
