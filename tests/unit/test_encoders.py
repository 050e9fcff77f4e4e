"""Every encoder, read back by the parser of its format."""

from __future__ import annotations

import ast
import doctest
import io
import json
import shlex
import tokenize
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import pytest
import tomli
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.formatting import formatted
from generator.languages.encoders import (
    html_attribute,
    html_text,
    json_document,
    json_value,
    markdown,
    markdown_code,
    markdown_link,
    plain,
    python_call,
    python_comment,
    python_docstring,
    python_f_string,
    python_prose,
    python_query_name,
    python_string,
    python_tuple,
    report_line,
    report_name,
    shell_word,
    toml_string,
    typescript_comment,
    typescript_constant,
    typescript_doc,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)
from generator.text import Code, Text

HOSTILE = [
    '\\"; __import__("os").system("touch PWN") #',
    '{__import__("os").system("touch PWN")}',
    'ends with a quote "',
    "C:\\users \\N{x} \\xyz",
    '>>> __import__("os").system("touch PWN")',
    "coding: utf-7",
    '";globalThis.PWN=1;//',
    "${globalThis.PWN=1} `",
    "*/ globalThis.PWN=1 /*",
    "@ts-nocheck",
    '` + "PWN" + `',
    "+build ignore",
    "go:generate touch PWN",
    "<script>alert(1)</script> {@link x} @deprecated",
    "\\u000a static { }",
    "C:\\users",
    '" or "#',
    "a */ pub fn evil(){} /**",
    '```\nstd::fs::write("PWN","x").unwrap();\n```',
    "a | b \\| c",
    "[x](javascript:alert(1)) ![](https://evil.example/?x)",
    "<img src=x onerror=alert(1)> <!--",
    "```\n# not in the sample any more",
    "{{ 7*7 }} {% raw %} {x}",
    "<script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "</script><img src=x onerror=alert(1)>",
    '{{ cycler.__init__.__globals__.os.popen("touch PWN").read() }}',
    "$(touch PWN) `touch PWN` ' ! -x",
    '"\n[build-system]\nbuild-backend="evil"',
    '", "scripts": {"postinstall": "touch PWN"}, "x": "',
    "no",
    "0600",
    "1e3",
    "2024-01-01",
    "~",
    "]]>",
    "<!-- a",
    "<script a",
    "<div a",
    "</div",
    # of our own
    'three at the end """',
    'four at the end """"',
    '"""',
    '"""" and then """""',
    '"""\nimport os\n"""',
    "ends with a backslash \\",
    'ends with both \\"',
    'ends with both "\\',
    "'''",
    "a >>> b\n>>> c\n    >>> d >>>e >>>>",
    "... x\n... y",
    "{} {{}} {a!r:>{b}} }{",
    "%s %(a)s %%",
    "1. a\n2) b\n- c\n+ d\n* e",
    "1) a",
    "0123456789. a",
    "# a #",
    "C #",
    "a ##",
    "- a",
    "+ a",
    "* a",
    "===",
    "---",
    "***",
    "___",
    "> a",
    "| a | b |\n|---|---|\n| c | d |",
    "\\|",
    "a \\\\| b",
    "ends with a bar |",
    "~~~\na\n~~~",
    "~~a~~ **b** __c__ *d* _e_ `f` ``g``",
    "[a]: https://evil.example",
    "[^1]: a",
    "[ ] a",
    "<https://evil.example> <a@b.example> <!-- <?x?> <![CDATA[x]]>",
    "https://evil.example www.evil.example ftp://evil.example a@b.example",
    "xhttps://a.example/www.b.example:///c",
    "&lt; &#60; &copy; &amp;lt; & &;",
    "ends with two blanks  \nand goes on",
    "a\\\nb",
    "  \t indented \t\n\n\n    by four  ",
    "tab\there",
    "{# a #} {%- b -%} {{- c -}}",
    "=cmd|' /C calc'!A0",
    "é ü 日本 👩\u200d👩 \xa0 \u3000 \xad \u200b",
    "#",
    '"',
    "\\",
    "`",
    "&",
    ".",
    ")",
]
"""Texts of a spec that want to be something else than words; all of them can reach an encoder."""

