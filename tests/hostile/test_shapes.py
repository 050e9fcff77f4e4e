"""The readers of formats detect what no text may change."""

from __future__ import annotations

import pytest

from tests import node
from tests.hostile import shapes
from tests.hostile.shapes import Tree


@pytest.mark.parametrize(
    ("line", "words", "expanded"),
    [
        ("a b", ["a", "b"], ["", ""]),
        ("KEY=''\"'\"'; touch PWN #'", ["KEY='; touch PWN #"], [""]),
        ("a#b '#c' \"#d\" \\#e", ["a#b", "#c", "#d", "#e"], ["#", "", "", ""]),
        ('$a "$b`c`!*" "\\$d"', ["$a", "$b`c`!*", "\\$d"], ["$", "$``!", ""]),
        ("'$a'b? \"'\"*\"'\"", ["$ab?", "'*'"], ["?", "*"]),
    ],
)
def test_shell_expands_unquoted_text(
    line: str, words: list[str], expanded: list[str]
) -> None:
    shape = shapes.shell(line)
    assert shape.words == words
    parts = tuple(("word", *one, "word") for one in expanded)
    assert shape.tree == (parts,)


PYTHON = [
    ("class A:\n    a = 1\n    b: int = 2\n", "b: int", "a: int"),
    ('x = {"a": 1, "b": 2}\n', '"b"', '"a"'),
    ('x = {a.b: 1, "b": 2, **c}\n', '"b"', "a.b"),
    ('x = {"a", "b"}\n', '"b"', '"a"'),
]
TYPESCRIPT = [
    ("const x = { a: 1, b: 2 };", "b:", "a:"),
    ("const x = { a: 1, b: 2 };", "b:", '"a":'),
    ('const x = { a: 1, ["b"]: 2 };', "b", "a"),
    ("class A { a = 1; b = 2; }", "b", "a"),
    ("interface A { a: 1; b: 2 }", "b:", "a:"),
    ("type A = { a: 1; b: 2 };", "b:", "a:"),
    ("enum A { a, b }", "b", "a"),
]


def tree_of(language: str, source: str) -> Tree:
    return shapes.FORMATS[language](source).tree


@pytest.mark.parametrize(
    ("language", "source", "name", "other"),
    [(".py", *one) for one in PYTHON] + [(".ts", *one) for one in TYPESCRIPT],
)
def test_members_with_equal_names_change_the_shape(
    language: str, source: str, name: str, other: str
) -> None:
    if language == ".ts":
        node.required()
    apart = tree_of(language, source)
    assert tree_of(language, source.replace(name, name.replace("b", "c"))) == apart
    assert tree_of(language, source.replace(name, other)) != apart
