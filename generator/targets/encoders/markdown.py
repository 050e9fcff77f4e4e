"""A spec's words to Markdown: prose, inline code, and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.model.text import Code
from generator.targets.encoders.words import Words, one_line, raw_of

_CODE_SPAN = re.compile(r"(?!.*\{[{%#])(?! )[ -_a-{}~]+(?<! )")
"""What a code span can contain unescaped: no backtick, table bar, or tag of a site builder."""
_MARKDOWN_ANYWHERE = re.compile(r"[\\`*_\[\]{}|~@#]|(?<=\{)%|//|(?<=www)\.")
_MARKDOWN_AT_START = re.compile(r"^([0-9]*)([-+=.)])")


def markdown(words: Words) -> Code:
    """Return the words as inline Markdown: in a paragraph, a heading, a list or a table cell.

    Nothing in them is markup, HTML, a link or a template tag of a site builder.
    """
    text = (
        one_line(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    text = _MARKDOWN_ANYWHERE.sub(lambda match: "\\" + "\\".join(match.group()), text)
    return Code(_MARKDOWN_AT_START.sub(r"\1\\\2", text))


def markdown_code(words: Words) -> Code:
    """Return the words as inline code, for any place of a page."""
    raw = raw_of(words)
    if _CODE_SPAN.fullmatch(raw):
        return Code(f"`{raw}`")
    encoded = "".join(char if char.isalnum() else f"&#{ord(char)};" for char in raw)
    return Code(f"<code>{encoded}</code>")


def markdown_link(words: Words, url: str | None) -> Code:
    """Return a link, or only the words if there is no address."""
    return Code(f"[{markdown(words)}]({url})") if url else markdown(words)


UNSAID = Code("not documented")
"""What a cell says about something that the spec does not say."""


def markdown_table(
    head: Sequence[str], rows: Iterable[Sequence[Code]]
) -> tuple[Code, ...]:
    """Return the lines of a table of encoded cells, without the columns that have no content.

    Without rows, there are no lines.
    """
    cells = [*rows]
    if not cells:
        return ()
    used = [index for index in range(len(head)) if any(row[index] for row in cells)]
    lines = [[head[index] for index in used], ["---"] * len(used)]
    lines += [[row[index] or UNSAID for index in used] for row in cells]
    return tuple(
        Code("|---" * len(used) + "|" if number == 1 else f"| {' | '.join(line)} |")
        for number, line in enumerate(lines)
    )