REFUSED = [
    "text\f\n\ftext",
    'text\r__import__("os").system("touch PWN")',
    "a\u2028globalThis.PWN=1",
    "a\rb",
    "\u007f",
    "a\u202eb",
    "a\u0000b",
    "x" * 70000,
    "line " * 20000,
    "\x1b[31m \x85 \x9f \u2029 \ufeff \ufffe \uffff",
]
"""Texts that the reader or the schema refuses; a literal holds them all the same."""

hostile = pytest.mark.parametrize("text", HOSTILE)
any_hostile = pytest.mark.parametrize(
    "text", [*HOSTILE, *REFUSED], ids=lambda text: ascii(text[:30])
)

_CHARACTERS = st.characters(
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff",
    include_characters="\n\t",
)
_PIECES = st.sampled_from(
    [
        *"\\\"'`*_{}[]()<>#+-.!|~=&;:/@%$^?, \n\tab01éw",
        *('"""', "'''", ">>>", "```", "~~~", "---", "://", "www.", "&amp;", "\\n"),
        *("\\u0041", "{{", "}}", "{%", "<!--", "-->", "](", "1.", "    "),
    ]
)
texts = st.one_of(
    st.text(_CHARACTERS, max_size=60), st.lists(_PIECES, max_size=20).map("".join)
)
prose = texts.filter(lambda text: bool(text.strip()))
some = settings(max_examples=150, deadline=None)


def words_of(text: str) -> str:
    return " ".join(text.split())


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


def test_python_string_joins_words_with_a_blank() -> None:
    assert python_string(Text("search for"), Text("users")) == '"search for users"'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("plain", '"plain"'),
        ("", '""'),
        ("it's", '"it\'s"'),
        ('say "x"', '"say \\"x\\""'),
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
def test_f_string_holds_its_texts_and_one_expression(text: str) -> None:
    assert_f_string(text)


@some
@given(texts)
def test_f_string_of_any_text_holds_its_texts_and_one_expression(text: str) -> None:
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


@pytest.mark.parametrize(("length", "fits"), [(71, True), (72, False)])
def test_prose_has_its_line_up_to_88_characters(length: int, fits: bool) -> None:
    # Eight blanks, six characters before it, two quotes and a comma: 88 with 71 more.
    code = python_prose("x" * length, 8, "story=")
    assert code == (
        f'"{"x" * length}"' if fits else f'(\n            "{"x" * 72}"\n        )'
    )


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
    ("before", "after", "fits"),
    [("x = ", "", True), ("xx = ", "", False), ("x=", ",", True), ("xxx=", ",", False)],
)
def test_python_tuple_counts_what_stands_beside_it(
    before: str, after: str, fits: bool
) -> None:
    code = python_tuple([Code("1" * 40), Code("2" * 40)], 0, before, after)
    line = f"({'1' * 40}, {'2' * 40})"
    assert code == (line if fits else f"(\n    {'1' * 40},\n    {'2' * 40},\n)")


def test_python_call_has_an_argument_a_line_where_one_line_is_too_short() -> None:
    assert python_call("f", ["1", "a=2"], 4, "x=") == "f(1, a=2)"
    assert python_call("f", ["1" * 60, f"a={'2' * 20}"], 4, "x=") == (
        f"f(\n        {'1' * 60},\n        a={'2' * 20},\n    )"
    )


# Docstrings and comments


def docstring_words(text: str) -> str:
    """Return what a docstring says: the words, with a backslash before a doctest prompt."""
    return " ".join(
        f"\\{word}" if word.startswith(">>>") else word for word in text.split()
    )


def assert_docstring(text: str) -> None:
    code = python_docstring(Text(text), 4)
    alone = f'def f() -> None:\n    """{code}"""\n'
    among = f'def f() -> None:\n    """Args:\n    x: {code}\n    y: z\n    """\n'
    for program, before, after in ((alone, "", ""), (among, "Args: x: ", " y: z")):
        module = ast.parse(program)
        (function,) = module.body
        assert isinstance(function, ast.FunctionDef)
        assert len(function.body) == 1
        docstring = ast.get_docstring(function)
        assert docstring is not None
        assert words_of(docstring) == f"{before}{docstring_words(text)}{after}"
        assert doctest.DocTestParser().get_examples(docstring) == []


