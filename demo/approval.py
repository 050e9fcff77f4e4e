"""Acts as the user: opens a URL, logs in, approves the request, and copies the response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from imagen_oauth_mock import MockServer
from playwright.sync_api import Error, Page, sync_playwright

from demo.chromium import NAMES, chromium, launch

USER = PASSWORD = "demo"
Visit = Callable[[str], str]
"""Approves at a URL, follows the redirect to this machine, and returns the name of the browser."""
Approve = Callable[[str], str]
"""Opens the URL and returns the response that the page shows."""


class BrowserFailed(Exception):
    """Chromium did not start, or did not reach the response."""


def approval(server: MockServer, *, browser: bool) -> tuple[Approve, str]:
    """Return the function that approves a URL, and its name: Chromium if it is requested and installed."""
    executable = chromium() if browser else None
    if executable is not None:
        return _in_chromium(executable, _response), "headless Chromium"
    why = f"found none of {', '.join(NAMES)}" if browser else "no browser, as requested"
    client = f"an HTTP client that fills in the same forms ({why})"
    return server.user(USER, PASSWORD).approve, client


def visit(server: Any, *, browser: bool) -> Visit:
    """Return the function that approves at a mock server whose redirect has a code."""
    executable = chromium() if browser else None

    def in_client(url: str) -> str:
        redirect = server.user(USER, PASSWORD).approve(url)
        # The command answers when it has the token. A proxy could not reach it.
        httpx.get(redirect, trust_env=False).raise_for_status()
        return "an HTTP client"

    if executable is None:
        return in_client
    follow = _in_chromium(executable, _heading)
    return lambda url: f'headless Chromium, which shows "{follow(url)}"'


def _in_chromium(executable: str, read: Callable[[Page], str]) -> Approve:
    """Return what approves, and reads the page at the end."""

    def approve(url: str) -> str:
        try:
            with sync_playwright() as driver, launch(driver, executable) as browser:
                page = browser.new_page()
                page.goto(url)
                page.get_by_label("Username").fill(USER)
                page.get_by_label("Password").fill(PASSWORD)
                page.get_by_role("button", name="Log in").click()
                page.get_by_role("button", name="Approve", exact=True).click()
                return read(page)
        except Error as error:
            # A log follows the first line and may contain the response.
            reason = error.message.partition("\n")[0]
        raise BrowserFailed(f"{executable} failed: {reason}; try make demo BROWSER=no")

    return approve


def _response(page: Page) -> str:
    return page.get_by_label("Authorization response").input_value()


def _heading(page: Page) -> str:
    page.wait_for_url("**/callback?*")
    return page.get_by_role("heading").inner_text()
