"""Outputs to their shapes, with one reader per format: a new format is one function in `FORMATS`.

A shape is what text cannot change. Each word of the output moves from it to a list, so
that two outputs of one shape can still be compared word by word.
"""

from __future__ import annotations

import ast
import configparser
import doctest
import functools
import io
import json
import re
import shlex
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import html5lib
import tomli
import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from tests.hostile.typescript import parsed

Tree = Any
"""Nested tuples, texts, and numbers."""

_DIRECTIVE = re.compile(
    r"#+\s*(type:|fmt:|noqa|pyright:|mypy:|ruff:|isort:|pylint:|pragma|yapf:|nosec)",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"""(?P<blank>\s+)|(?P<comment>\#.*)|(?P<operator>[;&|<>()]+|\\$)
    |(?P<word>(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s;&|<>()'"\\])+)""",
    re.VERBOSE,
)
"""The tokens of a shell line: POSIX, Shell Command Language, 2.2 and 2.3."""
_SHELL_PIECE = re.compile(
    r"""'[^']*'|"(?P<double>(?:[^"\\]|\\.)*)"|\\.|(?P<bare>[^'"\\]+)"""
)
"""The parts of a word: single quotes and backslashes make the characters after them literal."""
_XML = "{http://www.w3.org/1999/xhtml}"


class NoReader(LookupError):
    """A file has a format without a reader here."""


@dataclass
class Shape:
    """An output as its tree, and the words and names from it in their order."""

    tree: Tree = None
    words: list[str] = field(default_factory=list[str])
    names: list[str] = field(default_factory=list[str])

    def word(self, text: str) -> str:
        """Move a word to the list, and return its placeholder."""
        self.words.append(text)
        return "word"

    def part(self, other: Shape) -> Tree:
        """Add the words of an output within this one, and return its tree."""
        self.words += other.words
        self.names += other.names
        return other.tree


def python(text: str) -> Shape:
    """Return the syntax tree without its names and texts; the number of doctests in a text remains.

    A comment that is a directive to a tool is part of the shape.
    """
    shape = Shape()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(text.encode()).readline)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    orders: list[str] = []
    # Most modules have nothing like a directive, in a comment or elsewhere, and take long to split into tokens.
    if _DIRECTIVE.search(text):
        orders = [
            one.string
            for one in tokens
            if one.type == tokenize.COMMENT and _DIRECTIVE.match(one.string)
        ]
    parsed = _python_node(ast.parse(text, type_comments=True), shape)
    shape.tree = (encoding, tuple(orders), parsed)
    return shape


def _python_node(node: object, shape: Shape) -> Tree:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        documentation = node.value.value
        if isinstance(documentation, str):
            examples = doctest.DocTestParser().get_examples(documentation)
            return ("text", len(examples), shape.word(documentation))
    if isinstance(node, ast.Constant):
        value = node.value
        return (
            ("constant", shape.word(value))
            if isinstance(value, str)
            else (type(value).__name__, repr(value))
        )
    if isinstance(node, ast.keyword | ast.Attribute):
        # An argument or a member can have the name of a variable.
        own = node.arg if isinstance(node, ast.keyword) else node.attr
        shape.names.append(f"{type(node).__name__} {own}")
        return (type(node).__name__, _python_node(node.value, shape))
    if isinstance(node, ast.ImportFrom):
        shape.names.append(f"module {node.module}")
        return ("ImportFrom", node.level, _python_node(node.names, shape))
    if isinstance(node, ast.AST):
        members = [_python_node(value, shape) for _, value in ast.iter_fields(node)]
        return (type(node).__name__, _told_apart(node), *members)
    if isinstance(node, list):
        return tuple(_python_node(one, shape) for one in cast("list[object]", node))
    if isinstance(node, str):
        shape.names.append(node)
        return "name"
    return repr(node)


def _told_apart(node: ast.AST) -> int:
    """Return how many members of a class, dictionary, or set have different names."""
    members: list[ast.AST | None] = []
    if isinstance(node, ast.Dict):
        members = [*node.keys]
    elif isinstance(node, ast.Set):
        members = [*node.elts]
    elif isinstance(node, ast.ClassDef):
        members = [
            part
            for one in node.body
            if isinstance(one, ast.Assign | ast.AnnAssign)
            for part in (one.targets if isinstance(one, ast.Assign) else [one.target])
        ]
    return len({ast.dump(one) for one in members if one is not None})