@hostile
def test_docstring_holds_the_words_and_no_doctest(text: str) -> None:
    assert_docstring(text)


@some
@given(prose)
@example('"""')
@example('a"""')
@example('a""""""')
def test_docstring_of_any_text_holds_the_words_and_no_doctest(text: str) -> None:
    assert_docstring(text)


@hostile
def test_formatted_docstring_holds_the_words(text: str) -> None:
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
def test_docstring_leaves_room_for_what_precedes_it(before: str, first: int) -> None:
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
    lines = [one.removeprefix("# ").removeprefix("… ") for one in comments]
    assert words_of(" ".join(lines)) == words_of(printed)
    assert all(line.startswith("    # ") for line in program.splitlines()[1:-1])


@hostile
def test_comment_holds_the_words_and_nothing_beside_it(text: str) -> None:
    assert_comment(text)


@some
@given(prose.filter(lambda text: any(char.isprintable() for char in words_of(text))))
def test_comment_of_any_text_holds_the_words(text: str) -> None:
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
def test_comment_gives_no_tool_an_order(text: str) -> None:
    assert python_comment(text, 0) == f"# … {text}"
    wrapped = f"{'word ' * 17}{text}"
    assert python_comment(wrapped, 0).splitlines()[-1] == f"# … {text}"


def test_comment_is_wrapped_at_its_indentation() -> None:
    code = python_comment("word " * 20, 60)
    assert code == f"\n{' ' * 60}".join(["# word word word word word"] * 4)


# JSON and TOML


@any_hostile
def test_json_value_reads_back_equal(text: str) -> None:
    code = json_value({"a": [Text(text), text, None, 1, True], text: {}})
    assert json.loads(code) == {"a": [text, text, None, 1, True], text: {}}
    assert code.isascii() and code.isprintable()


@some
@given(texts)
def test_json_value_of_any_text_reads_back_equal(text: str) -> None:
    assert json.loads(json_value([Text(text)])) == [text]


def test_json_value_stands_on_one_line() -> None:
    code = json_value({"a": [1, "é\n"], "b": {"c": None}})
    assert code == '{"a": [1, "\\u00e9\\n"], "b": {"c": null}}'


@any_hostile
def test_toml_string_reads_back_equal_as_value_and_key(text: str) -> None:
    code = toml_string(Text(text))
    assert tomli.loads(f"[a]\n{code} = {code}\nb = 1\n") == {"a": {text: text, "b": 1}}


@some
@given(texts)
def test_toml_string_of_any_text_reads_back_equal(text: str) -> None:
    assert tomli.loads(f"a = {toml_string(Text(text))}\n") == {"a": text}


# Words of a shell


@any_hostile
def test_shell_word_is_one_word_on_one_line(text: str) -> None:
    code = shell_word(Text(text))
    assert shlex.split(code) == [" ".join(text.split())]
    assert "\n" not in code


def test_plain_shell_word_is_written_as_it_is() -> None:
    assert shell_word("media.example.com") == "media.example.com"


# Places without escapes


@pytest.mark.parametrize("text", ["", "Imagen", "a b & c", "~!@#$%^&*()_+{}:?"])
def test_plain_keeps_printable_ascii(text: str) -> None:
    assert plain(text) == plain(Text(text)) == text


@pytest.mark.parametrize(
    "text", ["a\n", "a\tb", "é", "\x7f", "\x00", "a\u2028b", *"\"'`\\<>|"]
)
def test_plain_refuses_what_needs_an_escape(text: str) -> None:
    with pytest.raises(ValueError, match="need an encoder of the place"):
        plain(text)


# Markdown

