"""Finds and starts the machine's own Chromium."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = (
    # The same engine without windows, toolbars, and profiles uses a third of the CPU time.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
_ARGUMENTS = [
    # In a container, this runs as root, and Chromium has no sandbox for root; the pages are our own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the path of Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Return a headless Chromium. Raises playwright.sync_api.Error if it does not start."""
    return playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
