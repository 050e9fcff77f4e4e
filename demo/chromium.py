"""The machine's own Chromium: where it is, and how it is started."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    # A container runs this as root, for whom Chromium has no sandbox; the pages are this project's.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return where Chromium is, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Return a headless Chromium. Raises playwright.sync_api.Error where it does not start."""
    return playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