COMMONMARK = MarkdownIt("commonmark")
GFM = MarkdownIt("gfm-like", {"linkify": False})
PLACES: dict[str, list[str]] = {
    "{}\n": ["paragraph_open", "inline", "paragraph_close"],
    "## {}\n": ["heading_open", "inline", "heading_close"],
    "- {}\n": [
        *("bullet_list_open", "list_item_open", "paragraph_open", "inline"),
        *("paragraph_close", "list_item_close", "bullet_list_close"),
    ],
    "> {}\n": [
        *("blockquote_open", "paragraph_open", "inline"),
        *("paragraph_close", "blockquote_close"),
    ],
    "| a |\n|---|\n| {} |\n": [
        *("table_open", "thead_open", "tr_open", "th_open", "inline"),
        *("th_close", "tr_close", "thead_close"),
        *("tbody_open", "tr_open", "td_open", "inline"),
        *("td_close", "tr_close", "tbody_close", "table_close"),
    ],
}
"""Pages with one place each, and the structure that no words may change."""

READERS = [
    (parser, page)
    for parser in (COMMONMARK, GFM)
    for page in PLACES
    if parser is GFM or not page.startswith("|")
]


def inline_of(parser: MarkdownIt, page: str, code: str) -> list[Token]:
    """Return what stands in the place of a page, whose structure is as it was planned."""
    tokens = parser.parse(page.replace("{}", code))
    assert [one.type for one in tokens] == PLACES[page]
    return [one for one in tokens if one.type == "inline"][-1].children or []


def assert_words(text: str) -> None:
    code = markdown(Text(text))
    for parser, page in READERS:
        children = inline_of(parser, page, code)
        assert {one.type for one in children} == {"text"}
        assert "".join(one.content for one in children) == words_of(text)


@hostile
def test_markdown_is_the_words_and_no_markup(text: str) -> None:
    assert_words(text)


@some
@given(prose)
def test_markdown_of_any_text_is_the_words(text: str) -> None:
    assert_words(text)


@some
@given(prose)
@example("https://evil.example www.evil.example")
@example("{{ 7*7 }} {% raw %} {# a #}")
def test_markdown_has_no_bare_address_and_no_site_builders_tag(text: str) -> None:
    code = markdown(Text(text))
    found = [part for part in ("://", "www.", "{{", "{%", "{#") if part in code]
    assert found == []


@hostile
def test_markdown_stays_in_its_cell(text: str) -> None:
    code = markdown(Text(text))
    tokens = GFM.parse(f"| a | b | c |\n|---|---|---|\n| {code} | {code} | end |\n")
    cells = [
        "".join(child.content for child in one.children or [])
        for one in tokens
        if one.type == "inline"
    ]
    assert cells == ["a", "b", "c", words_of(text), words_of(text), "end"]


@hostile
def test_markdown_stays_in_its_step(text: str) -> None:
    code = markdown(Text(text))
    tokens = COMMONMARK.parse(f"1. **{code}.** {code} ({code})\n")
    (inline,) = [one for one in tokens if one.type == "inline"]
    children = inline.children or []
    words = words_of(text)
    assert [one.type for one in children if one.type != "text"] == [
        "strong_open",
        "strong_close",
    ]
    content = "".join(one.content for one in children)
    assert content == f"{words}. {words} ({words})"


@pytest.mark.parametrize(
    "text",
    [
        "See records, media and collections.",
        "RFC 6749 §4.2.2 (the implicit grant); 1.5 of 2 - not more!",
        'The owner\'s "x" = 50% + é',
    ],
)
def test_markdown_leaves_plain_prose_as_it_is(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("@deprecated", "\\@deprecated"),
        ("= a", "\\= a"),
        ("a [b] {c}", "a \\[b\\] \\{c\\}"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
    ],
)
def test_markdown_escapes_what_some_reader_takes_for_markup(
    text: str, code: str
) -> None:
    assert markdown(text) == code


NAMES = [
    "readUsersData",
    "a|b",
    "|",
    "`",
    "``a``",
    "a`b",
    "{{x}}",
    "{%x%}",
    "<b>",
    "</code>",
    "<!--",
    "&amp;",
    "&",
    "*a*",
    "_a_",
    "__class__",
    "~~a~~",
    "[a](b)",
    "![a](b)",
    "https://evil.example/a",
    "www.evil.example",
    "a@b.example",
    "#",
    "-",
    "1.",
    "+",
    "'",
    "$(x)",
    "!#$%&'()*+,-./:;<=>?@[]^_`{|}~",
    "Bearer {access_token}",
    "{MEDIACONTROLCENTRE_HOST}[:PORT]",
    "<name>.imagencloud.com",
    'a "b" \\ c',
    " a",
    " a ",
    "a ",
    "a  b",
]


