"""Python itself reads back literals, docstrings, and comments."""

from __future__ import annotations

import ast
import doctest
import io
import tokenize
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model.text import Code, Text
from generator.targets.formatting import formatted
from generator.targets.python.encoders import (
    python_call,
    python_comment,
    python_dictionary,
    python_docstring,
    python_f_string,
    python_import,
    python_prose,
    python_query_name,
    python_string,
    python_tuple,
)
from tests.encoders.texts import any_hostile, hostile, prose, some, texts, words_of

# Python literals


@any_hostile
def test_python_string_reads_back_equal(text: str) -> None:
    assert ast.literal_eval(python_string(Text(text))) == text


@some
@given(texts)
def test_python_string_of_any_text_reads_back_equal(text: str) -> None:
    code = python_string(Text(text))
    assert ast.literal_eval(code) == text
    assert code.isprintable()


def test_python_query_name_is_percent_encoded() -> None:
    assert python_query_name(Text("a.b_c-d")) == '"a.b_c-d"'
    assert python_query_name(Text("a b&c=é#%:~/")) == (
        '"a%20b%26c%3D%C3%A9%23%25%3A~%2F"'
    )


@hostile
def test_python_query_name_of_any_words_is_one_name(text: str) -> None:
    name = ast.literal_eval(python_query_name(Text(text)))
    assert parse_qsl(f"{name}=1&end=2") == [(text, "1"), ("end", "2")]


def test_python_string_joins_words_with_a_space() -> None:
    assert python_string(Text("search for"), Text("users")) == '"search for users"'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("plain", '"plain"'),
        ("", '""'),
        ("it's", '"it\'s"'),
        ('say "x"', "'say \"x\"'"),
        ('"it\'s"', "'\"it\\'s\"'"),
        ("it's \"", '"it\'s \\""'),
        ('\\"', "'\\\\\"'"),
        ("a\\b", '"a\\\\b"'),
        ("a\n\tb", '"a\\n\\tb"'),
        ("é日🎈", '"é日🎈"'),
        ("a\x7f\xa0\u200b\uffff", '"a\\u007f\\u00a0\\u200b\\uffff"'),
        ("\U000e0001b", '"\\U000e0001b"'),
    ],
)
def test_python_string_is_written_as_people_do(text: str, code: str) -> None:
    assert python_string(text) == code


def f_string_values(code: str) -> list[ast.expr]:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.JoinedStr)
    return node.values


@any_hostile
def test_f_string_contains_its_texts_and_one_expression(text: str) -> None:
    assert_f_string(text)


@some
@given(texts)
def test_f_string_of_any_text_contains_its_texts_and_one_expression(text: str) -> None:
    assert_f_string(text)


def assert_f_string(text: str) -> None:
    code = python_f_string(
        [(Text(f"{text}<"), Code("self.x")), (Text(f">{text}"), None)]
    )
    before, expression, after = f_string_values(code)
    assert ast.dump(before) == ast.dump(ast.Constant(f"{text}<"))
    assert isinstance(expression, ast.FormattedValue)
    assert ast.unparse(expression.value) == "self.x"
    assert ast.dump(after) == ast.dump(ast.Constant(f">{text}"))


def test_f_string_without_expressions_is_a_text() -> None:
    assert python_f_string([("a{b}", None)]) == 'f"a{{b}}"'


def test_f_string_is_written_as_people_do() -> None:
    parts = [("Bearer ", Code("self.reveal()")), ("", Code("x")), ("!", None)]
    assert python_f_string(parts) == 'f"Bearer {self.reveal()}{x}!"'


