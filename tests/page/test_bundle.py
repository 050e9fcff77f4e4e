"""The page's one file: its size limit, and that no text of a spec can change its structure."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator import pipeline
from tests.browser import Watched
from tests.node import required
from tests.page.opened import scope_box
from website.page import LIMIT, page
from website.script import BundleFailed, script, style

HOSTILE = "</script><script>alert(1)</script><!--<SCRIPT><!--<script>"


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skip or fail each test of this module if Node.js is missing."""
    required()


def test_page_is_within_its_size_limit(file: Path) -> None:
    assert LIMIT == 76_800
    assert len(file.read_bytes()) <= LIMIT


def test_page_loads_no_other_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    sheet = text.partition("<style>")[2].partition("</style>")[0]
    assert [one for one in (" src=", "<link", "<base") if one in text] == []
    assert [one for one in ("@import", "url(") if one in sheet] == []


def _hostile_page(folder: Path) -> bytes:
    """Return the page of a spec with HOSTILE in every text."""
    text = (pipeline.ROOT / "spec" / "imagen.yaml").read_text(encoding="utf-8")
    text = text.partition("\ncases:\n")[0]
    for words in (
        "See records, media, and collections.",
        "Data that the application's creator can see.",
        "The API key of your application.",
        "Ties the response to the request, because the response repeats it.",
        "If that was a mistake, log in again.",
    ):
        assert text.count(words) >= 1
        text = text.replace(words, HOSTILE)
    text = text.replace("[records, media, collections]", f"[records, '{HOSTILE}']")
    text = text.replace("verb: email", f"verb: '\"{HOSTILE}'")
    (folder / "spec.yaml").write_text(text, encoding="utf-8")
    spec = pipeline.load(folder / "spec.yaml")
    for path, data in pipeline.tree(spec, ["docs", "typescript"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return page(folder / "docs" / "page")


def test_texts_of_a_spec_stay_text(tab: Page, seen: Watched, tmp_path: Path) -> None:
    opened = tab
    (tmp_path / "a.html").write_bytes(_hostile_page(tmp_path))
    opened.goto((tmp_path / "a.html").as_uri())
    expect(opened.locator("#field-clientId-help")).to_have_text(HOSTILE)
    expect(opened.locator("#help-readUsersData p").first).to_contain_text(
        f"Reach: {HOSTILE}"
    )
    task = opened.locator("#tasks input").nth(1)
    assert task.get_attribute("value") == f"view {HOSTILE}"
    scope_box(opened, "roles").check()
    task.check()
    question = opened.get_by_role("group", name="Choose a scope for")
    expect(question.locator("legend")).to_contain_text(f"view {HOSTILE}")
    question.get_by_role("radio").first.check()
    expect(scope_box(opened, "readUsersData")).to_be_checked()
    assert opened.locator("script").count() == 1
    assert seen.said == []


def test_script_states_of_html_are_written_as_escapes(tmp_path: Path) -> None:
    entry = tmp_path / "entry.ts"
    entry.write_text('export const a = "<!--<script></script><SCRIPT>";\n')
    code = script(entry).lower()
    assert [one for one in ("<!--", "<script", "</script") if one in code] == []
    assert r"\x3c!--\x3cscript>" in code


def test_style_does_not_contain_its_end_tag(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text('a::after { content: "</style>"; }\n')
    assert "</style" not in style(sheet)


def test_source_that_does_not_parse_is_reported(tmp_path: Path) -> None:
    entry = tmp_path / "entry.ts"
    entry.write_text("export const = 1;\n")
    with pytest.raises(BundleFailed, match=r"entry\.ts:1:13"):
        script(entry)
