"""The Chromium of this machine, if there is one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from demo.chromium import NAMES, chromium, launch

_SIZE: ViewportSize = {"width": 1280, "height": 720}


_TYPED_EARLY = (
    "Autofocus processing was blocked because a document already has a focused element."
)
"""What Chromium logs if a test types into a page before the page sets the focus."""


@dataclass
class Watched:
    """What pages of a context logged or showed as a dialog, and which addresses they requested."""

    said: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])


def watched(context: BrowserContext) -> Watched:
    """Watch a context from now on, and dismiss its dialogs."""
    seen = Watched()

    def ask(request: Request) -> None:
        seen.asked.append(request.url)

    def log(message: ConsoleMessage) -> None:
        if message.text != _TYPED_EARLY:
            seen.said.append(message.text)

    def dismiss(dialog: Dialog) -> None:
        seen.said.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    context.on("console", log)
    context.on("weberror", lambda error: seen.said.append(str(error.error)))
    context.on("dialog", dismiss)
    context.on("request", ask)
    return seen


@pytest.fixture(scope="session")
def executable() -> str:
    """Return the path of Chromium.

    Without one, the test is skipped; in CI it fails, because the pages must be tested there.
    """
    found = chromium()
    if found is None:
        missing = f"there is none of {', '.join(NAMES)} on this machine"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def started(executable: str) -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Yield a headless Chromium, and the event loop of its driver.

    The driver leaves its loop marked as running, so no other one could start in this thread.
    """
    with sync_playwright() as playwright, launch(playwright, executable) as opened:
        loop = asyncio.get_running_loop()
        # asyncio exports this name for event loops, and Playwright's driver uses it, too.
        asyncio._set_running_loop(None)
        yield opened, loop
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="module")
def browser(
    started: tuple[Browser, asyncio.AbstractEventLoop],
) -> Iterator[Browser]:
    """Yield the Chromium of this process; until the end of the file, no other event loop can start."""
    opened, loop = started
    asyncio._set_running_loop(loop)
    yield opened
    asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[tuple[Page, Watched]]:
    """Yield a page that may use the clipboard, and what it logs and requests."""
    # A transition between two colors has other contrasts, and drawing it takes time.
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"],
        viewport=_SIZE,
        reduced_motion="reduce",
    )
    seen = watched(context)
    yield context.new_page(), seen
    context.close()


@pytest.fixture
def seen(kept: tuple[Page, Watched]) -> Watched:
    """Return what the page logs and requests from now on."""
    _, seen = kept
    seen.said.clear()
    seen.asked.clear()
    return seen


@pytest.fixture
def tab(kept: tuple[Page, Watched], seen: Watched) -> Iterator[Page]:
    """Yield the page, which the tests of a file use in turn, without cookies, routes, or other pages.

    A new page costs several times as much as another document in the same one. A test that changes
    more of its page than what is restored here uses its own context.
    """
    page, _ = kept
    yield page
    for other in page.context.pages[1:]:
        other.close()
    page.context.unroute_all()
    page.context.clear_cookies()
    if page.viewport_size != _SIZE:
        page.set_viewport_size(_SIZE)
