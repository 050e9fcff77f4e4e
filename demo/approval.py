"""A person's part, played by a program: opens a URL, signs in, approves, and copies the answer."""

from __future__ import annotations

from collections.abc import Callable

from imagen_oauth_mock import StandIn
from playwright.sync_api import Error, Page, sync_playwright

from demo.chromium import NAMES, chromium, launch

USER = PASSWORD = "demo"
Approve = Callable[[str], str]
"""Takes the URL to open, and returns the answer that the page shows."""


class BrowserFailed(Exception):
    """Chromium did not start, or did not get to the answer."""


def approval(server: StandIn, *, browser: bool) -> tuple[Approve, str]:
    """Return what approves, and its name in a sentence: Chromium where it is wanted and there."""
    executable = chromium() if browser else None
    if executable is not None:
        return _in_chromium(executable), "headless Chromium"
    why = f"found none of {', '.join(NAMES)}" if browser else "no browser, as asked"
    client = f"an HTTP client that fills in the same forms ({why})"
    return server.person(USER, PASSWORD).approve, client


def _in_chromium(executable: str) -> Approve:
    def approve(url: str) -> str:
        try:
            with sync_playwright() as driver, launch(driver, executable) as browser:
                return _answer(browser.new_page(), url)
        except Error as error:
            # What follows the first line is a log, which may show the answer.
            reason = error.message.partition("\n")[0]
        raise BrowserFailed(f"{executable} failed: {reason}; try make demo BROWSER=no")

    return approve


def _answer(page: Page, url: str) -> str:
    page.goto(url)
    page.get_by_label("User name").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    return page.get_by_label("The answer").input_value()
