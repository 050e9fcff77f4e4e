"""The Chromium of this machine, if there is one."""

from __future__ import annotations

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


@pytest.fixture(scope="module")
def browser(executable: str) -> Iterator[Browser]:
    """Yield a headless Chromium.

    Its driver keeps an event loop running, so a test of another file could not start one.
    """
    with sync_playwright() as playwright, launch(playwright, executable) as opened:
        yield opened
