"""Read an unquoted YAML scalar as the value that JSON and every YAML parser agree on."""

from __future__ import annotations

import functools
import re
from typing import Any

import yaml

MAX_INTEGER = 2**53 - 1
"""Past this, JSON readers of different languages disagree on the value (RFC 8259 §6)."""

Value = Any
"""A JSON value: None, bool, int, float, str, list or dict with text keys."""

Explanation = tuple[str, str]
"""A message and a hint."""

MISSING: Explanation = (
    "this value is missing",
    "add a value, or remove the key or entry",
)
FIRST_WITHOUT_COLON: Explanation = (
    "this key has no value",
    "put text that starts with { in quotes, or add a colon and a value",
)
WITHOUT_COLON: Explanation = (
    "this key has no value",
    "if it continues the text before the comma, put the whole text in quotes; otherwise, add a colon and a value",
)
_MAX_SHOWN = 40
CUT_TEXT = re.compile(r" +(#[^\s#]+)")
"""What YAML reads as a comment although its author may not mean one."""
_YAML_11: Any = yaml.SafeLoader("")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_OTHER_READERS = re.compile(r"[yYnN]|[-+]?[0-9]+|0o[0-7]+", re.ASCII)
"""What PyYAML reads as text and other parsers do not: the one-letter booleans of YAML 1.1 and the
integers of YAML 1.2 (§10.3.2)."""
_LONGEST_WORD = len("false")
"""Every parser reads a longer value that starts with a letter as text."""
_WORDS: dict[str, Value] = {"null": None, "true": True, "false": False}


@functools.lru_cache(maxsize=1024)
def plain(text: str) -> tuple[Value, Explanation | None]:
    """Return the value of an unquoted scalar, or its text and why the value is ambiguous."""
    if len(text) > _LONGEST_WORD and text[0].isalpha():
        return text, None
    if text in _WORDS:
        return _WORDS[text], None
    tag: str = _YAML_11.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
    is_number = len(text) <= 32 and _JSON_NUMBER.fullmatch(text) is not None
    if is_number and tag in ("int", "float"):
        number = int(text) if tag == "int" else float(text)
        if abs(number) <= MAX_INTEGER:
            return number, None
    elif tag == "str" and not is_number and not _OTHER_READERS.fullmatch(text):
        return text, None
    shown = text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
    message = f"{shown} without quotes is ambiguous in YAML"
    hint = f'write "{shown}" for text'
    if tag == "bool":
        hint = f"{hint}, or use true or false"
    elif not text:
        message, hint = MISSING
    return text, (message, hint)
