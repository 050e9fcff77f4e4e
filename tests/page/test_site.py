"""The documentation as plain HTML: every link has a target, and no page or code block is lost."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.node import required
from tests.page.test_places import violations
from website.__main__ import main, write
from website.documents import documents
from website.script import ROOT

DOCS = ROOT / "generated" / "docs"
PAGES = [file.stem for file in sorted(DOCS.glob("*.md"))]


class _Read(HTMLParser):
    """What a page links to, loads, and can be linked to at; and its code blocks."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.blocks: list[str] = []
        self._is_block = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.links += [one for one in (values.get("href"), values.get("src")) if one]
        self.ids += [one for one in (values.get("id"),) if one]
        if tag == "pre":
            self._is_block = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_block = self._is_block and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._is_block:
            self.blocks[-1] += data


PACKAGES = ("fixtures", "interop", "mock", "python", "typescript")
"""The folders next to the documentation that have a README."""


@pytest.fixture(scope="module")
def site() -> Mapping[str, bytes]:
    return {**documents(DOCS, "authorize.html"), "authorize.html": b""}


def _read(site: Mapping[str, bytes], name: str) -> _Read:
    return _Read(site[name].decode("utf-8"))


def test_each_page_of_the_documentation_is_built(site: Mapping[str, bytes]) -> None:
    expected = {f"{page}.html" for page in PAGES if page != "README"}
    expected |= {f"{one}-package.html" for one in PACKAGES}
    assert set(site) == {*expected, "index.html", "site.css", "authorize.html"}


def test_every_link_has_a_target(site: Mapping[str, bytes]) -> None:
    ids = {name: _read(site, name).ids for name in site if name.endswith(".html")}
    lost: list[str] = []
    for name in ids:
        for link in _read(site, name).links:
            target, _, fragment = link.partition("#")
            if link.startswith("https://"):
                continue
            target = target or name
            if target not in site or (fragment and fragment not in ids[target]):
                lost.append(f"{name}: {link}")
    assert lost == []


def test_navigation_has_the_order_of_the_index_and_marks_the_page(
    site: Mapping[str, bytes],
) -> None:
    links = _read(site, "scopes.html").links
    start = links.index("index.html")
    assert links[start : start + 5] == [
        *("index.html", "authorize.html", "get-a-token.html", "try-it.html"),
        "python.html",
    ]
    text = site["scopes.html"].decode("utf-8")
    assert text.count('aria-current="page"') == 1
    assert '<a href="scopes.html" aria-current="page">Scopes</a>' in text


def test_without_the_page_nothing_links_to_it() -> None:
    built = documents(DOCS, None)
    assert [name for name in built if b"authorize.html" in built[name]] == []


def _fenced(markdown: str) -> list[str]:
    blocks: list[str] = []
    lines: list[str] | None = None
    for line in markdown.splitlines(keepends=True):
        if line.startswith("```"):
            if lines is not None:
                blocks.append("".join(lines))
            lines = [] if lines is None else None
        elif lines is not None:
            lines.append(line)
    return blocks


@pytest.mark.parametrize("page", PAGES)
def test_code_blocks_are_those_of_the_markdown(
    site: Mapping[str, bytes], page: str
) -> None:
    name = "index.html" if page == "README" else f"{page}.html"
    source = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    assert _read(site, name).blocks == _fenced(source)


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_no_script(site: Mapping[str, bytes], page: str) -> None:
    name = "index.html" if page == "README" else f"{page}.html"
    tags = _read(site, name).tags
    assert {"script", "img", "iframe"} & set(tags) == set()
    assert tags.count("h1") == 1


def test_axe_reports_nothing_serious_in_the_documentation(
    tab: Page, site: Mapping[str, bytes], tmp_path: Path
) -> None:
    required()
    write(site, tmp_path)
    for name in ("index.html", "get-a-token.html"):
        tab.goto((tmp_path / name).as_uri())
        assert violations(tab) == []


def test_what_an_earlier_build_left_is_removed(tmp_path: Path) -> None:
    write({"old.html": b"1", "a.html": b"1"}, tmp_path)
    write({"a.html": b"2"}, tmp_path)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        "a.html": b"2"
    }


def test_command_builds_the_site_and_prints_the_size_of_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    required()
    assert main([]) == 0
    said = capsys.readouterr().out.splitlines()
    size = (ROOT / "build" / "site" / "authorize.html").stat().st_size
    assert said[0] == f"authorize.html: {size:,} bytes of at most 76,800"


def test_documentation_is_built_without_a_bundler_and_the_missing_page_is_reported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("website.__main__.ROOT", tmp_path)
    monkeypatch.setattr("website.__main__.SITE", tmp_path / "site")
    monkeypatch.setattr("website.script.ESBUILD", tmp_path / "no-esbuild")
    assert main([str(ROOT / "generated")]) == 1
    assert "authorize.html was not built: this needs Node.js" in capsys.readouterr().err
    assert (tmp_path / "site" / "index.html").is_file()
    assert not (tmp_path / "site" / "authorize.html").exists()
