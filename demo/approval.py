"""Acts as the user: opens a URL, logs in, approves the request, and copies the response."""

from __future__ import annotations

from collections.abc import Callable

from imagen_oauth_mock import MockServer
from playwright.sync_api import Error, Page, sync_playwright

from demo.chromium import NAMES, chromium, launch

USER = PASSWORD = "demo"
Approve = Callable[[str], str]
"""Opens the URL and returns the response that the page shows."""


class BrowserFailed(Exception):
    """Chromium did not start, or did not reach the response."""


def approval(server: MockServer, *, browser: bool) -> tuple[Approve, str]:
    """Return the function that approves a URL, and its name: Chromium if it is requested and installed."""
    executable = chromium() if browser else None
    if executable is not None:
        return _in_chromium(executable), "headless Chromium"
    why = f"found none of {', '.join(NAMES)}" if browser else "no browser, as requested"
    client = f"an HTTP client that fills in the same forms ({why})"
    return server.user(USER, PASSWORD).approve, client


def _in_chromium(executable: str) -> Approve:
    def approve(url: str) -> str:
        try:
            with sync_playwright() as driver, launch(driver, executable) as browser:
                return _response(browser.new_page(), url)
        except Error as error:
            # A log follows the first line and may contain the response.
            reason = error.message.partition("\n")[0]
        raise BrowserFailed(f"{executable} failed: {reason}; try make demo BROWSER=no")

    return approve


def _response(page: Page, url: str) -> str:
    page.goto(url)
    page.get_by_label("Username").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    return page.get_by_label("Authorization response").input_value()
