"""`Text` cannot reach an output by accident."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import Any

import pytest

from generator.model.text import Code, Text, TextNotEncoded

REFUSAL = "free text in a spec must pass through an encoder before it is printed"


def refused(use: Callable[[Any], object]) -> str:
    """Return the message of the error that a use of a `Text` raises."""
    with pytest.raises(TextNotEncoded) as raised:
        use(Text("secret"))
    return str(raised.value)


AS_WORDS: list[Callable[[Any], object]] = [
    str,
    format,
    print,
    list,
    tuple,
    set,
    iter,
    lambda text: f"{text}",
    lambda text: f"{text!s}",
    lambda text: f"{text:>10}",
    lambda text: str.format("{}", text),
    lambda text: operator.mod("%s", text),
    lambda text: operator.mod("%s and %s", (text, "b")),
    lambda text: text % "a",
    lambda text: operator.mod(1, text),
    lambda text: text + "a",
    lambda text: "a" + text,
    lambda text: text + text,
]


@pytest.mark.parametrize("use", AS_WORDS)
def test_use_as_a_string_is_rejected(use: Callable[[Any], object]) -> None:
    assert refused(use) == REFUSAL


AS_STRING: list[Callable[[Any], object]] = [
    lambda text: str.join(", ", ["a", text]),
    lambda text: "a" in text,
    lambda text: "".join(text),
    lambda text: "a".replace("a", text),
    lambda text: json.dumps(text),
    lambda text: text * 2,
    lambda text: text[0],
    lambda text: text[1:],
    len,
    bytes,
    lambda text: text < Text("a"),
]


@pytest.mark.parametrize("use", AS_STRING)
def test_text_is_not_a_string_to_other_code(use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as raised:
        use(Text("secret"))
    assert "secret" not in str(raised.value)


def test_error_is_a_type_error() -> None:
    assert TextNotEncoded.__mro__[1] is TypeError


def test_unwrap_returns_the_words() -> None:
    assert Text("a\n b").unwrap() == "a\n b"


def test_texts_of_the_same_words_are_equal() -> None:
    assert Text("a") == Text("a")
    assert Text("a") != Text("b")
    assert {Text("a"), Text("a"), Text("b")} == {Text("b"), Text("a")}
    assert {Text("a"): 1}[Text("a")] == 1


def test_text_is_not_equal_to_a_string() -> None:
    assert Text("a") != "a"
    assert "a" != Text("a")
    assert Text("a") != Code("a")


def test_repr_shows_only_the_length() -> None:
    assert repr(Text("secret")) == "<Text of 6 characters>"
    assert f"{Text('secret')!r}" == "<Text of 6 characters>"
    assert repr([Text("")]) == "[<Text of 0 characters>]"


def test_text_accepts_no_other_attributes() -> None:
    text: Any = Text("a")
    with pytest.raises(AttributeError):
        text.other = 1


def test_code_is_a_string() -> None:
    assert f"{Code('a')}" == "a"
    assert isinstance(Code("a"), str)
    assert type(Code("a") + "b") is str
    assert type(f"{Code('a')}") is str
