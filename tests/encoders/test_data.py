"""JSON, TOML, words of a shell, lines of a report, and places without escapes."""

from __future__ import annotations

import json
import shlex

import pytest
import tomli
from hypothesis import given

from generator.model.text import Text
from generator.targets.encoders.json_text import json_document, json_value
from generator.targets.encoders.report import report_line, report_name
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import fragment, plain
from tests.encoders.texts import any_hostile, some, texts

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


def test_json_value_is_one_line() -> None:
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
def test_plain_rejects_characters_that_require_an_escape(text: str) -> None:
    with pytest.raises(ValueError, match="need an encoder of the place"):
        plain(text)


def test_json_document_has_one_member_per_line() -> None:
    assert json_document({"a": [1, Text("é")]}) == (
        '{\n  "a": [\n    1,\n    "\\u00e9"\n  ]\n}'
    )


def test_report_is_one_line_without_terminal_commands() -> None:
    assert report_line("a\n b\x1b[31m\U000e0001") == "a b\\u001b[31m\\U000e0001"
    assert report_name('a"\n\x9b') == '"a"\\u000a\\u009b"'


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("If that was a mistake, log in again.", "if that was a mistake, log in again"),
        ("Ask the user. A new\n request helps.", "ask the user; a new\n request helps"),
        (
            "API keys expire. HTTPServer restarts",
            "API keys expire; HTTPServer restarts",
        ),
        ("Acme Cloud decides. Wait.", "Acme Cloud decides; wait"),
        (
            "See RFC 6749 §4.1. example.org has more",
            "see RFC 6749 §4.1. example.org has more",
        ),
        ("Wait…", "wait…"),
        (".", ""),
    ],
)
def test_sentences_of_a_spec_become_a_fragment(sentences: str, expected: str) -> None:
    assert fragment(Text(sentences), "Acme Cloud").unwrap() == expected
