"""The oracle sees each fault that generators have had: an encoder that leaves something out."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.languages import docs, mock, python
from generator.text import Code, Text
from tests.hostile.corpus import Entry
from tests.hostile.oracle import Oracle


def raw(words: Text | str) -> str:
    return words.unwrap() if isinstance(words, Text) else words


def quote_without_backslash(*words: Text | str) -> Code:
    return Code('"' + " ".join(map(raw, words)).replace('"', '\\"') + '"')


def f_string_without_braces(parts: Any) -> Code:
    inner = "".join(
        raw(text) + (f"{{{value}}}" if value else "") for text, value in parts
    )
    return Code(f'f"{inner}"')


def raw_docstring(words: Text | str, indent: int) -> Code:
    return Code(raw(words))


def raw_comment(words: Text | str, indent: int) -> Code:
    return Code(f"# {raw(words)}")


def only_html(words: Text | str) -> Code:
    return Code(html.escape(" ".join(raw(words).split())))


def only_table(words: Text | str) -> Code:
    return Code(" ".join(raw(words).split()).replace("|", "\\|"))


def raw_shell(words: Text | str) -> Code:
    return Code(raw(words))


def backticks(words: Text | str) -> Code:
    return Code(f"`{raw(words)}`")


FAULTS: list[tuple[Any, str, Callable[..., Code], str, str]] = [
    (python, "python_string", quote_without_backslash, "value", '\\"; x() #'),
    (python, "python_f_string", f_string_without_braces, "value", "a}b"),
    (python, "python_docstring", raw_docstring, "text", '""" or """'),
    (python, "python_docstring", raw_docstring, "text", "\n>>> x\n"),
    (python, "python_docstring", raw_docstring, "text", "the word is \\x41"),
    (python, "python_comment", raw_comment, "text", "type: ignore"),
    (python, "python_comment", raw_comment, "text", "a\nimport os"),
    (docs, "markdown", only_html, "text", "a | b"),
    (docs, "markdown", only_html, "text", "[x](https://evil.example)"),
    (docs, "markdown", only_html, "text", "https://evil.example"),
    (docs, "markdown", only_html, "text", "//evil.example/x"),
    (docs, "markdown", only_table, "text", "<img src=x>"),
    (docs, "markdown", only_table, "text", "&lt;b&gt;"),
    (docs, "markdown_code", backticks, "name", "a`b|c"),
    (python, "shell_word", raw_shell, "value", "a; touch PWN"),
    (mock, "markdown", only_table, "text", "*a* <b>"),
]


@pytest.mark.parametrize(
    ("module", "encoder", "fault", "where", "payload"),
    FAULTS,
    ids=[f"{one[1]} {one[4]!r}" for one in FAULTS],
)
def test_encoder_with_a_fault_is_seen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    encoder: str,
    fault: Callable[..., Code],
    where: str,
    payload: str,
) -> None:
    entry = Entry("a", where, "any", payload, "either")
    assert Oracle(tmp_path).judge(entry).outcome == "inert"
    monkeypatch.setattr(module, encoder, fault)
    assert Oracle(tmp_path).judge(entry).outcome == "BROKEN"