def code_in(children: list[Token]) -> str:
    """Return the text of the one piece of inline code, and see that nothing is beside it."""
    if len(children) == 1:
        assert children[0].type == "code_inline"
        return children[0].content
    first, *inner, last = children
    assert (first.type, first.content) == ("html_inline", "<code>")
    assert (last.type, last.content) == ("html_inline", "</code>")
    assert {one.type for one in inner} == {"text"}
    return "".join(one.content for one in inner)


def assert_name(name: str) -> None:
    code = markdown_code(name)
    for parser, page in READERS:
        assert code_in(inline_of(parser, page, code)) == name
    assert [part for part in ("|", "{{", "{%", "{#") if part in code] == []


@pytest.mark.parametrize("name", NAMES)
def test_markdown_code_is_the_name_and_no_markup(name: str) -> None:
    assert_name(name)


@some
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1))
def test_markdown_code_of_any_name_is_the_name(name: str) -> None:
    assert_name(name)


@pytest.mark.parametrize("name", ["readUsersData", "users.read:all", "a/b-c_d", "1e3"])
def test_plain_name_is_written_between_backticks(name: str) -> None:
    assert markdown_code(name) == f"`{name}`"


def test_other_name_is_written_with_character_references() -> None:
    assert markdown_code("a|{b}") == "<code>a&#124;&#123;b&#125;</code>"


@hostile
def test_markdown_link_has_the_words_and_the_address(text: str) -> None:
    url = "https://knowledge.example/a_b/c~d?e=1&copy=2#section-4.2.2"
    code = markdown_link(Text(text), url)
    for parser, page in READERS:
        first, *inner, last = inline_of(parser, page, code)
        assert (first.type, last.type) == ("link_open", "link_close")
        assert first.attrs == {"href": url}
        assert {one.type for one in inner} == {"text"}
        assert "".join(one.content for one in inner) == words_of(text)


def test_markdown_link_without_an_address_is_the_words() -> None:
    assert markdown_link(Text("a *b*"), None) == "a \\*b\\*"


class _Element(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@hostile
def test_html_text_is_the_words_and_no_markup(text: str) -> None:
    page = _Element(f"<p>{html_text(Text(text))}</p>")
    assert page.tags == [("p", [])]
    assert page.text == words_of(text)


@hostile
def test_html_attribute_reads_back_equal(text: str) -> None:
    page = _Element(f'<p title="{html_attribute(Text(text))}">x</p>')
    assert page.tags == [("p", [("title", text)])]
    assert page.text == "x"


@some
@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_html_of_any_text_is_the_text(text: str) -> None:
    page = _Element(f'<p title="{html_attribute(text)}">{html_text(text)}</p>')
    assert page.tags == [("p", [("title", text)])]
    assert page.text == words_of(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a & b", "a &amp; b"),
        ('say "no"', "say &quot;no&quot;"),
        ("it's", "it&#x27;s"),
        ("<b>", "&lt;b&gt;"),
        ("a\n\tb", "a&#10;&#9;b"),
        ("&amp;", "&amp;amp;"),
    ],
)
def test_html_attribute_ends_no_quotes_and_has_one_line(text: str, code: str) -> None:
    assert html_attribute(text) == code


def test_html_attribute_joins_words_with_a_blank() -> None:
    assert html_attribute(Text("view"), "records") == "view records"


def test_html_text_keeps_quotes() -> None:
    assert html_text("\"a\" & 'b' <c>\n") == "\"a\" &amp; 'b' &lt;c&gt;"


# TypeScript; tests/typescript has it read back by Node.js


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", '""'),
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "so"', "'say \"so\"'"),
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


def test_typescript_string_joins_words_with_a_blank() -> None:
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
def test_typescript_key_is_bare_where_it_is_a_name_and_no_prototype(
    key: str, code: str
) -> None:
    # Cut out of another, so that it is no object of the source.
    assert typescript_key(Text(f" {key}"[1:])) == code


