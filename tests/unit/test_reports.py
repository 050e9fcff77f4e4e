"""Problems as text, as JSON, and as annotations on GitHub."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.reading import reports
from generator.reading.diagnostics import Diagnostic, did_you_mean
from tests.rows import each_row

ONE = Diagnostic(
    file="spec/a.yaml",
    line=41,
    column=11,
    code="duplicate-scope",
    path="scopes[3].name",
    message='"roles" is declared twice',
    hint="first declared at line 22; scope names are unique",
    width=5,
    excerpt="  - name: roles  # the fourth",
)
OTHER = Diagnostic("b.yaml", 1, 1, "empty", "", "the file is empty", "begin it")


def marked(excerpt: str, column: int, width: int) -> list[str]:
    """Return the shown line and its mark."""
    one = replace(ONE, line=7, column=column, width=width, excerpt=excerpt)
    return reports.text([one]).splitlines()[1:3]


def test_text_has_the_place_the_line_with_a_mark_and_the_hint() -> None:
    assert reports.text([ONE, OTHER]) == (
        'spec/a.yaml:41:11: error[duplicate-scope] scopes[3].name: "roles" is declared '
        "twice\n"
        "   41 |   - name: roles  # the fourth\n"
        "      |           ^^^^^\n"
        "  hint: first declared at line 22; scope names are unique\n"
        "\n"
        "b.yaml:1:1: error[empty] the file is empty\n"
        "  hint: begin it\n"
    )


@pytest.mark.parametrize(
    ("excerpt", "column", "width", "mark"),
    [
        ("a: b", 4, 1, "   ^"),
        ("認可: x", 5, 1, "      ^"),
        ("e\u0301: x", 5, 1, "   ^"),
        ("x: 認可", 4, 2, "   ^^^^"),
        ("a:", 9, 3, "  ^"),
    ],
)
def test_mark_is_below_the_place_in_columns_of_a_terminal(
    excerpt: str, column: int, width: int, mark: str
) -> None:
    assert marked(excerpt, column, width) == [f"    7 | {excerpt}", f"      | {mark}"]


def test_characters_that_a_terminal_interprets_are_escaped() -> None:
    assert marked("a: \x1b[31m\u202eb\tc", 12, 1) == [
        "    7 | a: <U+001B>[31m<U+202E>b→c",
        "      | " + " " * 25 + "^",
    ]
    told = reports.text([replace(ONE, message="\x1b]0;x\x07", path="a.\u2066")])
    assert told.splitlines()[0] == (
        "spec/a.yaml:41:11: error[duplicate-scope] a.<U+2066>: <U+001B>]0;x<U+0007>"
    )


@each_row("column", [1, 2, 30, 70, 200, 398, 400, 401])
@each_row("width", [1, 5, 100, 500])
@each_row("letter", ["x", "認"])
def test_long_line_is_truncated_around_the_place(
    column: int, width: int, letter: str
) -> None:
    line, mark = marked(letter * 400, column, width)
    columns = len(line) + line.count("認")
    assert columns <= 78
    assert "…" in line
    assert mark.count("^") >= 1
    assert len(mark) <= max(columns, 9) + 1


def test_end_of_a_long_line_is_shown_if_it_contains_the_place() -> None:
    line, mark = marked("x" * 300 + " END", 302, 3)
    assert line == "    7 | …" + "x" * 15 + " END"
    assert mark == "      | " + " " * 17 + "^^^"


def test_each_of_many_problems_in_a_long_line_is_shown_with_its_part() -> None:
    excerpt = "no, " * 8_192
    many = [
        replace(ONE, column=1 + 4 * index, width=2, excerpt=excerpt)
        for index in range(8_192)
    ]
    told = reports.text(many)
    assert told.count("^^") == 8_192
    assert max(map(len, told.splitlines())) < 120


def test_json_is_a_list_with_seven_members_each() -> None:
    assert json.loads(reports.as_json([ONE, OTHER])) == [
        {
            "file": "spec/a.yaml",
            "line": 41,
            "column": 11,
            "code": "duplicate-scope",
            "path": "scopes[3].name",
            "message": '"roles" is declared twice',
            "hint": "first declared at line 22; scope names are unique",
        },
        {
            "file": "b.yaml",
            "line": 1,
            "column": 1,
            "code": "empty",
            "path": "",
            "message": "the file is empty",
            "hint": "begin it",
        },
    ]


def test_json_of_no_problems_is_an_empty_list() -> None:
    assert reports.as_json([]) == "[]\n"


def test_annotation_names_file_line_column_and_code() -> None:
    assert reports.github([ONE, OTHER]) == (
        "::error file=spec/a.yaml,line=41,col=11,title=duplicate-scope::"
        'scopes[3].name: "roles" is declared twice'
        "%0Ahint: first declared at line 22; scope names are unique\n"
        "::error file=b.yaml,line=1,col=1,title=empty::the file is empty%0Ahint: begin it\n"
    )


def test_text_cannot_end_an_annotation() -> None:
    one = replace(OTHER, file="a,line=9::b%.yaml", message="x\r\n::error::100%")
    assert reports.github([one]) == (
        "::error file=a%2Cline=9%3A%3Ab%25.yaml,line=1,col=1,title=empty::"
        "x%0D%0A::error::100%25%0Ahint: begin it\n"
    )


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("readUserData", 'did you mean "readUsersData"?'),
        ("READUSERSDATA", 'did you mean "readUsersData"?'),
        ("role", 'did you mean "roles"?'),
        ("databases", ""),
        ("", ""),
    ],
)
def test_near_miss_is_suggested(word: str, hint: str) -> None:
    assert did_you_mean(word, ["readUsersData", "roles"]) == hint


def test_only_parts_of_a_report_have_colors() -> None:
    one = replace(OTHER, excerpt="# [31m", hint="do \x1b[0m it")
    assert reports.text([one], lambda part, text: f"<{part}>{text}</>") == (
        "<place>b.yaml:1:1</>: <error>error[empty]</> the file is empty\n"
        "    1 | # [31m\n"
        "      | <mark>^</>\n"
        "  <hint>hint</>: do <U+001B>[0m it\n"
    )
