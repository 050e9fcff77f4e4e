"""Reading the text of a spec: what is rejected, at which place, and what is read unchanged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading import source
from generator.reading.diagnostics import Position
from tests.rows import each_row
from tests.unit.source_problems import problems, read

CHARACTER_HINT = "remove it; only line feeds and tabs are allowed as control characters"


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        (
            "a: 1\nb: &x 2\n",
            {"a": 1, "b": 2},
            (
                "spec.yaml:2:4: error[anchor] b: YAML anchors are not supported\n"
                "  hint: remove the & and the name after it, or put text that starts with & in quotes"
            ),
        ),
        (
            "a:\n  - *x\n",
            {"a": [None]},
            (
                "spec.yaml:2:5: error[alias] a[0]: YAML aliases are not supported\n"
                "  hint: write out the value, or put text that starts with * in quotes"
            ),
        ),
        (
            "a: !!str 12\n",
            {"a": "12"},
            (
                "spec.yaml:1:4: error[tag] a: YAML tags are not supported\n"
                "  hint: remove the ! and the name after it, and put text in quotes"
            ),
        ),
        (
            '!!python/object/apply:os.system ["touch PWN"]\n',
            ["touch PWN"],
            (
                "spec.yaml:1:1: error[tag] YAML tags are not supported\n"
                "  hint: remove the ! and the name after it, and put text in quotes"
            ),
        ),
        (
            "a: ! b\n",
            {"a": "b"},
            (
                "spec.yaml:1:4: error[tag] a: YAML tags are not supported\n"
                "  hint: remove the ! and the name after it, and put text in quotes"
            ),
        ),
        (
            "a: !local {b: 1}\n",
            {"a": {"b": 1}},
            (
                "spec.yaml:1:4: error[tag] a: YAML tags are not supported\n"
                "  hint: remove the ! and the name after it, and put text in quotes"
            ),
        ),
        (
            "a:\n  <<: {b: 1}\n",
            {"a": {"<<": {"b": 1}}},
            (
                "spec.yaml:2:3: error[merge-key] a: YAML merge keys are not supported\n"
                "  hint: write out the keys that it merges"
            ),
        ),
        (
            "a:\n  b: 1\n  c: 2\n  b: 3\n",
            {"a": {"b": 1, "c": 2}},
            (
                'spec.yaml:4:3: error[duplicate-key] a: the key "b" appears twice\n'
                "  hint: first used at line 2; remove one of the two"
            ),
        ),
        (
            "a:\n  1: x\n",
            {"a": {"1": "x"}},
            (
                "spec.yaml:2:3: error[key-not-text] a: this key is not text\n"
                "  hint: put it in quotes to use it as a name"
            ),
        ),
        (
            "true: x\n",
            {"True": "x"},
            (
                "spec.yaml:1:1: error[key-not-text] this key is not text\n"
                "  hint: put it in quotes to use it as a name"
            ),
        ),
        (
            "a: 1\n---\nb: 2\n",
            {"a": 1},
            (
                "spec.yaml:2:1: error[second-document] a second document starts here\n"
                "  hint: remove the --- and everything after it; a file contains one spec"
            ),
        ),
    ],
)
def test_yaml_beyond_json_is_rejected(text: str, value: object, problem: str) -> None:
    document = read(text)
    assert (document.value, problems(document)) == (value, [problem])


@pytest.mark.parametrize("text", ["? [a, b]\n: x\n", "? {a: b}\n: x\n"])
def test_list_or_object_as_a_key_is_rejected(text: str) -> None:
    assert problems(read(text)) == [
        "spec.yaml:1:3: error[key-not-text] this key is not text\n  hint: put it in quotes to use it as a name"
    ]


def test_quoted_merge_key_is_a_key() -> None:
    document = read('"<<": 1\n')
    assert (document.value, problems(document)) == ({"<<": 1}, [])


def test_anchor_and_tag_of_one_node_are_two_problems() -> None:
    assert problems(read("a: &x !y b\n")) == [
        "spec.yaml:1:4: error[anchor] a: YAML anchors are not supported\n  hint: remove the & and the name after it, or put text that starts with & in quotes",
        (
            "spec.yaml:1:4: error[tag] a: YAML tags are not supported\n"
            "  hint: remove the ! and the name after it, and put text in quotes"
        ),
    ]


def test_anchors_and_tags_of_keys_are_rejected() -> None:
    codes = [one.code for one in read("&x a: 1\n!!str b: 2\n").problems]
    assert codes == ["anchor", "tag"]


def test_every_problem_of_a_file_is_found() -> None:
    document = read("a: &x 1\nb: no\nb: *x\n2: c\n")
    found = [(one.code, one.place and one.place.line) for one in document.problems]
    assert found == [
        ("anchor", 1),
        ("implicit-type", 2),
        ("duplicate-key", 3),
        ("alias", 3),
        ("key-not-text", 4),
    ]


@each_row(
    "text",
    [
        *("y", "Y", "n", "N", "no", "No", "NO", "yes", "Yes", "on", "On", "off", "OFF"),
        *("True", "TRUE", "False", "FALSE", "~", "Null", "NULL"),
        *(
            "0600",
            "-0600",
            "0x1F",
            "0b101",
            "0o17",
            "08",
            "-08",
            "1_000",
            "+1",
            "+1.5",
            "007",
        ),
        *("12:30:45", "12:30", "1:30.5", ".inf", "-.inf", ".Inf", ".nan", ".NaN"),
        *("1e3", "1E3", "1.5e3", "1e400", ".5", "1.", "1_0.5"),
        *("2024-01-01", "2024-1-1 10:00:00", "2001-12-14t21:59:43.10-05:00"),
        *("12345678901234567890", "9007199254740992", "-9007199254740992", "=", "<<"),
        "0." + "1" * 31,
    ],
)
def test_ambiguous_scalar_is_rejected(text: str) -> None:
    document = read(f"a: [{text}]\n")
    shown = text[:40]
    words = ("yes", "no", "on", "off", "true", "false")
    either = ", or use true or false" if text.lower() in words else ""
    assert problems(document) == [
        (
            f"spec.yaml:1:5: error[implicit-type] a[0]: {shown} without quotes is "
            "ambiguous in YAML\n"
            f'  hint: write "{shown}" for text{either}'
        )
    ]


@each_row(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("9007199254740991", 9007199254740991),
        ("-9007199254740991", -9007199254740991),
        ("0.5", 0.5),
        ("-0.5", -0.5),
        ("1.5e+3", 1500.0),
        ("2.5e-1", 0.25),
        ("0.1.0", "0.1.0"),
        ("nobody", "nobody"),
        ("media.example.com", "media.example.com"),
        ("https://{domain}/x", "https://{domain}/x"),
        ("Bearer {access_token}", "Bearer {access_token}"),
        ("two words", "two words"),
        ('"no"', "no"),
        ("'0600'", "0600"),
        ('"1"', "1"),
        ('""', ""),
        ('"null"', "null"),
        ('"a\\tb\\nc"', "a\tb\nc"),
        ("|\n  a\n   b\n", "a\n b\n"),
        (">-\n  a\n  b\n", "a b"),
        ("|\n  0600\n", "0600\n"),
        ("é ü 日本 🎈", "é ü 日本 🎈"),
    ],
)
def test_scalar_reads_as_json_does(text: str, value: object) -> None:
    document = read(f"a: {text}\n")
    assert (document.value, problems(document)) == ({"a": value}, [])
    assert type(document.value["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\nb: 1\n", "1:3: error[implicit-type] a: "),
        ("- x\n-\n", "2:2: error[implicit-type] [1]: "),
        ("a: {b: }\n", "1:8: error[implicit-type] a.b: "),
    ],
)
def test_missing_value_is_rejected(text: str, place: str) -> None:
    assert problems(read(text)) == [
        (
            f"spec.yaml:{place}this value is missing\n"
            "  hint: add a value, or remove the key or entry"
        )
    ]


def test_values_and_keys_of_nested_nodes_have_their_places() -> None:
    document = read(
        "# comment\n"
        "endpoint:\n"
        "  url: https://x\n"
        "  parameters:\n"
        "    - name: é\n"
        "      default: 'oob'\n"
        "    - {name: b, list: [c, [d]]}\n"
        "text: >-\n"
        "  folded\n"
    )
    assert document.map.values == {
        (): Position(2, 1),
        ("endpoint",): Position(3, 3),
        ("endpoint", "url"): Position(3, 8),
        ("endpoint", "parameters"): Position(5, 5),
        ("endpoint", "parameters", 0): Position(5, 7),
        ("endpoint", "parameters", 0, "name"): Position(5, 13),
        ("endpoint", "parameters", 0, "default"): Position(6, 16),
        ("endpoint", "parameters", 1): Position(7, 7),
        ("endpoint", "parameters", 1, "name"): Position(7, 14),
        ("endpoint", "parameters", 1, "list"): Position(7, 23),
        ("endpoint", "parameters", 1, "list", 0): Position(7, 24),
        ("endpoint", "parameters", 1, "list", 1): Position(7, 27),
        ("endpoint", "parameters", 1, "list", 1, 0): Position(7, 28),
        ("text",): Position(8, 7),
    }
    assert document.map.keys == {
        ("endpoint",): Position(2, 1),
        ("endpoint", "url"): Position(3, 3),
        ("endpoint", "parameters"): Position(4, 3),
        ("endpoint", "parameters", 0, "name"): Position(5, 7),
        ("endpoint", "parameters", 0, "default"): Position(6, 7),
        ("endpoint", "parameters", 1, "name"): Position(7, 8),
        ("endpoint", "parameters", 1, "list"): Position(7, 17),
        ("text",): Position(8, 1),
    }


def test_columns_count_characters_not_bytes() -> None:
    document = read("{é日🎈: a, b: c}\n")
    assert document.map.values[("b",)] == Position(1, 13)


def test_place_of_a_missing_node_is_that_of_its_parent() -> None:
    document = read("a:\n  - b: 1\n")
    assert document.map.position(("a", 0, "c", 3)) == Position(2, 5)
    assert document.map.position(("a", 0, "b"), at_key=True) == Position(2, 5)
    assert document.map.position(("a", 7), at_key=True) == Position(2, 3)
    assert document.map.position(("x",)) == Position(1, 1)


@pytest.mark.parametrize("name", ["(key)", "", "0", "a.b"])
def test_value_of_any_key_has_its_place(name: str) -> None:
    document = read(f'{{"{name}": 1, other: 2}}\n')
    column = len(name) + 6
    assert document.map.values[(name,)] == Position(1, column)


def test_first_of_two_equal_keys_keeps_its_value_and_place() -> None:
    document = read("a: {b: 1}\na: {b: 2, c: 3}\n")
    assert document.value == {"a": {"b": 1}}
    assert document.map.keys[("a",)] == Position(1, 1)
    assert document.map.values[("a", "b")] == Position(1, 8)


def test_file_of_256_kib_is_read() -> None:
    data = b"a: 1\n#" + b"x" * (262_144 - 6)
    document = source.read(data, "spec.yaml")
    assert (document.value, problems(document)) == ({"a": 1}, [])


def test_file_with_one_byte_more_is_rejected() -> None:
    data = b"a: 1\n#" + b"x" * (262_145 - 6)
    document = source.read(data, "spec.yaml")
    assert (document.value, problems(document)) == (
        None,
        [
            (
                "spec.yaml:1:1: error[too-large] the file has more than 262,144 "
                "bytes\n  hint: check the file name; a spec has a few hundred lines"
            )
        ],
    )


def nested(depth: int, inside: Any = None) -> Any:
    value: Any = [] if inside is None else [inside]
    for _ in range(depth - 1):
        value = [value]
    return value


def test_thirty_two_levels_are_read() -> None:
    document = read(json.dumps(nested(32)))
    assert (document.value, problems(document)) == (nested(32), [])


def test_text_in_the_thirty_second_level_is_read() -> None:
    document = read(json.dumps(nested(32, "x")))
    assert (document.value, problems(document)) == (nested(32, "x"), [])


@pytest.mark.parametrize(
    "text", ["[" * 33 + "]" * 33, "[" * 500, "a: " + "[" * 500, "{a: " * 100 + "b"]
)
def test_deeper_levels_are_rejected(text: str) -> None:
    document = read(text)
    assert document.value is None
    assert [one.code for one in document.problems] == ["too-deep"]


def test_too_deep_names_the_place_where_it_is_too_deep() -> None:
    assert problems(read("a:\n  " + "[" * 33 + "]" * 33)) == [
        (
            "spec.yaml:2:34: error[too-deep] lists and objects are nested more than 32 levels deep\n"
            "  hint: use fewer levels of nesting"
        )
    ]


@pytest.mark.parametrize(
    ("data", "place", "byte"),
    [
        (b"\xff", "1:1", "FF"),
        (b"a: 1\nb: \xe9\n", "2:4", "E9"),
        (b"a: \xc3\xa9\xe9\n", "1:5", "E9"),
        (b"a: 1\r\nb: 2\r\nc: \xc3", "3:4", "C3"),
        (b"a: \xed\xa0\x80\n", "1:4", "ED"),
        (b"\xff\xfea\x00", "1:1", "FF"),
        (b"\xef\xbb\xbfa: 1\n\xff", "2:1", "FF"),
    ],
)
def test_bytes_that_are_not_utf_8_are_rejected_at_their_place(
    data: bytes, place: str, byte: str
) -> None:
    document = source.read(data, "spec.yaml")
    assert (document.value, problems(document)) == (
        None,
        [
            (
                f"spec.yaml:{place}: error[not-utf-8] the byte 0x{byte} is not valid UTF-8\n"
                "  hint: save the file as UTF-8"
            )
        ],
    )


def test_byte_order_mark_at_the_start_is_removed() -> None:
    document = read("\ufeffa: 1\n")
    assert (document.value, problems(document)) == ({"a": 1}, [])
    assert document.map.keys[("a",)] == Position(1, 1)


def test_second_byte_order_mark_is_rejected() -> None:
    assert problems(read("\ufeff\ufeffa: 1\n")) == [
        (
            "spec.yaml:1:1: error[forbidden-character] the character U+FEFF is not allowed\n"
            f"  hint: {CHARACTER_HINT}"
        )
    ]


def test_crlf_ends_a_line_as_lf_does() -> None:
    document = read("a: |\r\n  x\r\n  y\r\nb: 1\r\n")
    assert (document.value, problems(document)) == ({"a": "x\ny\n", "b": 1}, [])
    assert document.map.keys[("b",)] == Position(4, 1)


FORBIDDEN = [
    *("\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\r", "\x0e", "\x1b", "\x1f"),
    *("\x7f", "\x80", "\x85", "\x9f", "\u061c", "\u200e", "\u200f", "\u2028"),
    *("\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff"),
]


ALLOWED = ["\t", "\n", " ", "~", "\xa0", "\u200d", "\u2027", "\u202f", "\u206a", "🎈"]


def name_of(character: str) -> str:
    return f"U+{ord(character):04X}"


def escape_of(character: str) -> str:
    return f"\\U{ord(character):08x}"


@each_row("character", FORBIDDEN, ids=name_of)
def test_forbidden_character_is_rejected_at_its_place(character: str) -> None:
    document = read(f"a: 1\nb: x{character}y\n")
    assert (document.value, problems(document)) == (
        {"a": 1, "b": "x y"},
        [
            (
                f"spec.yaml:2:5: error[forbidden-character] the character "
                f"{name_of(character)} is not allowed\n  hint: {CHARACTER_HINT}"
            )
        ],
    )


@each_row("character", FORBIDDEN, ids=name_of)
def test_escaped_forbidden_character_is_rejected_at_its_text(character: str) -> None:
    document = read(f'a: 1\nb: ["x{escape_of(character)}y"]\n')
    assert (document.value, problems(document)) == (
        {"a": 1, "b": ["x y"]},
        [
            (
                f"spec.yaml:2:5: error[forbidden-character] b[0]: the character "
                f"{name_of(character)} is not allowed\n  hint: {CHARACTER_HINT}"
            )
        ],
    )


@each_row("character", FORBIDDEN, ids=name_of)
def test_any_escape_reads_an_escaped_character(character: str) -> None:
    document = read(f'"x{escape_of(character)}y"', any_escape=True)
    assert (document.value, problems(document)) == (f"x{character}y", [])


@each_row("character", FORBIDDEN, ids=name_of)
def test_any_escape_refuses_a_raw_character(character: str) -> None:
    document = read(f'"x{character}y"', any_escape=True)
    assert [one.code for one in document.problems] == ["forbidden-character"]
    assert document.value == "x y"


@pytest.mark.parametrize("character", ALLOWED, ids=name_of)
def test_other_characters_are_read(character: str) -> None:
    document = read(f'"x{escape_of(character)}y"')
    assert (document.value, problems(document)) == (f"x{character}y", [])


@pytest.mark.parametrize("character", ["\ufffe", "\uffff"], ids=name_of)
def test_noncharacter_is_a_problem_and_not_an_exception(character: str) -> None:
    document = read(f"a: x{character}y\n")
    assert [one.code for one in document.problems] == ["forbidden-character"]


def test_forbidden_character_in_a_key_is_rejected() -> None:
    found = [(one.code, one.place) for one in read('"a\\u202eb": 1\n').problems]
    assert found == [("forbidden-character", Position(1, 1))]


def test_forbidden_character_in_a_comment_is_rejected() -> None:
    found = [(one.code, one.place) for one in read("a: 1  # x\u202ey\n").problems]
    assert found == [("forbidden-character", Position(1, 10))]


def test_every_forbidden_character_is_listed() -> None:
    found = [one.place for one in read("a: \x00b\x01\n").problems]
    assert found == [Position(1, 4), Position(1, 6)]


@pytest.mark.parametrize("text", ['"\\ud800"', '"\\udfff"', '"\\ud83d\\ude00"'])
@pytest.mark.parametrize("any_escape", [False, True])
def test_escaped_surrogate_is_rejected(text: str, any_escape: bool) -> None:
    document = read(text, any_escape=any_escape)
    assert document.value is None
    assert [one.code for one in document.problems] == ["yaml-syntax"]


def test_null_document_is_read() -> None:
    document = read("null\n")
    assert (document.value, problems(document)) == (None, [])


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "   \n", "\ufeff"])
def test_empty_file_is_rejected(text: str) -> None:
    document = read(text)
    assert (document.value, problems(document)) == (
        None,
        [
            (
                "spec.yaml:1:1: error[empty] the file is empty\n"
                "  hint: start with format: 2"
            )
        ],
    )


def test_document_start_without_a_document_has_no_value() -> None:
    document = read("---\n")
    assert [one.code for one in document.problems] == ["implicit-type"]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
        st.text(
            alphabet="ab01:-?,[]{}&*!|>'\"%@`#~<=.\\/ \n\t\r\ufeff\x85\ufffe",
            max_size=40,
        ).map(str.encode),
    ),
    st.booleans(),
)
def test_any_bytes_are_read_as_a_value_of_json(data: bytes, any_escape: bool) -> None:
    value = source.read(data, "spec.yaml", any_escape=any_escape).value
    assert json.loads(json.dumps(value, allow_nan=False)) == value


def json_values() -> st.SearchStrategy[Any]:
    characters = st.characters(
        exclude_categories=("Cc", "Cs"),
        exclude_characters="\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
        "\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff",
        include_characters="\n\t",
    )
    texts = st.text(characters, max_size=20)
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53 - 1), 2**53 - 1),
        st.integers(-(10**9), 10**9).map(lambda number: number / 1000),
        texts,
    )
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(texts, inner, max_size=4),
        max_leaves=12,
    )


@settings(max_examples=200, deadline=None)
@given(json_values(), st.sampled_from([None, 1, 2]))
def test_json_text_reads_back_equal(value: Any, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    document = read(text)
    assert problems(document) == []
    assert json.dumps(document.value) == json.dumps(value)


def test_line_of_a_problem_is_shown_without_carriage_return_and_byte_order_mark() -> (
    None
):
    document = source.read(b"\xef\xbb\xbfa: no\r\nb: no\r\n", "spec.yaml")
    first, second = document.map.locate(document.problems)
    assert (first.excerpt, first.column) == ("a: no", 4)
    assert (second.excerpt, second.column) == ("b: no", 4)
