"""A spec's words to Python: literals, docstrings, and comments, in lines that Black keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from generator.model.text import Code
from generator.targets.encoders.words import (
    Words,
    broken,
    in_whole_words,
    one_line,
    printable,
    quoted,
    raw_of,
)

LINE_WIDTH = 88
"""Black's line length. Python's encoders break lines as Black does, which then has nothing to do."""
_QUOTES = re.compile(r"\\(.)|'")
_DOCSTRING_SPECIAL = re.compile(r'"""|"$|\\')
_DOCTEST_PROMPT = re.compile(r"(?<!\S)>>>")
_TOOL_DIRECTIVE = re.compile(
    r"^(type|fmt|noqa|pyright|mypy|ruff|flake8|isort|pylint|pragma|yapf|nosec|coding|-\*-)",
    re.IGNORECASE,
)


def python_string(*words: Words) -> Code:
    """Return a Python string literal of the words, joined by spaces."""
    return _literal(" ".join(map(raw_of, words)))


def python_option(option: Code, value: Words) -> Code:
    """Return a Python string literal of a command's option and its value: `--scope=VALUE`."""
    return _literal(f"{option}={raw_of(value)}")


def _literal(raw: str) -> Code:
    """Return a literal in the quotes that need fewer backslashes, as Black chooses them."""
    if raw.count('"') <= raw.count("'"):
        return quoted(raw)
    inner = _QUOTES.sub(
        lambda one: {"'": "\\'", '\\"': '"'}.get(one[0], one[0]), quoted(raw)[1:-1]
    )
    return Code(f"'{inner}'")


def python_f_string(parts: Sequence[tuple[Words, Code | None]]) -> Code:
    """Return an f-string of literal text, each piece with the expression that follows it."""
    pieces: list[str] = []
    for literal, expression in parts:
        pieces.append(
            quoted(raw_of(literal))[1:-1].replace("{", "{{").replace("}", "}}")
        )
        if expression is not None:
            pieces.append(f"{{{expression}}}")
    return Code(f'f"{"".join(pieces)}"')


def python_prose(words: Words, indent: int, before: str = "") -> Code:
    """Return a string literal, in parts on separate lines if one line is too short.

    `before` is what precedes it on its line at `indent`; a comma follows.
    """
    literal = python_string(words)
    if indent + len(f"{before}{literal},") <= LINE_WIDTH:
        return literal
    start = "\n" + " " * indent
    # A part may end with a space that was not measured.
    lines = broken(words, LINE_WIDTH - indent - len('    "" '))
    parts = [f"{start}    {python_string(line)}" for line in lines]
    return Code(f"({''.join(parts)}{start})")


def python_query_name(name: Words) -> Code:
    """Return a Python string literal of a parameter's name as a URL contains it (RFC 3986 §2)."""
    return quoted(quote(raw_of(name), safe=""))


def python_tuple(
    items: Sequence[Code], indent: int, before: str = "", after: str = ","
) -> Code:
    """Return a tuple of expressions, each on a separate line if one line is too short.

    `before` and `after` are what stands around it on its line at `indent`.
    """
    line = f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    return _in_lines(line, "(", items, indent, before, after)


def python_call(
    function: str,
    arguments: Sequence[str],
    indent: int,
    before: str = "",
    after: str = ",",
) -> Code:
    """Return a call, with each argument on a separate line if one line is too short.

    `before` and `after` are what stands around it on its line at `indent`.
    """
    line = f"{function}({', '.join(arguments)})"
    return _in_lines(line, f"{function}(", arguments, indent, before, after)


def python_dictionary(
    pairs: Sequence[str], indent: int, before: str = "", after: str = ","
) -> Code:
    """Return a dictionary of `KEY: VALUE`, each on a separate line if one line is too short.

    `before` and `after` are what stands around it on its line at `indent`.
    """
    line = f"{{{', '.join(pairs)}}}"
    return _in_lines(line, "{", pairs, indent, before, after)


def python_import(module: str, names: Sequence[str]) -> Code:
    """Return an import of names, each on a separate line if one line is too short."""
    line = f"from {module} import "
    if len(line + ", ".join(names)) <= LINE_WIDTH:
        return Code(line + ", ".join(names))
    return _in_lines(f"({', '.join(names)})", f"{line}(", names, 0, line, "")


def _in_lines(
    line: str, opening: str, items: Sequence[str], indent: int, before: str, after: str
) -> Code:
    if indent + len(f"{before}{line}{after}") <= LINE_WIDTH:
        return Code(line)
    start = "\n" + " " * indent
    inner = "".join(f"{start}    {item}," for item in items)
    return Code(f"{opening}{inner}{start}{line[-1]}")


def python_docstring(words: Words, indent: int, before: str = "") -> Code:
    """Return the words as prose inside a docstring, wrapped, for a line at `indent`.

    `before` is all that precedes them on their first line, where that is not its indentation.
    No line begins with a doctest prompt, and the last character is not a bare quote, so the docstring
    can end right after it.
    """
    escaped = _DOCSTRING_SPECIAL.sub(
        lambda match: "\\" + "\\".join(match.group()), one_line(words)
    )
    escaped = _DOCTEST_PROMPT.sub(r"\\\\>>>", escaped)
    safe = printable(escaped)
    taken = "-" * (len(before) - indent)
    lines = in_whole_words(safe, LINE_WIDTH - indent, initial_indent=taken)
    return Code(f"\n{' ' * indent}".join(lines).removeprefix(taken))


def python_comment(words: Words, indent: int) -> Code:
    """Return the words as comment lines, each with its own `#`, for a line at `indent`.

    A line that a tool would take for an order to it begins with an ellipsis.
    """
    safe = "".join(char for char in one_line(words) if char.isprintable())
    lines = [
        _TOOL_DIRECTIVE.sub(r"… \g<0>", line)
        for line in in_whole_words(safe, LINE_WIDTH - indent - 2)
    ]
    return Code(f"\n{' ' * indent}".join(f"# {line}" for line in lines))