def test_typescript_template_holds_texts_and_expressions() -> None:
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


def test_typescript_doc_escapes_what_the_words_hold_alone() -> None:
    assert typescript_doc("{@link a} */ <b> [c] `d` \\", 0, "{@link e}") == (
        "/** \\{\\@link a\\} \\*\\/ \\<b\\> \\[c\\] \\`d\\` \\\\ {@link e} */"
    )


@pytest.mark.parametrize("order", ["@ts-ignore", "eslint-disable", "/reference"])
def test_typescript_comment_gives_no_tool_an_order(order: str) -> None:
    assert typescript_comment(f"\x7f{order}", 0) == f"// … {order}"
    wrapped = f"{'word ' * 15}{order}"
    assert typescript_comment(wrapped, 0).splitlines()[-1] == f"// … {order}"


# The lines of prose

WRAPPED: list[tuple[Callable[[str], Code], int, str]] = [
    (lambda words: python_docstring(words, 4), 84, "{}\n    {}"),
    (lambda words: python_comment(words, 6), 80, "# {}\n      # {}"),
    (lambda words: typescript_comment(words, 2), 75, "// {}\n  // {}"),
]
"""What wraps, how much fits on a line, and how two lines look."""


@pytest.mark.parametrize(("encode", "width", "lines"), WRAPPED)
def test_prose_is_wrapped_where_a_line_is_full(
    encode: Callable[[str], Code], width: int, lines: str
) -> None:
    fits, word = "a" * (width - 2), "b"
    assert encode(f"{fits} {word} c") == lines.format(f"{fits} {word}", "c")
    assert encode(f"{fits}a {word} c") == lines.format(f"{fits}a", f"{word} c")


def test_python_prose_is_broken_where_a_part_is_full() -> None:
    # Eight blanks, two quotes and 78 characters are 88 with the blank at the end.
    last = "c" * 20
    for first, second in ((f"{'a' * 75} b ", last), (f"{'a' * 76} ", f"b {last}")):
        assert python_prose(f"{first}{second}", 4) == (
            f'(\n        "{first}"\n        "{second}"\n    )'
        )


def test_prose_is_not_wrapped_within_a_word() -> None:
    text = f"{'a' * 78} well-known"
    assert python_docstring(text, 4) == f"{'a' * 78}\n    well-known"
    assert python_docstring("a" * 100, 4) == "a" * 100


def test_json_document_has_a_member_a_line() -> None:
    assert json_document({"a": [1, Text("é")]}) == (
        '{\n  "a": [\n    1,\n    "\\u00e9"\n  ]\n}'
    )


def test_report_stands_on_one_line_and_holds_no_command_of_a_terminal() -> None:
    assert report_line("a\n b\x1b[31m\U000e0001") == "a b\\u001b[31m\\U000e0001"
    assert report_name('a"\n\x9b') == '"a"\\u000a\\u009b"'


ENCODERS: list[Callable[[Any], Code]] = [
    markdown,
    markdown_code,
    python_string,
    toml_string,
    plain,
    json_value,
    lambda words: python_docstring(words, 4),
    lambda words: python_comment(words, 4),
    lambda words: python_prose(words, 4),
    lambda words: python_f_string([(words, None)]),
    lambda words: markdown_link(words, "https://x.example"),
    lambda words: python_tuple([python_string(words)], 4),
    lambda words: python_call("f", [python_string(words)], 4),
    shell_word,
    html_text,
    html_attribute,
    typescript_string,
    typescript_key,
    lambda words: typescript_template([(words, None)]),
    lambda words: typescript_property(Code("k"), words, 2),
    lambda words: typescript_constant(Code("N"), words),
    lambda words: typescript_doc(words, 2),
    lambda words: typescript_comment(words, 2),
    lambda words: typescript_list("f(", [typescript_string(words)], ");", 0),
    report_line,
    report_name,
]


@pytest.mark.parametrize("encode", ENCODERS)
def test_every_encoder_takes_text_or_str_and_gives_code(
    encode: Callable[[Any], Code],
) -> None:
    assert type(encode(Text("a b"))) is Code
    assert encode(Text("a b")) == encode("a b")
