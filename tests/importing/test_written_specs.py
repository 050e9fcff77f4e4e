"""What an import writes: readers of YAML 1.1, YAML 1.2, and JSON agree on every text."""

from __future__ import annotations

import json
import re
from typing import Any, cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.importing import yaml_text
from tests.importing.documents import CODE, openapi, spec_of, text_of, value_of
from tests.rows import each_row
from tests.sampling import LONG

WORDS = (
    *(
        "no",
        "NO",
        "y",
        "Y",
        "on",
        "Off",
        "true",
        "True",
        "null",
        "Null",
        "~",
        "=",
        "<<",
    ),
    *(
        "1.10",
        "010",
        "0x1F",
        "0o17",
        "1e3",
        "1_000",
        "12:30:45",
        "2024-01-31",
        "+1",
        "-1",
    ),
    *(".inf", ".NaN", "nan", "inf", "-", "- a", "-a", "?", "? a", "a: b", "a #b", "#a"),
    *(
        "!a",
        "&a",
        "*a",
        "@a",
        "`a",
        "%a",
        "|",
        ">",
        "[a",
        "{a}",
        "'a",
        '"a',
        "a,b",
        "a]",
    ),
    *(
        " a",
        "a ",
        "a\nb",
        "\\",
        "---",
        "...",
        "é",
        "読取",
        "\u0085",
        "\u2028",
        "http://a",
    ),
    *("https://a.example/x?y=1&z=%20#f", "read:user", "a:", ":a", "1:2", "a:1"),
)
NAMES = tuple(
    one for one in WORDS if re.fullmatch(r"[!#-\[\]-~]+", one) and one != "<<"
)
"""Those that are names of scopes (RFC 6749 §3.3)."""


def readings(text: str) -> list[Any]:
    """Return a text as a reader of YAML 1.1 and one of YAML 1.2 read it."""
    return [yaml.safe_load(text), cast("Any", YAML(typ="safe", pure=True)).load(text)]


def check(value: Any) -> None:
    written = "\n".join(yaml_text.entry("key", value)) + "\n"
    assert readings(written) == [{"key": value}] * 2, written


@each_row("word", WORDS)
def test_every_reader_reads_the_same_text(word: str) -> None:
    check(word)
    check([word, [word], {word: word}])
    check({word: word, "list": [word], "inner": {"name": word}})


@settings(max_examples=20_000 if LONG else 100, deadline=None)
@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)
        | st.sampled_from(WORDS),
        lambda inner: st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS), inner, min_size=1, max_size=5),
        max_leaves=12,
    )
)
def test_every_reader_reads_any_value(value: Any) -> None:
    check(value)


def test_quoted_text_is_json() -> None:
    for word in WORDS:
        (line,) = yaml_text.entry("key", word)
        shown = line.removeprefix("key: ")
        assert shown == word or json.loads(shown) == word


def test_spec_keeps_every_scope_name_and_is_valid() -> None:
    flow = {**CODE, "scopes": dict.fromkeys(NAMES, "no")}
    text = text_of(openapi({"authorizationCode": flow}))
    assert [one["name"] for one in value_of(text)["scopes"]] == [*NAMES]
    assert readings(text) == [value_of(text)] * 2
    assert [one.name for one in spec_of(text).provider.scopes] == [*NAMES]


@pytest.mark.parametrize(
    "names",
    [
        [
            "read:user",
            "Made",
            "name",
            "-name",
            "https://www.example.com/a/drive.readonly",
        ],
        ["txt", "TXT", "Txt"],
        ["=", "!=", "*", "0bar", "."],
        ["class", "None", "True", "from", "async", "match", "self", "def"],
        ["mro", "name", "value", "count", "title", "index", "_a_", "__x", "_missing_"],
        ["__proto__", "constructor", "toString", "hasOwnProperty"],
        ["class", "class_", "foo_bar", "foo__bar", "a-b", "a_b"],
        ["create", "client", "Scope", "Provider", "fetch", "Error"],
        [f"{'x' * 190}{one}" for one in range(12)],
    ],
)
def test_scopes_that_break_generators_are_valid(names: list[str]) -> None:
    """A spec with two scopes of one identifier would have a problem."""
    flow = {**CODE, "scopes": dict.fromkeys(names, "")}
    spec = spec_of(text_of(openapi({"authorizationCode": flow})))
    assert [one.name for one in spec.provider.scopes] == names


@pytest.mark.parametrize(
    "names", [["読取"], ["é", "ß"], ["a b"], [""], ['a"'], ["a\\b"]]
)
def test_scopes_that_no_request_can_contain_are_left_out(names: list[str]) -> None:
    flow = {**CODE, "scopes": dict.fromkeys(names, "")}
    assert "scopes" not in value_of(text_of(openapi({"authorizationCode": flow})))


def test_old_identifiers_stay_if_a_scope_is_added() -> None:
    def written(names: list[str]) -> Any:
        flow = {**CODE, "scopes": dict.fromkeys(names, "")}
        return value_of(text_of(openapi({"authorizationCode": flow})))["scopes"]

    old = written(["drive_read", "drive_write", "2fa"])
    assert written(["drive_read", "drive_write", "2fa", "mail_read"])[:3] == old
