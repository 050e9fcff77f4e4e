"""The generated Markdown to plain linked HTML: no script, nothing from elsewhere."""

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
_HREF = re.compile(r"(?P<path>[^#]*)\.md(?P<fragment>#.*)?")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_ROW = re.compile(r"^\| \[(?P<title>.*?)\]\((?P<name>[\w-]+)\.md\) \|", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A page of the documentation: its name without an ending, its title and its HTML."""

    name: str
    title: str
    body: str


def documents(folder: Path, page: str | None) -> Mapping[str, bytes]:
    """Return the files of the documentation in a folder, with a style sheet.

    README.md is the index, and the order of its table is that of the navigation. `page` is the file
    name of the page that builds the URL, where there is one to link to.
    """
    parser = MarkdownIt("commonmark").enable("table")
    sources = {file.stem: file for file in sorted(folder.glob("*.md"))}
    read = {name: _read(parser, file) for name, file in sources.items()}
    index = sources["README"].read_text(encoding="utf-8")
    order = [one["name"] for one in _ROW.finditer(index) if one["name"] in read]
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
    # The only HTML that the generator writes is the comment at the head, and code in other letters.
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
    # What is wider than a phone is scrolled, which takes the focus of a keyboard.
    body = body.replace("</table>", "</table></div>").replace(
        "<pre>", '<pre tabindex="0">'
    )
    return Document(file.stem, title, body)


def _linked(target: str) -> str:
    """Return where a link leads on the site; what is no page of it stays as it is."""
    match = _HREF.fullmatch(target)
    if match is None or "/" in match["path"]:
        return target
    return _file(match["path"]) + (match["fragment"] or "")


def _anchor_headings(tokens: Sequence[Token]) -> None:
    """Give each heading the anchor that hosts of Markdown give it."""
    seen: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            text = _plain(tokens[index + 1]).lower()
            anchor = _NOT_IN_ANCHORS.sub("", text).replace(" ", "-")
            count = seen.get(anchor, 0)
            seen[anchor] = count + 1
            token.attrSet("id", f"{anchor}-{count}" if count else anchor)


def _plain(inline: Token) -> str:
    """Return the words of a heading without their marks."""
    words = [
        one.content
        for one in inline.children or ()
        if one.type in ("text", "code_inline", "text_special")
    ]
    return html.unescape("".join(words))
