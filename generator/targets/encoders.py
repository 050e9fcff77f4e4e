"""The only way from a spec's words to an output: one encoder for each place of each format.

Each takes a `Text` or a `str` and returns `Code` that its place reads back as the same words; in
prose, runs of blanks become one.
"""

from __future__ import annotations

import functools
import html
import json
import re
import shlex
import textwrap
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator.model.text import Code, Text

Words = Text | str
LINE_WIDTH = 88
"""Black's line length. Python's encoders break lines as Black does, which then has nothing to do."""
TYPESCRIPT_WIDTH = 80
"""Prettier's line length. Nothing formats TypeScript later, so its encoders break lines as Prettier does."""

_CODE_SPAN = re.compile(r"(?!.*\{[{%#])(?! )[ -_a-{}~]+(?<! )")
"""What stands in a code span as it is: no backtick, no table bar, no tag of a site builder."""
_MARKDOWN_ANYWHERE = re.compile(r"[\\`*_\[\]{}|~@#]|(?<=\{)%|//|(?<=www)\.")
_DOCSTRING_SPECIAL = re.compile(r'"""|"$|\\')
_DOCTEST_PROMPT = re.compile(r"(?<!\S)>>>")
_TOOL_DIRECTIVE = re.compile(
    r"^(type|fmt|noqa|pyright|mypy|ruff|flake8|isort|pylint|pragma|yapf|nosec|coding|-\*-)",
    re.IGNORECASE,
)
_TSDOC_SPECIAL = re.compile(r"[\\`*@{}<>\[\]]")
_TYPESCRIPT_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_TYPESCRIPT_DIRECTIVE = re.compile(
    r"^(@|/|#|eslint|globals?\b|exported\b|prettier-|tslint|biome|deno|c8|v8|istanbul)",
    re.IGNORECASE,
)
_in_whole_words = functools.partial(
    textwrap.wrap, break_long_words=False, break_on_hyphens=False
)
_MARKDOWN_AT_START = re.compile(r"^([0-9]*)([-+=.)])")


def _raw(words: Words) -> str:
    return words.unwrap() if isinstance(words, Text) else words


def _one_line(words: Words) -> str:
    return " ".join(_raw(words).split())


def plain(words: Words) -> Code:
    """Return words for a place that has no escapes; they hold nothing that would need one.

    Raises ValueError for what is not ASCII, and for quotes, backslashes and markup.
    """
    raw = _raw(words)
    if not re.fullmatch(r"[^\x00-\x1f\x7f-\U0010ffff\"'`\\<>|]*", raw):
        raise ValueError("these words need an encoder of the place that they go to")
    return Code(raw)


def python_string(*words: Words) -> Code:
    """Return a Python string literal of the words, one blank between two of them."""
    return _quoted(" ".join(map(_raw, words)))


def _quoted(raw: str) -> Code:
    """Return text in double quotes, with escapes that Python and TOML read alike."""
    return Code(_printable(json.dumps(raw, ensure_ascii=False)))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def python_f_string(parts: Sequence[tuple[Words, Code | None]]) -> Code:
    """Return an f-string of literal text, each piece with the expression that follows it."""
    pieces: list[str] = []
    for literal, expression in parts:
        pieces.append(
            python_string(literal)[1:-1].replace("{", "{{").replace("}", "}}")
        )
        if expression is not None:
            pieces.append(f"{{{expression}}}")
    return Code(f'f"{"".join(pieces)}"')


def python_prose(words: Words, indent: int, before: str = "") -> Code:
    """Return a string literal, in parts on lines of their own where one line is too short.

    `before` is what precedes it on its line at `indent`; a comma follows.
    """
    literal = python_string(words)
    if indent + len(f"{before}{literal},") <= LINE_WIDTH:
        return literal
    start = "\n" + " " * indent
    # A part may end with a blank more than it is measured with.
    lines = _broken(words, LINE_WIDTH - indent - len('    "" '))
    parts = [f"{start}    {python_string(line)}" for line in lines]
    return Code(f"({''.join(parts)}{start})")


def _broken(words: Words, width: int) -> list[str]:
    """Return the words in lines that put together are the same text, blanks and all."""
    lines = [""]
    for word in re.findall(r"\s*\S+\s*|\s+", _raw(words)):
        if lines[-1] and len(lines[-1]) + len(word.rstrip()) > width:
            lines.append("")
        lines[-1] += word
    return lines


def python_query_name(name: Words) -> Code:
    """Return a Python string literal of a parameter's name as it stands in a URL (RFC 3986 §2)."""
    return _quoted(quote(_raw(name), safe=""))


