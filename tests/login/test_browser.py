"""A login in a real browser: what its last page shows is how the login ended."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser import Watched
from tests.login.processes import Running, environment
from tests.node import required
from tests.page.test_places import SCHEMES, violations

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
COLORS = {
    "light": ("rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"),
    "dark": ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"),
}
"""The colors of the browser: the page follows the color scheme of the user."""
Login = Callable[..., Running]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "private" / "tokens.json"


@pytest.fixture
def login(start: Any, packages: Path, store: Path) -> Login:
    """Return what starts a login with an account."""
    server = start("warbler")
    client = ("--server", server.domain, "--client-id", "PUBLIC", "--scheme", "http")
    variables = environment(packages, store)
    return lambda *words: Running(
        packages, ("login", *client, "--scope", "read", *words), variables
    )


def decide(page: Page, url: str, button: str) -> None:
    """Log in at the mock server, and decide."""
    page.goto(url)
    if page.get_by_label("Username").count():
        page.get_by_label("Username").fill("demo")
        page.get_by_label("Password").fill("demo")
        with page.expect_navigation():
            page.get_by_role("button", name="Log in", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


@contextmanager
def nobody_listens(page: Page) -> Generator[None]:
    """Expect that what the browser loads is refused, and wait until it shows its own error page."""
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        yield
    page.wait_for_url("chrome-error://chromewebdata/")


def test_page_says_that_the_login_has_succeeded(
    tab: Page, seen: Watched, login: Login, store: Path
) -> None:
    page, running = tab, login()
    decide(page, running.url(), "Approve")
    assert running.end() == 0, running.err
    expect(page).to_have_title("You are logged in")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are logged in")
    expect(page.get_by_role("status")).to_contain_text("You can close this window.")
    # The icon that a browser asks for is not found, and that is all.
    assert [one for one in seen.said if "favicon" not in one and "404" not in one] == []
    assert len(json.loads(store.read_text())["tokens"]) == 1


def test_page_says_that_the_user_denied_the_login(
    tab: Page, login: Login, store: Path
) -> None:
    page, running = tab, login()
    decide(page, running.url(), "Deny")
    assert running.end() == 1
    expect(page.get_by_role("heading", level=1)).to_have_text("The login failed")
    expect(page.get_by_role("status")).to_contain_text(
        "The provider says: access_denied."
    )
    assert not store.exists()


def test_browser_that_returns_after_the_timeout_finds_nobody(
    tab: Page, login: Login, store: Path
) -> None:
    page, running = tab, login("--timeout", "1")
    url = running.url()
    assert running.end() == 1
    assert "no response within 1 s" in running.err
    with nobody_listens(page):
        decide(page, url, "Approve")
    assert not store.exists()


def test_two_logins_in_one_browser_end_with_their_own_pages(
    tab: Page, login: Login, store: Path
) -> None:
    both = [login("--account", name) for name in ("one", "two")]
    urls = [one.url() for one in both]
    # The second one is approved first.
    pages = [tab, tab.context.new_page()]
    pages[0].goto(urls[0])
    decide(pages[1], urls[1], "Approve")
    decide(pages[0], urls[0], "Approve")
    assert [one.end() for one in both] == [0, 0]
    for page in pages:
        expect(page.get_by_role("heading", level=1)).to_have_text("You are logged in")
    entries = json.loads(store.read_text())["tokens"]
    assert [one["settings"]["account"] for one in entries] == ["two", "one"]


def test_page_of_the_login_can_be_loaded_again(tab: Page, login: Login) -> None:
    """A browser that repeats the redirect does not end a login twice, and shows no old page."""
    page, running = tab, login()
    decide(page, running.url(), "Approve")
    assert running.end() == 0
    with nobody_listens(page):
        page.reload()


def test_pages_fit_their_windows_and_can_be_read(tab: Page, packages: Path) -> None:
    required()
    module: Any = importlib.import_module(
        "warbler_oauth._runtime.cli.exchange.callback_page"
    )
    page = tab
    shown = [
        ("You are logged in", "warbler-oauth has stored the token."),
        ("The login failed", f"The provider says: {'e' * 300}.", SCRIPT),
        (SCRIPT, "It does not have the state of this login."),
    ]
    for title, *paragraphs in shown:
        page.set_content(module.page(title, *paragraphs).decode())
        assert page.locator("main").inner_text().split("\n\n") == [title, *paragraphs]
        assert page.locator("script, img").count() == 0
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") == width
    # The contrast is that of every page.
    assert violations(page) == []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        text = page.evaluate("getComputedStyle(document.body).color")
        assert (text, background) == COLORS[scheme]
    page.emulate_media(color_scheme="light")