def literals_of(code: str) -> list[str]:
    """Return the value of each literal in a text of one or more parts."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [
        str(ast.literal_eval(one.string))
        for one in tokens
        if one.type == tokenize.STRING
    ]


@any_hostile
def test_python_prose_reads_back_equal(text: str) -> None:
    code = python_prose(Text(text), 8)
    assert ast.literal_eval(code) == text
    assert "".join(literals_of(code)) == text


@some
@given(texts.filter(bool), st.sampled_from([0, 8, 60]))
@example(" ", 8)
@example("\n", 8)
@example("x" * 200 + " y", 8)
def test_python_prose_of_any_text_reads_back_equal(text: str, indent: int) -> None:
    code = python_prose(Text(text), indent)
    assert ast.literal_eval(code) == text
    assert "".join(literals_of(code)) == text


def test_short_prose_is_one_literal() -> None:
    assert python_prose("See records.", 8) == '"See records."'


def test_long_prose_is_in_parts_that_fit_their_line() -> None:
    text = "ninechars " * 17
    assert python_prose(text, 8, "story=") == (f"""(
            "{'ninechars ' * 7}"
            "{'ninechars ' * 7}"
            "{'ninechars ' * 3}"
        )""")


@pytest.mark.parametrize(
    ("indent", "length", "fits"),
    [(8, 71, True), (8, 72, False), (4, 75, True), (4, 76, False)],
)
def test_prose_has_its_line_up_to_88_characters(
    indent: int, length: int, fits: bool
) -> None:
    # Eight spaces, six characters before it, two quotes, and a comma: 88 with 71 more.
    code = python_prose("x" * length, indent, "story=")
    literal, start = f'"{"x" * length}"', "\n" + " " * indent
    assert code == (literal if fits else f"({start}    {literal}{start})")


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([], "()"),
        ([Code('"a"')], '("a",)'),
        ([Code('"a"'), Code('"b"')], '("a", "b")'),
        ([Code("1" * 30)] * 2, f"({'1' * 30}, {'1' * 30})"),
        (
            [Code("1" * 30)] * 3,
            f"(\n        {'1' * 30},\n        {'1' * 30},\n        {'1' * 30},\n    )",
        ),
    ],
)
def test_python_tuple_of_any_length_is_a_tuple(items: list[Code], code: str) -> None:
    assert python_tuple(items, 4) == code
    assert isinstance(ast.literal_eval(code), tuple)


@pytest.mark.parametrize(
    ("indent", "before", "after", "fits"),
    [
        (0, "x = ", "", True),
        (0, "xx = ", "", False),
        (0, "x=", ",", True),
        (0, "xxx=", ",", False),
        (4, "", "", True),
        (4, "x", "", False),
    ],
)
def test_python_tuple_counts_the_code_around_it(
    indent: int, before: str, after: str, fits: bool
) -> None:
    code = python_tuple([Code("1" * 40), Code("2" * 40)], indent, before, after)
    line, start = f"({'1' * 40}, {'2' * 40})", "\n" + " " * indent
    lines = f"({start}    {'1' * 40},{start}    {'2' * 40},{start})"
    assert code == (line if fits else lines)


def test_python_call_has_one_argument_per_line_if_one_line_is_too_short() -> None:
    assert python_call("f", ["1", "a=2"], 4, "x=") == "f(1, a=2)"
    assert python_call("f", ["1" * 60, f"a={'2' * 20}"], 4, "x=") == (
        f"f(\n        {'1' * 60},\n        a={'2' * 20},\n    )"
    )


def test_python_dictionary_has_one_pair_per_line_if_one_line_is_too_short() -> None:
    assert python_dictionary(["1: 2", "3: 4"], 4, "x=") == "{1: 2, 3: 4}"
    pairs = [f"1: {'1' * 40}", f"2: {'2' * 37}"]
    line = f"{{{pairs[0]}, {pairs[1]}}}"
    assert len(line) == 87
    assert python_dictionary(pairs, 0, "x", "") == line
    assert python_dictionary(pairs, 0, "x", ",") == (
        f"{{\n    {pairs[0]},\n    {pairs[1]},\n}}"
    )


def test_python_import_has_one_name_per_line_if_one_line_is_too_short() -> None:
    names = ["a" * 30, "b" * 31]
    line = f"from .module import {names[0]}, {names[1]}"
    assert len(line) == 83
    assert python_import(".module", names) == line
    assert python_import(".module23456", names) == line.replace("le ", "le23456 ")
    assert python_import(".module234567", names) == (
        f"from .module234567 import (\n    {names[0]},\n    {names[1]},\n)"
    )


# Docstrings and comments


def docstring_words(text: str) -> str:
    """Return the text of a docstring, with a backslash before each doctest prompt."""
    return " ".join(
        f"\\{word}" if word.startswith(">>>") else word for word in text.split()
    )


def assert_docstring(text: str) -> None:
    code = python_docstring(Text(text), 4)
    single = f'def f() -> None:\n    """{code}"""\n'
    among = f'def f() -> None:\n    """Args:\n    x: {code}\n    y: z\n    """\n'
    for program, before, after in ((single, "", ""), (among, "Args: x: ", " y: z")):
        module = ast.parse(program)
        (function,) = module.body
        assert isinstance(function, ast.FunctionDef)
        assert len(function.body) == 1
        docstring = ast.get_docstring(function)
        assert docstring is not None
        assert words_of(docstring) == f"{before}{docstring_words(text)}{after}"
        assert doctest.DocTestParser().get_examples(docstring) == []


@hostile
def test_docstring_contains_the_words_and_no_doctest(text: str) -> None:
    assert_docstring(text)


@some
@given(prose)
@example('"""')
@example('a"""')
@example('a""""""')
def test_docstring_of_any_text_contains_the_words_and_no_doctest(text: str) -> None:
    assert_docstring(text)


