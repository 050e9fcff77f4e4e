"""Converts the generated Markdown into plain linked HTML, without scripts and external resources."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).parent
_HREF = re.compile(
    r"(?:\.\./(?P<folder>[\w-]+)/)?(?P<name>[\w-]+)\.md(?P<fragment>#.*)?"
)
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_ROW = re.compile(r"^\| \[(?P<title>.*?)\]\((?P<name>[\w-]+)\.md\) \|", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A page of the documentation: its name without an extension, its title, and its HTML."""

    name: str
    title: str
    body: str


def documents(folder: Path, page: str | None) -> Mapping[str, bytes]:
    """Return the files of the documentation in a folder, with a style sheet.

    README.md is the index. The navigation follows the order of its table and ends with the READMEs of
    the sibling folders. `page` is the file name of the page that builds the URL, or None if there is
    none to link to.
    """
    parser = MarkdownIt("commonmark").enable("table")
    sources = {file.stem: file for file in sorted(folder.glob("*.md"))}
    packages = {
        _of_folder(file.parent.name): file
        for file in sorted(folder.parent.glob("*/README.md"))
        if file.parent != folder
    }
    sources |= packages
    read = {name: _read(parser, file) for name, file in sources.items()}
    index = sources["README"].read_text(encoding="utf-8")
    order = [one["name"] for one in _ROW.finditer(index) if one["name"] in read]
    order += packages
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
    )
    template = environment.get_template("document.html.j2")
    navigation = [(_file(one), read[one].title) for one in order]
    files = {
        _file(name): template.render(
            document=document,
            file=_file(name),
            home=_file("README"),
            product=read["README"].title,
            navigation=navigation,
            page=page,
        ).encode("utf-8")
        for name, document in read.items()
    }
    return {**files, "site.css": (HERE / "site.css").read_bytes()}


def _file(name: str) -> str:
    return "index.html" if name == "README" else f"{name}.html"


def _read(parser: MarkdownIt, file: Path) -> Document:
    tokens = parser.parse(file.read_text(encoding="utf-8"))
    # The only HTML that the generator writes is the comment at the top, and code in other scripts.
    tokens = [one for one in tokens if one.type != "html_block"]
    _anchor_headings(tokens)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _linked(str(child.attrGet("href"))))
    title = next(
        _plain(tokens[index + 1])
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1"
    )
    body = parser.renderer.render(tokens, parser.options, {})
    body = body.replace("<table>", '<div class="table"><table>')
    # A block that is wider than a phone scrolls, which requires keyboard focus.
    body = body.replace("</table>", "</table></div>").replace(
        "<pre>", '<pre tabindex="0">'
    )
    return Document(file.stem, title, body)


def _of_folder(name: str) -> str:
    """Return the name of the page for a sibling folder's README."""
    return "README" if name == "docs" else f"{name}-package"


def _linked(target: str) -> str:
    """Return the target of a link on the site; a link to anything else is unchanged."""
    match = _HREF.fullmatch(target)
    if match is None:
        return target
    name, folder = match["name"], match["folder"]
    if folder is not None and name == "README":
        name = _of_folder(folder)
    return _file(name) + (match["fragment"] or "")


def _anchor_headings(tokens: Sequence[Token]) -> None:
    """Give each heading the anchor that Markdown hosts give it."""
    seen: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            text = _plain(tokens[index + 1]).lower()
            anchor = _NOT_IN_ANCHORS.sub("", text).replace(" ", "-")
            count = seen.get(anchor, 0)
            seen[anchor] = count + 1
            token.attrSet("id", f"{anchor}-{count}" if count else anchor)


def _plain(inline: Token) -> str:
    """Return the text of a heading without its markup."""
    words = [
        one.content
        for one in inline.children or ()
        if one.type in ("text", "code_inline", "text_special")
    ]
    return html.unescape("".join(words))
