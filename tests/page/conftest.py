"""The page as `make docs` builds it, opened from disk in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.node import required
from tests.page.opened import Watched, watched
from website.page import page as built_page
from website.script import ROOT


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of this project's spec, built once per run."""
    required()
    path = tmp_path_factory.mktemp("site") / "authorize.html"
    path.write_bytes(built_page(ROOT / "generated" / "docs" / "page"))
    return path


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a separate context that may use the clipboard."""
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def seen(context: BrowserContext) -> Watched:
    """Return what the page logs to its console and requests from the network."""
    return watched(context)


@pytest.fixture
def page(context: BrowserContext, file: Path, seen: Watched) -> Iterator[Page]:
    """Yield the page, and check that it had no error, sent no request, and stored nothing."""
    opened = context.new_page()
    opened.goto(file.as_uri())
    yield opened
    stored = opened.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
        location.hash, history.length, (await indexedDB.databases()).length]"""
    )
    assert stored[:4] == [0, 0, "", ""]
    assert stored[5] == 0
    assert seen.said == []
    assert set(seen.asked) == {file.as_uri()}
