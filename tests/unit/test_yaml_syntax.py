"""Mistakes in YAML: each problem names the cause, and its hint says what to write."""

from __future__ import annotations

import pytest

from tests.rows import each_row
from tests.unit.source_problems import problems, read


@each_row(
    ("text", "place", "message"),
    [
        (
            "provider: {id: x\n",
            "1:11",
            "an object in braces is not closed or is missing a comma",
        ),
        (
            "a: {b: 1 c: 2}\n",
            "1:11",
            "an object in braces is not closed or is missing a comma",
        ),
        ("a: [1, , 2]\n", "1:8", "a value is missing here"),
        ("a: [", "2:1", "a value is missing here"),
        ("a: {b: 1\nc}: 2\n", "2:3", "unexpected colon"),
        (
            "a: [1, 2\nb: 3\n",
            "1:4",
            "a list in brackets is not closed or is missing a comma",
        ),
        ("a: b: c\n", "1:5", "unexpected colon"),
        ("a: 1\n  b: 2\n", "2:4", "this key is indented more than the key above it"),
        ("\ta: 1\n", "1:1", "a tab is not valid indentation"),
        ("- a: 1\n\tb: 2\n", "2:1", "a tab is not valid indentation"),
        ("a: @x\n", "1:4", "a value cannot start with this character"),
        (
            'a: 1\nb: "x\nc: 2\n',
            "2:4",
            "the quoted text that starts here is not closed",
        ),
        ("a: 'x\n", "1:4", "the quoted text that starts here is not closed"),
        ('a: "\\q"\n', "1:5", "unknown escape sequence in double quotes"),
        (
            "a: 'x' y\n",
            "1:8",
            "text follows the closing quote",
        ),
        (
            'a: "x\nb: 1\nc: "y"\n',
            "1:4",
            "the quoted text that starts here ends on line 3",
        ),
        (
            'a: {b: "x}\nc: "y"\n',
            "1:8",
            "the quoted text that starts here ends on line 2",
        ),
        ("a: {b: 1} c\n", "1:11", "text follows the closing brace or bracket"),
        ("- [1]]\n", "1:6", "this ] does not close anything"),
        ("a:\n  b: 1\n  - c: 1\n", "3:3", "a list cannot continue an object"),
        (
            "- a: 1\n- b: 1\n{c: 1}\n",
            "3:1",
            "this line does not continue the list or object above it",
        ),
        ("a 1\nb: 1\n", "2:2", "the line above this key has no colon"),
        ("a:\n  b 1\n  c: 1\n", "3:4", "the line above this key has no colon"),
        ("a: |x\n", "1:5", "text follows a | or > at the start of a value"),
        ("a: *x* y\n", "1:6", "a value cannot start with * or & here"),
        ('a: "\\User"\n', "1:7", "unknown escape sequence in double quotes"),
        ("a: 1\n// b\nc: 1\n", "2:1", "this line is not a comment"),
        (
            "a:\u00a01\nb: 1\n",
            "2:2",
            "the character U+00A0 on line 1 only looks like a space",
        ),
        (
            "k:\n  a: 1\n\u00a0 b: 1\n  c: 1\n",
            "4:4",
            "the character U+00A0 on line 3 only looks like a space",
        ),
        (
            "a：1\nb: 1\n",
            "2:2",
            "the character U+FF1A on line 1 only looks like a colon and a space",
        ),
        ("- a\n– b\n", "2:1", "the character U+2013 only looks like a hyphen"),
        (
            "a: {b: “x {c}”, d: 1}\n",
            "1:11",
            "the character U+201C only looks like a straight quote",
        ),
        ("- a\nb: 1\n", "2:1", "this line does not continue the list above it"),
        ("a: |\nx\n", "2:1", "this key has no value"),
        ("a: 1\n...\nx\n", "3:1", "this is not valid YAML"),
    ],
)
def test_text_that_is_not_yaml_is_rejected(text: str, place: str, message: str) -> None:
    document = read(text)
    assert document.value is None
    (problem,) = problems(document)
    said, _, hint = problem.partition("\n  hint: ")
    assert said == f"spec.yaml:{place}: error[yaml-syntax] {message}"
    assert " (YAML: " in hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "a: 'It's'\n",
            "put the whole text in quotes, and write each quote inside it as two single quotes",
        ),
        (
            'a: "b" c\n',
            'put the whole text in quotes, and write each quote inside it as a backslash and a quote (\\")',
        ),
        (
            "a:\n  b: 1\n\n    c\n  - b: 1\n",
            "start the entry on line 2 with a hyphen and a space, too",
        ),
        (
            "a:\n    b: 1\n    c: 1\n  - b: 1\n",
            "start the entry on line 2 with a hyphen and a space, too",
        ),
        ("- a\n-b: 1\n", "put a space after the hyphen"),
        (
            "- a: 1\n b: 1\n",
            "indent it like the other keys of its entry, or start a new entry with a hyphen and a space",
        ),
        (
            "a:\n  - b\n  {c: 1}\n",
            "start the line with a hyphen and a space if it is an entry of the list above",
        ),
        ("a: “x” “y\n– b\nc: 1\n", "write a hyphen instead"),
    ],
)
def test_hint_says_what_to_write_instead(text: str, hint: str) -> None:
    (problem,) = read(text).problems
    assert problem.advice.partition(" (YAML: ")[0] == hint


CONFLICT = "a: 1\n<<<<<<< HEAD\nb: 1\n||||||| base\n=======\nb: 2\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (CONFLICT, ["2:1"]),
        (CONFLICT * 2, ["2:1", "9:1"]),
        ("a: >-\n  b\n=======\n  c\n", ["3:1"]),
        ("a: 1\n>>>>>>> other\n", ["2:1"]),
        ("a: 1\n  <<<<<<< HEAD\n", []),
        ("# ======= \na: 1\n", []),
        ("a: |\n  =======\n  <<<<<<< HEAD\n", []),
        ("========\n", []),
    ],
)
def test_conflict_of_a_merge_is_the_only_problem(text: str, places: list[str]) -> None:
    document = read(text)
    conflicts = [one for one in document.problems if one.code == "merge-conflict"]
    assert [
        f"{one.line}:{one.column}" for one in document.map.locate(conflicts)
    ] == places
    assert not places or (document.value, document.problems) == (None, conflicts)


@pytest.mark.parametrize("text", ["a: seed #Scopes\n", "- b\n- c  #d e\n"])
def test_comment_that_may_be_the_rest_of_a_text_is_rejected(text: str) -> None:
    assert [one.code for one in read(text).problems] == ["text-in-comment"]


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c\n",
        "a: b#c\n",
        'a: "b" #c\n',
        "a: b ##\n",
        "a: #c\n  b\n",
        "#a\nb: c\n",
    ],
)
def test_other_comments_are_accepted(text: str) -> None:
    assert read(text).problems == []


def test_entry_that_lacks_its_hyphen_is_one_problem() -> None:
    found = [
        (one.message, one.advice)
        for one in read("- a: 1\n  b: 2\n  a: 3\n  b: 4\n").problems
    ]
    hint = "if a new entry starts here, put a hyphen before it; otherwise, remove one of the two"
    assert found == [('the key "a" appears twice', f"first used at line 1; {hint}")]
    later = [one.message for one in read("- a: 1\n  b: 2\n  b: 4\n  a: 3\n").problems]
    assert later == ['the key "b" appears twice', 'the key "a" appears twice']


def test_problems_before_a_syntax_error_are_kept() -> None:
    codes = [one.code for one in read("a: no\nb: [\n").problems]
    assert codes == ["implicit-type", "yaml-syntax"]
