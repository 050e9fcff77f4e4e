"""A spec's words to HTML: the text of an element, and an attribute."""

from __future__ import annotations

import html

from generator.model.text import Code
from generator.targets.encoders.words import Words, one_line, raw_of


def html_text(words: Words) -> Code:
    """Return words as the text of an element, on one line."""
    return Code(html.escape(one_line(words), quote=False))


def html_attribute(*words: Words) -> Code:
    """Return the text between the quotes of an attribute, with the words joined by spaces."""
    escaped = html.escape(" ".join(map(raw_of, words)))
    return Code(escaped.replace("\n", "&#10;").replace("\t", "&#9;"))
