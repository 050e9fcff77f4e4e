"""The Chromium of this machine, if there is one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from demo.chromium import NAMES, chromium, launch


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