def python_tuple(
    items: Sequence[Code], indent: int, before: str = "", after: str = ","
) -> Code:
    """Return a tuple of expressions, each on a line of its own where one line is too short.

    `before` and `after` are what stands around it on its line at `indent`.
    """
    line = f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    return _in_lines(line, "(", items, indent, before, after)


def python_call(
    function: str, arguments: Sequence[str], indent: int, before: str = ""
) -> Code:
    """Return a call, each argument on a line of its own where one line is too short.

    `before` is what precedes it on its line at `indent`; a comma follows.
    """
    line = f"{function}({', '.join(arguments)})"
    return _in_lines(line, f"{function}(", arguments, indent, before, ",")


def _in_lines(
    line: str, opening: str, items: Sequence[str], indent: int, before: str, after: str
) -> Code:
    if indent + len(f"{before}{line}{after}") <= LINE_WIDTH:
        return Code(line)
    start = "\n" + " " * indent
    inner = "".join(f"{start}    {item}," for item in items)
    return Code(f"{opening}{inner}{start})")


def python_docstring(words: Words, indent: int, before: str = "") -> Code:
    """Return the words as prose inside a docstring, wrapped, for a line at `indent`.

    `before` is all that precedes them on their first line, where that is not its indentation.
    No line begins with a doctest prompt, and the last character is no bare quote, so the docstring
    can end right after it.
    """
    escaped = _DOCSTRING_SPECIAL.sub(
        lambda match: "\\" + "\\".join(match.group()), _one_line(words)
    )
    escaped = _DOCTEST_PROMPT.sub(r"\\\\>>>", escaped)
    safe = _printable(escaped)
    taken = "-" * (len(before) - indent)
    lines = _in_whole_words(safe, LINE_WIDTH - indent, initial_indent=taken)
    return Code(f"\n{' ' * indent}".join(lines).removeprefix(taken))


def python_comment(words: Words, indent: int) -> Code:
    """Return the words as comment lines, each with its own `#`, for a line at `indent`.

    A line that a tool would take for an order to it begins with an ellipsis.
    """
    safe = "".join(char for char in _one_line(words) if char.isprintable())
    lines = [
        _TOOL_DIRECTIVE.sub(r"… \g<0>", line) for line in _wrapped(safe, indent + 2)
    ]
    return Code(f"\n{' ' * indent}".join(f"# {line}" for line in lines))


def typescript_string(*words: Words) -> Code:
    """Return a string literal of the words, in the quotes that need fewer escapes."""
    raw = " ".join(map(_raw, words))
    quote = "'" if raw.count('"') > raw.count("'") else '"'
    return Code(quote + _typescript_body(raw).replace(quote, "\\" + quote) + quote)


def _typescript_body(raw: str) -> str:
    """Return what stands in a literal, its quotes as they are."""
    body = json.dumps(raw, ensure_ascii=False)[1:-1]
    body = re.sub(r"\\(.)", lambda pair: '"' if pair[1] == '"' else pair[0], body)
    return "".join(
        char if char.isprintable() else _typescript_escape(char) for char in body
    )


def _typescript_escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def typescript_key(words: Words) -> Code:
    """Return the key of a property, in quotes where it has to be.

    `__proto__` is no key of an object literal but its prototype (ECMA-262 §B.3.1), unless computed.
    """
    raw = _raw(words)
    if raw == "__proto__":
        return Code('["__proto__"]')
    return Code(raw) if _TYPESCRIPT_NAME.fullmatch(raw) else typescript_string(raw)


def typescript_template(parts: Sequence[tuple[Words, Code | None]]) -> Code:
    """Return a template literal of literal text, each piece with the expression that follows it."""
    pieces: list[str] = []
    for literal, expression in parts:
        text = _typescript_body(_raw(literal))
        pieces.append(text.replace("`", "\\`").replace("${", "\\${"))
        if expression is not None:
            pieces.append(f"${{{expression}}}")
    return Code(f"`{''.join(pieces)}`")


def typescript_property(key: Code, words: Words, indent: int) -> Code:
    """Return a property with a text, over several lines where one is too short."""
    literal = typescript_string(words)
    inner = "\n" + " " * (indent + 2)
    if indent + len(f"{key}: {literal},") <= TYPESCRIPT_WIDTH:
        return Code(f"{key}: {literal},")
    if indent + 2 + len(f"{literal},") <= TYPESCRIPT_WIDTH:
        return Code(f"{key}:{inner}{literal},")
    width = TYPESCRIPT_WIDTH - indent - 2 - len('"" +')
    literals = [typescript_string(line) for line in _broken(words, width)]
    return Code(f"{key}:{inner}{f' +{inner}'.join(literals)},")


