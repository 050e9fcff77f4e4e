"""TypeScript as people write it; in tests/typescript, Node.js reads it back."""

from __future__ import annotations

import pytest

from generator.model.text import Code, Text
from generator.targets.typescript.encoders import (
    typescript_comment,
    typescript_constant,
    typescript_doc,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", '""'),
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "yes"', "'say \"yes\"'"),
        ("\"'", '"\\"\'"'),
        ('""\'', "'\"\"\\''"),
        ('\\"', "'\\\\\"'"),
        ("a\\b", '"a\\\\b"'),
        ("a\n\tb", '"a\\n\\tb"'),
        ("é日🎈", '"é日🎈"'),
        ("\x7f\u2028\uffff\U000e0001", '"\\u007f\\u2028\\uffff\\u{e0001}"'),
    ],
)
def test_typescript_string_has_the_quotes_that_need_fewer_escapes(
    text: str, code: str
) -> None:
    assert typescript_string(text) == code


def test_typescript_string_joins_words_with_a_space() -> None:
    assert typescript_string(Text("search for"), "users") == '"search for users"'


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("abc", "abc"),
        ("$a_1", "$a_1"),
        ("a-b", '"a-b"'),
        ("1a", '"1a"'),
        ("", '""'),
        ("__proto__", '["__proto__"]'),
        ("a__proto__", "a__proto__"),
    ],
)
def test_typescript_key_is_bare_if_it_is_a_name_other_than_the_prototype(
    key: str, code: str
) -> None:
    # A slice, so that it is not the same object as the literal.
    assert typescript_key(Text(f" {key}"[1:])) == code


def test_typescript_template_contains_texts_and_expressions() -> None:
    parts = [("a`${b\\", Code("x.y")), ("\n\"$'", None)]
    assert typescript_template(parts) == "`a\\`\\${b\\\\${x.y}\\n\"$'`"


A, B = "a" * 61, "b" * 10


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a", 'k: "a",'),
        ("a" * 72, f'k: "{"a" * 72}",'),
        (f"{'a' * 71} b", f'k:\n    "{"a" * 71} b",'),
        ("a" * 73, f'k:\n    "{"a" * 73}",'),
        ("a" * 74, f'k:\n    "{"a" * 74}",'),
        (f"{A} {B} c", f'k:\n    "{A} {B} " +\n    "c",'),
        (f"{A} {B}b c", f'k:\n    "{A} " +\n    "{B}b c",'),
    ],
)
def test_typescript_property_is_broken_at_80_characters(words: str, code: str) -> None:
    assert typescript_property(Code("k"), words, 2) == code


def test_typescript_property_with_more_indentation_is_broken_earlier() -> None:
    # Eight spaces, two quotes, a space, and a plus leave 68.
    words = f"{'a' * 60} {'b' * 7} ccc"
    assert typescript_property(Code("k"), words, 6) == (
        f'k:\n        "{"a" * 60} {"b" * 7} " +\n        "ccc",'
    )


def test_typescript_lines_are_indented_by_two_more() -> None:
    def of(words: str) -> Code:
        return typescript_property(Code("k"), words, 4)

    long, b, c = "a" * 58, "b" * 11, "c" * 10
    assert of(f"{long}{b} c") == f'k:\n      "{long}{b} c",'
    assert of(f"{long} {b} {c}") == f'k:\n      "{long} {b} " +\n      "{c}",'
    item = Code("a" * 73)
    assert typescript_list("f(", [item], ");", 4) == f"f(\n      {item},\n    );"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a", 'export const N = "a";'),
        ("a" * 60, f'export const N = "{"a" * 60}";'),
        ("a" * 61, f'export const N =\n  "{"a" * 61}";'),
    ],
)
def test_typescript_constant_is_broken_at_80_characters(words: str, code: str) -> None:
    assert typescript_constant(Code("N"), words) == code


@pytest.mark.parametrize(
    ("length", "code"),
    [
        (66, f"  f({'a' * 66}, b);"),
        (71, f"  f({'a' * 71}, b);"),
        (72, f"  f(\n    {'a' * 72},\n    b,\n  );"),
    ],
)
def test_typescript_list_is_broken_at_80_characters(length: int, code: str) -> None:
    items = [Code("a" * length), Code("b")]
    assert f"  {typescript_list('f(', items, ');', 2)}" == code


@pytest.mark.parametrize(
    ("words", "then", "code"),
    [
        ("a" * 71, "", f"/** {'a' * 71} */"),
        ("a" * 72, "", f"/**\n   * {'a' * 72}\n   */"),
        ("a" * 69, "b", f"/** {'a' * 69} b */"),
        ("a" * 70, "b", f"/**\n   * {'a' * 70} b\n   */"),
        (f"{'a' * 73} b c", "", f"/**\n   * {'a' * 73} b\n   * c\n   */"),
        (f"{'a' * 74} b c", "", f"/**\n   * {'a' * 74}\n   * b c\n   */"),
        ("a\x7f", "{@link b}", "/** a {@link b} */"),
    ],
)
def test_typescript_doc_is_broken_at_80_characters(
    words: str, then: str, code: str
) -> None:
    assert typescript_doc(words, 2, then) == code


def test_typescript_doc_escapes_only_the_words() -> None:
    assert typescript_doc("{@link a} */ <b> [c] `d` \\", 0, "{@link e}") == (
        "/** \\{\\@link a\\} \\*\\/ \\<b\\> \\[c\\] \\`d\\` \\\\ {@link e} */"
    )


@pytest.mark.parametrize("order", ["@ts-ignore", "eslint-disable", "/reference"])
def test_typescript_comment_is_not_a_directive_to_a_tool(order: str) -> None:
    assert typescript_comment(f"\x7f{order}", 0) == f"// … {order}"
    wrapped = f"{'word ' * 15}{order}"
    assert typescript_comment(wrapped, 0).splitlines()[-1] == f"// … {order}"
