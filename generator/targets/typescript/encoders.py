"""A spec's words to TypeScript: literals, TSDoc, and comments, in lines that Prettier keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.model.text import Code
from generator.targets.encoders.words import (
    Words,
    broken,
    in_whole_words,
    json_string,
    one_line,
    raw_of,
)

TYPESCRIPT_WIDTH = 80
"""Prettier's line length. Nothing formats TypeScript later, so its encoders break lines as Prettier does."""
_TSDOC_SPECIAL = re.compile(r"[\\`*@{}<>\[\]]")
_TYPESCRIPT_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_TYPESCRIPT_DIRECTIVE = re.compile(
    r"^(@|/|#|eslint|globals?\b|exported\b|prettier-|tslint|biome|deno|c8|v8|istanbul)",
    re.IGNORECASE,
)


def typescript_string(*words: Words) -> Code:
    """Return a string literal of the words, in the quotes that need fewer escapes."""
    raw = " ".join(map(raw_of, words))
    quote = "'" if raw.count('"') > raw.count("'") else '"'
    return Code(quote + _typescript_body(raw).replace(quote, "\\" + quote) + quote)


def _typescript_body(raw: str) -> str:
    """Return the body of a literal, with its quotes unescaped."""
    body = json_string(raw)[1:-1]
    body = re.sub(r"\\(.)", lambda pair: '"' if pair[1] == '"' else pair[0], body)
    if body.isprintable():
        return body
    return "".join(
        char if char.isprintable() else _typescript_escape(char) for char in body
    )


def _typescript_escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def typescript_key(words: Words) -> Code:
    """Return the key of a property, in quotes if it requires them.

    `__proto__` sets an object literal's prototype (ECMA-262 §B.3.1), unless the key is computed.
    """
    raw = raw_of(words)
    if raw == "__proto__":
        return Code('["__proto__"]')
    return Code(raw) if _TYPESCRIPT_NAME.fullmatch(raw) else typescript_string(raw)


def typescript_template(parts: Sequence[tuple[Words, Code | None]]) -> Code:
    """Return a template literal of literal text, each piece with the expression that follows it."""
    pieces: list[str] = []
    for literal, expression in parts:
        text = _typescript_body(raw_of(literal))
        pieces.append(text.replace("`", "\\`").replace("${", "\\${"))
        if expression is not None:
            pieces.append(f"${{{expression}}}")
    return Code(f"`{''.join(pieces)}`")


def typescript_property(key: Code, words: Words, indent: int) -> Code:
    """Return a property with a text, over several lines if one line is too short."""
    literal = typescript_string(words)
    inner = "\n" + " " * (indent + 2)
    if indent + len(f"{key}: {literal},") <= TYPESCRIPT_WIDTH:
        return Code(f"{key}: {literal},")
    if indent + 2 + len(f"{literal},") <= TYPESCRIPT_WIDTH:
        return Code(f"{key}:{inner}{literal},")
    width = TYPESCRIPT_WIDTH - indent - 2 - len('"" +')
    literals = [typescript_string(line) for line in broken(words, width)]
    return Code(f"{key}:{inner}{f' +{inner}'.join(literals)},")


def typescript_constant(name: Code, words: Words) -> Code:
    """Return an exported constant with a text."""
    literal = typescript_string(words)
    line = f"export const {name} = {literal};"
    if len(line) <= TYPESCRIPT_WIDTH:
        return Code(line)
    return Code(f"export const {name} =\n  {literal};")


@dataclass(frozen=True, slots=True)
class Group:
    """An array or a call: what opens it, its items, and what closes it."""

    before: str
    items: Sequence[Code | Group]
    after: str

    def on_one_line(self) -> str:
        """Return the whole group without a line break."""
        items = (
            one.on_one_line() if isinstance(one, Group) else one for one in self.items
        )
        return f"{self.before}{', '.join(items)}{self.after}"


def typescript_group(group: Group, indent: int) -> Code:
    """Return a group, with each item on a separate line if one line is too short."""
    line = group.on_one_line()
    if indent + len(line) <= TYPESCRIPT_WIDTH or not group.items:
        return Code(line)
    # The comma after an item belongs to its line.
    items = [
        (
            typescript_group(replace(one, after=f"{one.after},"), indent + 2)
            if isinstance(one, Group)
            else f"{one},"
        )
        for one in group.items
    ]
    inner = "".join(f"\n{' ' * (indent + 2)}{item}" for item in items)
    return Code(f"{group.before}{inner}\n{' ' * indent}{group.after}")


def typescript_list(
    before: str, items: Sequence[Code], after: str, indent: int
) -> Code:
    """Return the items of an array or of a call between what opens and closes it.

    Each is on a separate line if one line is too short.
    """
    return typescript_group(Group(before, items, after), indent)


def typescript_words(words: Words) -> Code:
    """Return words for a documentation comment. Nothing in them is a tag, a link, or its end."""
    escaped = _TSDOC_SPECIAL.sub(r"\\\g<0>", one_line(words)).replace("*/", "*\\/")
    return Code("".join(char for char in escaped if char.isprintable()))


def typescript_doc(words: Words, indent: int, then: str = "") -> Code:
    """Return a documentation comment of the words, and of what the generator adds to them.

    Nothing in the words is a tag, a link or the end of the comment (TSDoc, escapes).
    """
    text = f"{typescript_words(words)} {then}".strip()
    if indent + len(f"/** {text} */") <= TYPESCRIPT_WIDTH:
        return Code(f"/** {text} */")
    lines = in_whole_words(text, TYPESCRIPT_WIDTH - indent - 3)
    start = "\n" + " " * indent
    return Code(f"/**{start}{start.join(f' * {line}' for line in lines)}{start} */")


def typescript_comment(words: Words, indent: int) -> Code:
    """Return the words as comment lines, each with its own `//`, for a line at `indent`.

    A line that a tool would take for an order to it begins with an ellipsis.
    """
    safe = "".join(char for char in one_line(words) if char.isprintable())
    lines = [
        _TYPESCRIPT_DIRECTIVE.sub(r"… \g<0>", line)
        for line in in_whole_words(safe, TYPESCRIPT_WIDTH - indent - 3)
    ]
    return Code(f"\n{' ' * indent}".join(f"// {line}" for line in lines))