@hostile
def test_formatted_docstring_contains_the_words(text: str) -> None:
    code = python_docstring(Text(text), 4)
    program = formatted("x.py", f'def f() -> None:\n    """{code}"""\n').decode()
    (function,) = ast.parse(program).body
    assert isinstance(function, ast.FunctionDef)
    assert words_of(ast.get_docstring(function) or "") == docstring_words(text)


def test_docstring_is_wrapped_at_its_indentation() -> None:
    code = python_docstring("word " * 20, 60)
    assert code == f"\n{' ' * 60}".join(["word word word word word"] * 4)


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ("", 9),
        (" " * 38 + "a:", 9),
        (" " * 48 + "name: ", 7),
        (" " * 48 + "name_of: ", 6),
    ],
)
def test_docstring_leaves_room_for_the_code_before_it(before: str, first: int) -> None:
    # 88 columns less 42 hold nine words in 46; less 54, seven in 34; less 57, six in 31.
    code = python_docstring("word " * 12, 42, before)
    lines = [" ".join(["word"] * count) for count in (first, 12 - first)]
    assert code == f"\n{' ' * 42}".join(lines)


def test_docstring_keeps_quotes_and_letters_as_they_are() -> None:
    assert python_docstring('the "x" of é 🎈', 4) == 'the "x" of é 🎈'


def assert_comment(text: str) -> None:
    code = python_comment(Text(text), 4)
    program = f"if x:\n    {code}\n    y\n"
    tokens = list(tokenize.generate_tokens(io.StringIO(program).readline))
    comments = [one.string for one in tokens if one.type == tokenize.COMMENT]
    rest = [
        one.string
        for one in tokens
        if one.type in (tokenize.NAME, tokenize.OP, tokenize.STRING, tokenize.NUMBER)
    ]
    assert rest == ["if", "x", ":", "y"]
    assert all(comment.startswith("# ") for comment in comments)
    printed = "".join(char for char in words_of(text) if char.isprintable())
    words = [word for one in comments for word in one.removeprefix("# ").split()]
    # The encoder adds one before a directive to a tool; a text can also contain some.
    assert [one for one in words if one != "…"] == [
        one for one in printed.split() if one != "…"
    ]
    assert all(line.startswith("    # ") for line in program.splitlines()[1:-1])


@hostile
def test_comment_contains_only_the_words(text: str) -> None:
    assert_comment(text)


@example("… 0")
@some
@given(prose.filter(lambda text: any(char.isprintable() for char in words_of(text))))
def test_comment_of_any_text_contains_the_words(text: str) -> None:
    assert_comment(text)


@pytest.mark.parametrize(
    "text",
    [
        "fmt: off",
        "type: ignore",
        "noqa",
        "NoQA: F401",
        "coding: utf-7",
        "pyright: basic",
    ],
)
def test_comment_is_not_a_directive_to_a_tool(text: str) -> None:
    assert python_comment(text, 0) == f"# … {text}"
    wrapped = f"{'word ' * 17}{text}"
    assert python_comment(wrapped, 0).splitlines()[-1] == f"# … {text}"


def test_comment_is_wrapped_at_its_indentation() -> None:
    code = python_comment("word " * 20, 60)
    assert code == f"\n{' ' * 60}".join(["# word word word word word"] * 4)


def test_python_prose_is_wrapped_if_a_part_is_full() -> None:
    # Eight spaces, two quotes, and 78 characters are 88, including the space at the end.
    last = "c" * 20
    for first, second in ((f"{'a' * 75} b ", last), (f"{'a' * 76} ", f"b {last}")):
        assert python_prose(f"{first}{second}", 4) == (
            f'(\n        "{first}"\n        "{second}"\n    )'
        )


def test_prose_is_not_wrapped_within_a_word() -> None:
    text = f"{'a' * 78} well-known"
    assert python_docstring(text, 4) == f"{'a' * 78}\n    well-known"
    assert python_docstring("a" * 100, 4) == "a" * 100
