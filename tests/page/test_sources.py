"""The compiler and eslint accept the page's sources."""

from __future__ import annotations

import pytest

from tests.node import ROOT, SKIP_LIBRARIES, compiler, required

SOURCES = ROOT / "generated" / "docs" / "page"


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module if Node.js is missing."""
    required()


def test_the_compiler_reports_nothing() -> None:
    process = compiler(SKIP_LIBRARIES, "--project", str(SOURCES))
    assert (process.returncode, process.stdout) == (0, "")


def test_nothing_writes_markup_or_stores_anything() -> None:
    text = "\n".join(
        one.read_text(encoding="utf-8") for one in sorted(SOURCES.glob("*.ts"))
    )
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "fetch(")
    stores = ("localStorage", "sessionStorage", "indexedDB", "cookie", "history.")
    assert [way for way in (*ways, *stores) if way in text] == []
