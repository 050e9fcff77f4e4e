"""What every encoder has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.model.text import Code, Text
from generator.targets.encoders.html_text import html_attribute, html_text
from generator.targets.encoders.json_text import json_value
from generator.targets.encoders.markdown import markdown, markdown_code, markdown_link
from generator.targets.encoders.report import report_line, report_name
from generator.targets.encoders.shell import shell_word
from generator.targets.encoders.toml import toml_string
from generator.targets.encoders.words import plain
from generator.targets.python.encoders import (
    python_call,
    python_comment,
    python_docstring,
    python_f_string,
    python_prose,
    python_string,
    python_tuple,
)
from generator.targets.typescript.encoders import (
    typescript_comment,
    typescript_constant,
    typescript_doc,
    typescript_key,
    typescript_list,
    typescript_property,
    typescript_string,
    typescript_template,
)
from tests.rows import each_row

WRAPPED: list[tuple[Callable[[str], Code], int, str]] = [
    (lambda words: python_docstring(words, 4), 84, "{}\n    {}"),
    (lambda words: python_comment(words, 6), 80, "# {}\n      # {}"),
    (lambda words: typescript_comment(words, 2), 75, "// {}\n  // {}"),
]
"""The encoders that wrap, the width of a line, and the form of two lines."""


@pytest.mark.parametrize(("encode", "width", "lines"), WRAPPED)
def test_prose_is_wrapped_if_a_line_is_full(
    encode: Callable[[str], Code], width: int, lines: str
) -> None:
    fits, word = "a" * (width - 2), "b"
    assert encode(f"{fits} {word} c") == lines.format(f"{fits} {word}", "c")
    assert encode(f"{fits}a {word} c") == lines.format(f"{fits}a", f"{word} c")


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


@each_row("encode", ENCODERS)
def test_every_encoder_accepts_text_or_str_and_returns_code(
    encode: Callable[[Any], Code],
) -> None:
    assert type(encode(Text("a b"))) is Code
    assert encode(Text("a b")) == encode("a b")