def typescript_constant(name: Code, words: Words) -> Code:
    """Return an exported constant with a text."""
    literal = typescript_string(words)
    line = f"export const {name} = {literal};"
    if len(line) <= TYPESCRIPT_WIDTH:
        return Code(line)
    return Code(f"export const {name} =\n  {literal};")


def typescript_list(
    before: str, items: Sequence[Code], after: str, indent: int
) -> Code:
    """Return the items of an array or of a call between what opens and closes it.

    Each stands on a line of its own where one line is too short.
    """
    line = f"{before}{', '.join(items)}{after}"
    if indent + len(line) <= TYPESCRIPT_WIDTH:
        return Code(line)
    inner = "".join(f"\n{' ' * (indent + 2)}{item}," for item in items)
    return Code(f"{before}{inner}\n{' ' * indent}{after}")


def typescript_doc(words: Words, indent: int, then: str = "") -> Code:
    """Return a documentation comment of the words, and of what the generator adds to them.

    Nothing in the words is a tag, a link or the end of the comment (TSDoc, escapes).
    """
    escaped = _TSDOC_SPECIAL.sub(r"\\\g<0>", _one_line(words)).replace("*/", "*\\/")
    safe = "".join(char for char in escaped if char.isprintable())
    text = f"{safe} {then}".strip()
    if indent + len(f"/** {text} */") <= TYPESCRIPT_WIDTH:
        return Code(f"/** {text} */")
    lines = _wrapped(text, indent + 3, TYPESCRIPT_WIDTH)
    start = "\n" + " " * indent
    return Code(f"/**{start}{start.join(f' * {line}' for line in lines)}{start} */")


def typescript_comment(words: Words, indent: int) -> Code:
    """Return the words as comment lines, each with its own `//`, for a line at `indent`.

    A line that a tool would take for an order to it begins with an ellipsis.
    """
    safe = "".join(char for char in _one_line(words) if char.isprintable())
    lines = [
        _TYPESCRIPT_DIRECTIVE.sub(r"… \g<0>", line)
        for line in _wrapped(safe, indent + 3, TYPESCRIPT_WIDTH)
    ]
    return Code(f"\n{' ' * indent}".join(f"// {line}" for line in lines))


def _wrapped(text: str, indent: int, line_width: int = LINE_WIDTH) -> list[str]:
    return _in_whole_words(text, line_width - indent)


def shell_word(words: Words) -> Code:
    """Return words as one word of a POSIX shell, on one line."""
    return Code(shlex.quote(_one_line(words)))


def markdown(words: Words) -> Code:
    """Return the words as inline Markdown: in a paragraph, a heading, a list or a table cell.

    Nothing in them is markup, HTML, a link or a template tag of a site builder.
    """
    text = (
        _one_line(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    text = _MARKDOWN_ANYWHERE.sub(lambda match: "\\" + "\\".join(match.group()), text)
    return Code(_MARKDOWN_AT_START.sub(r"\1\\\2", text))


def markdown_code(words: Words) -> Code:
    """Return the words as inline code, for any place of a page."""
    raw = _raw(words)
    if _CODE_SPAN.fullmatch(raw):
        return Code(f"`{raw}`")
    encoded = "".join(char if char.isalnum() else f"&#{ord(char)};" for char in raw)
    return Code(f"<code>{encoded}</code>")


def markdown_link(words: Words, url: str | None) -> Code:
    """Return a link, or the words alone where there is no address."""
    return Code(f"[{markdown(words)}]({url})") if url else markdown(words)


def html_text(words: Words) -> Code:
    """Return words as the text of an element, on one line."""
    return Code(html.escape(_one_line(words), quote=False))


def html_attribute(*words: Words) -> Code:
    """Return what stands in the quotes of an attribute, one blank between two of the words."""
    escaped = html.escape(" ".join(map(_raw, words)))
    return Code(escaped.replace("\n", "&#10;").replace("\t", "&#9;"))


def json_value(value: Any) -> Code:
    """Return a JSON value on one line, in ASCII; a `Text` in it is a JSON string."""
    return Code(json.dumps(value, default=_raw, separators=(", ", ": ")))


def json_document(value: Any) -> Code:
    """Return a JSON document for people: one member a line, in ASCII; a `Text` in it is a string."""
    return Code(json.dumps(value, default=_raw, indent=2))


def toml_string(words: Words) -> Code:
    """Return a TOML basic string (TOML 1.0, String)."""
    return _quoted(_raw(words))


def report_line(words: Words) -> Code:
    """Return the words on one line of a terminal, where no character of them is a command."""
    return Code(_printable(_one_line(words)))


def report_name(name: Words) -> Code:
    """Return a name or value of a spec in quotes, on one line of a terminal."""
    return Code(f'"{_printable(_raw(name))}"')