def data(value: object, shape: Shape) -> Tree:
    """Return the shape of a JSON value; a key is a word, too."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return (
            "object",
            *((shape.word(key), data(one, shape)) for key, one in members.items()),
        )
    if isinstance(value, list):
        return ("list", *(data(one, shape) for one in cast("list[object]", value)))
    if isinstance(value, str):
        return shape.word(value)
    return (type(value).__name__, repr(value))


def openapi(text: str) -> Shape:
    """Return the shape of an OpenAPI document, whose descriptions are Markdown (OpenAPI 3.1, §4.5)."""
    shape = Shape()
    shape.tree = data(_described(json.loads(text), shape), shape)
    return shape


def _described(value: object, shape: Shape) -> object:
    """Return a value without its descriptions, which become part of the shape."""
    if isinstance(value, list):
        return [_described(one, shape) for one in cast("list[object]", value)]
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, object]", value)
    # A scope can be named description, too; its value has neither a type nor a title.
    is_object = bool({"type", "title"} & set(members))
    kept: dict[str, object] = {}
    for key, member in members.items():
        if key == "description" and is_object:
            kept[key] = repr(shape.part(markdown(str(member))))
        else:
            kept[key] = _described(member, shape)
    return kept


def _data_format(load: Callable[[str], object]) -> Callable[[str], Shape]:
    def read(text: str) -> Shape:
        shape = Shape()
        shape.tree = data(load(text), shape)
        return shape

    return read


def shell(text: str) -> Shape:
    """Return, for each line, its operators and the number of words between them.

    In a transcript of a terminal, only the lines after a prompt are commands.
    """
    shape = Shape()
    is_transcript = re.search(r"^\$ ", text, re.MULTILINE) is not None
    lines: list[Tree] = []
    for line in text.splitlines():
        if is_transcript and not line.startswith("$ "):
            lines.append(shape.word(line))
            continue
        lines.append(tuple(_shell_parts(line.removeprefix("$ "), shape)))
    shape.tree = tuple(lines)
    return shape


def _shell_parts(line: str, shape: Shape) -> Iterator[Tree]:
    """Yield the operators of a line, and what a shell expands in each word."""
    end = 0
    for part in _SHELL.finditer(line):
        if part.start() != end:
            break
        end = part.end()
        if part["operator"]:
            yield part["operator"]
        elif part["comment"]:
            yield ("comment", shape.word(part["comment"]))
        elif part["word"]:
            (word,) = shlex.split(part["word"])
            yield ("word", *_expanded(part["word"]), shape.word(word))
    if end != len(line):
        raise ValueError(f"a shell waits for more after {line[:end]!r}")


def _expanded(word: str) -> Iterator[str]:
    """Yield the characters of a word that a shell does not treat literally."""
    for piece in _SHELL_PIECE.finditer(word):
        # In double quotes, a shell expands variables, commands, and history, but no file names.
        yield from re.findall(
            r"[$`!]", re.sub(r"\\[$`\"\\]", "", piece["double"] or "")
        )
        yield from re.findall(r"[$`*?\[\]{}~!#]", piece["bare"] or "")


def typescript(text: str) -> Shape:
    """Return the syntax tree, with directives to the compiler and documentation tags."""
    found = parsed(text)
    return Shape(found["tree"], found["words"], found["names"])


def lines(text: str) -> Shape:
    """Return the number of lines, and which of them are indented."""
    shape = Shape()
    shape.tree = tuple(
        (len(line) - len(line.lstrip()), shape.word(line.strip()))
        for line in text.splitlines()
    )
    return shape


def ini(text: str) -> Shape:
    """Return the sections and options of an INI file, as systemd's units are."""
    reader = configparser.RawConfigParser(delimiters=("=",), strict=False)
    reader.optionxform = str  # type: ignore[assignment,method-assign]
    reader.read_string(text)
    shape = Shape()
    sections = {name: dict(reader[name]) for name in reader.sections()}
    shape.tree = data(sections, shape)
    return shape


PAGES = 1024
"""The number of cached pages: for their shape, their HTML, and their fences."""


PARAGRAPHS = 8192
"""The number of cached paragraphs: most are the same in many pages."""


@functools.cache
def _whole() -> MarkdownIt:
    """Return a reader of GitHub's Markdown: with tables, bare links, and HTML."""
    return MarkdownIt("gfm-like", {"html": True, "linkify": True})


@functools.cache
def _markdown() -> MarkdownIt:
    """Return the same reader, which reads equal paragraphs once."""
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    reader.core.ruler.at("inline", _inline)
    reader.core.ruler.enableOnly(["normalize", "block", "inline"])
    return reader


def _inline(state: StateCore) -> None:
    """Read what is in the paragraphs of a page."""
    for token in state.tokens:
        if token.type == "inline" and state.env.get("references"):
            # What these mean is elsewhere on the page.
            [read] = _whole().parseInline(token.content, state.env)
            token.children = read.children
        elif token.type == "inline":
            token.children = _paragraph(token.content)


