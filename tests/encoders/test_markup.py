"""Markdown and HTML: text stays text in each place of a page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.model.text import Text
from generator.targets.encoders.html_text import html_attribute, html_text
from generator.targets.encoders.markdown import markdown, markdown_code, markdown_link
from tests.encoders.texts import hostile, prose, some, words_of
from tests.rows import each_row

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
"""Pages with one place each, and the structure that no text may change."""

READERS = [
    (parser, page)
    for parser in (COMMONMARK, GFM)
    for page in PLACES
    if parser is GFM or not page.startswith("|")
]


def inline_of(parser: MarkdownIt, page: str, code: str) -> list[Token]:
    """Return the text in the place of a page, after checking the structure of the page."""
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
def test_markdown_escapes_what_any_reader_would_treat_as_markup(
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
    """Return the text of the only inline code, after checking that there is nothing else."""
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


@each_row("name", NAMES)
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
def test_html_attribute_is_one_line_and_does_not_end_the_quotes(
    text: str, code: str
) -> None:
    assert html_attribute(text) == code


def test_html_attribute_joins_words_with_a_space() -> None:
    assert html_attribute(Text("view"), "records") == "view records"


def test_html_text_does_not_escape_quotes() -> None:
    assert html_text("\"a\" & 'b' <c>\n") == "\"a\" &amp; 'b' &lt;c&gt;"
