"""What encoders share: a spec's words as raw text, on one line, escaped, or in lines."""

from __future__ import annotations

import functools
import json
import re
import textwrap
from collections.abc import Sequence

from generator.model.text import Code, Text

Words = Text | str
in_whole_words = functools.partial(
    textwrap.wrap, break_long_words=False, break_on_hyphens=False
)
"""A text and a width to lines of whole words."""
json_string = json.JSONEncoder(ensure_ascii=False).encode
"""A text to a string of JSON. `json.dumps` would make another encoder for each text."""
_FIRST_WORD = re.compile(r"\A[A-Z][a-z]*(?!\w)")


def raw_of(words: Words) -> str:
    """Return the raw text, for an encoder."""
    return words.unwrap() if isinstance(words, Text) else words


def one_line(words: Words) -> str:
    """Return the words with one space for each run of white space."""
    return " ".join(raw_of(words).split())


def fragment(words: Words, name: str) -> Text:
    """Return sentences as a message writes them: `check the key; check that …`.

    A first word keeps its capital if it has others, or if it is the provider's name.
    """
    # An ellipsis is not the period of a sentence.
    whole = re.sub(r"(?<!\.)\.\Z", "", raw_of(words))
    sentences = re.split(r"\.\s+(?=[A-Z])", whole)
    return Text(
        "; ".join(
            one if one.startswith(name) else _FIRST_WORD.sub(_lowered, one)
            for one in sentences
        )
    )


def joined(items: Sequence[str], word: str = "and") -> str:
    """Return `a`, `a and b`, or `a, b, and c`."""
    if len(items) > 2:
        return f"{', '.join(items[:-1])}, {word} {items[-1]}"
    return f" {word} ".join(items)


def _lowered(first: re.Match[str]) -> str:
    return first[0].lower()


def plain(words: Words) -> Code:
    """Return words for a place that has no escapes; they hold nothing that would need one.

    Raises ValueError for what is not ASCII, and for quotes, backslashes and markup.
    """
    raw = raw_of(words)
    if not re.fullmatch(r"[^\x00-\x1f\x7f-\U0010ffff\"'`\\<>|]*", raw):
        raise ValueError("these words need an encoder of the place that they go to")
    return Code(raw)


def quoted(raw: str) -> Code:
    """Return text in double quotes, with the escapes of TOML, which some languages share."""
    return Code(printable(json_string(raw)))


def printable(text: str) -> str:
    """Return a text with an escape for each character that cannot be seen."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def broken(words: Words, width: int) -> list[str]:
    """Return the words in lines that together are the same text, including its spaces."""
    lines = [""]
    for word in re.findall(r"\s*\S+\s*|\s+", raw_of(words)):
        if lines[-1] and len(lines[-1]) + len(word.rstrip()) > width:
            lines.append("")
        lines[-1] += word
    return lines