@functools.lru_cache(PARAGRAPHS)
def _paragraph(content: str) -> list[Token] | None:
    return _whole().parseInline(content)[0].children


@functools.lru_cache(PAGES)
def _parsed(text: str) -> Sequence[Token]:
    return _markdown().parse(text)


def markdown(text: str) -> Shape:
    """Return the tokens of a page. A fence is read in the format that it names."""
    shape = Shape()
    shape.tree = tuple(_markdown_tokens(_parsed(text), shape))
    return shape


def markdown_html(text: str) -> str:
    """Return a page as HTML."""
    reader = _markdown()
    return str(reader.renderer.render(_parsed(text), reader.options, {}))


def fences(text: str) -> Iterable[tuple[str, str]]:
    """Return each fence of a page: its format and its content."""
    for token in _parsed(text):
        if token.type == "fence":
            yield token.info, token.content


def _markdown_tokens(tokens: Sequence[Token], shape: Shape) -> Iterable[Tree]:
    flat = [one for token in tokens for one in (token.children or [token])]
    index = 0
    while index < len(flat):
        token = flat[index]
        index += 1
        if token.type == "html_inline" and token.content == "<code>":
            # The other form of inline code, for text that backticks cannot contain.
            end = next(
                place
                for place in range(index, len(flat))
                if flat[place].type == "html_inline"
            )
            inner = "".join(one.content for one in flat[index:end])
            if flat[end].content == "</code>" and all(
                one.type.startswith("text") for one in flat[index:end]
            ):
                index = end + 1
                yield ("code_inline", shape.word(inner))
                continue
        yield _markdown_token(token, shape)


def _markdown_token(token: Token, shape: Shape) -> Tree:
    if token.type == "fence":
        inner = FORMATS[FENCES[token.info]](token.content)
        return ("fence", token.info, shape.part(inner))
    if token.type == "code_inline":
        return ("code_inline", shape.word(token.content))
    if token.type == "text":
        return ("text", shape.word(token.content)) if token.content else ()
    if token.type in ("html_block", "html_inline"):
        return (token.type, shape.part(html(token.content)))
    attributes = tuple(
        (key, shape.word(str(value))) for key, value in sorted(token.attrs.items())
    )
    return (token.type, token.tag, token.nesting, token.markup, attributes)


def html(text: str) -> Shape:
    """Return the elements of a page as a browser parses them, with the names of attributes.

    A script with data is read as data; any other script or style is part of the shape.
    """
    shape = Shape()
    document = cast("Any", html5lib).parse(text, treebuilder="etree")
    shape.tree = _html_element(document, shape)
    return shape


def _html_element(element: Any, shape: Shape) -> Tree:
    if not isinstance(element.tag, str):
        return ("comment", shape.word(element.text or ""), _html_text(element, shape))
    tag = element.tag.removeprefix(_XML)
    attributes = tuple(
        (str(key), shape.word(value)) for key, value in sorted(element.items())
    )
    inner: Tree = element.text or ""
    if tag == "script" and "json" in element.get("type", ""):
        inner = shape.part(FORMATS[".json"](inner))
    elif tag not in ("script", "style"):
        inner = shape.word(inner)
    children = tuple(_html_element(one, shape) for one in element)
    return (tag, attributes, inner, children, _html_text(element, shape))


def _html_text(element: Any, shape: Shape) -> Tree:
    return shape.word(element.tail or "")


FORMATS: dict[str, Callable[[str], Shape]] = {
    "": lines,
    ".html": html,
    ".ini": ini,
    ".json": _data_format(json.loads),
    ".md": markdown,
    ".py": python,
    ".sh": shell,
    ".toml": _data_format(tomli.loads),
    ".ts": typescript,
    ".txt": lines,
    ".yaml": _data_format(yaml.safe_load),
    ".yml": _data_format(yaml.safe_load),
}
"""The reader of each format, by the end of a file's name."""

FENCES = {
    "console": ".sh",
    "html": ".html",
    "ini": ".ini",
    "json": ".json",
    "python": ".py",
    "sh": ".sh",
    # Nothing reads these statements, because the spec has no part in them.
    "sql": ".txt",
    "text": ".txt",
    "toml": ".toml",
    "ts": ".ts",
    "typescript": ".ts",
    "yaml": ".yaml",
}
"""The formats of fences in Markdown."""


def shape_of(path: str, text: str) -> Shape:
    """Return the shape of a file. Raises NoReader if its format has no reader."""
    name = path.rpartition("/")[2]
    if name == "openapi.json":
        return openapi(text)
    dot = name.rfind(".")
    suffix = name[dot:] if dot > 0 else ""
    if suffix not in FORMATS:
        raise NoReader(f"add a reader of {suffix} to tests/hostile/shapes.py")
    return FORMATS[suffix](text)
