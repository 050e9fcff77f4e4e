"""Rendered text to formatted bytes, read back once to see that it is what its name says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import PurePosixPath

import tomli

from generator.targets.languages import LANGUAGES

_LAYOUTS = {end: laid_out for one in LANGUAGES for end, laid_out in one.layouts.items()}
_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
"""The elements without an end tag (HTML, Void elements) that our pages contain."""


class BrokenOutput(Exception):
    """A template made a file that its own format cannot read. The fault is the generator's."""


def formatted(path: str, text: str) -> bytes:
    """Return the bytes of a rendered file: code in its language's layout, Markdown without needless empty lines.

    Raises BrokenOutput if the file does not parse.
    """
    try:
        end = PurePosixPath(path).suffix
        if end in _LAYOUTS:
            text = _LAYOUTS[end](text)
        elif end == ".json":
            json.loads(text)
        elif end == ".toml":
            tomli.loads(text)
        elif end == ".html":
            _Nesting().read(text)
        elif end == ".md":
            text = _single_spaced(text)
    except (ValueError, SyntaxError) as error:
        first = str(error).splitlines()[0]
        raise BrokenOutput(f"{path} does not parse: {first}") from error
    return text.encode("utf-8")


def _single_spaced(text: str) -> str:
    """Return Markdown with one empty line in place of several, except in fenced code."""
    kept: list[str] = []
    is_code = False
    for line in text.rstrip("\n").split("\n"):
        is_code ^= line.startswith("```")
        if line or is_code or (kept and kept[-1]):
            kept.append(line)
    return "\n".join([*kept, ""])


class _Nesting(HTMLParser):
    """Reads HTML as browsers split it into tags, and refuses what they would only mend."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._ids: set[str] = set()

    def read(self, text: str) -> None:
        """Raise ValueError for tags that do not nest, and for what is given twice."""
        self.feed(text)
        self.close()
        if self._open:
            raise ValueError(f"<{self._open[-1]}> is not closed")

    def handle_starttag(
        self, tag: str, attrs: Sequence[tuple[str, str | None]]
    ) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            raise ValueError(f"<{tag}> has an attribute twice")
        identifier = dict(attrs).get("id")
        if identifier in self._ids:
            raise ValueError(f"two elements have the id {identifier}")
        if identifier:
            self._ids.add(identifier)
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ValueError(f"</{tag}> closes another element")
