"""The page as `make docs` builds it, opened from disk in a real browser."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import Watched
from tests.node import required
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
def page(tab: Page, file: Path, seen: Watched) -> Iterator[Page]:
    """Yield the page, and check that it had no error, sent no request, and stored nothing."""
    with checked(tab, file, seen):
        yield tab


@contextmanager
def checked(page: Page, file: Path, seen: Watched) -> Generator[None]:
    """Open the page, and check that it had no error, sent no request, and stored nothing."""
    page.goto(file.as_uri())
    yield
    stored = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
        location.hash, (await indexedDB.databases()).length]"""
    )
    assert stored == [0, 0, "", "", 0]
    assert seen.said == []
    assert set(seen.asked) == {file.as_uri()}
