"""Lay out values as the YAML of a spec: every reader of YAML 1.1, YAML 1.2, and JSON agrees on them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
"""A text, a list, or an object."""

_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?::[A-Za-z0-9_./?&=%~-]+)?")
"""Unquoted text that every YAML reader reads as text, unless it is a word."""
_WORDS = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}
)
_WIDTH = 118


def entry(key: str, value: Value, indent: int = 0, note: str = "") -> Iterator[str]:
    """Yield the lines of a member: on one line if it fits, or one line for each part."""
    start = f"{' ' * indent}{_scalar(key)}:"
    end = f"  # {note}" if note else ""
    short = f"{start} {flow_style(value)}{end}"
    if not isinstance(value, (dict, list)) or (
        len(short) <= _WIDTH and _is_short(value)
    ):
        yield short
        return
    yield f"{start}{end}"
    if isinstance(value, dict):
        for name, one in value.items():
            yield from entry(name, one, indent + 2)
        return
    for one in value:
        yield f"{' ' * (indent + 2)}- {flow_style(one)}"


def _is_short(value: Value) -> bool:
    """Return whether a value reads well on one line: it contains no long texts."""
    if isinstance(value, dict):
        return all(_is_short(one) for one in value.values()) and len(value) <= 4
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value) or len(value) == 1
    return len(value) <= 80


def flow_style(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_scalar(key)}: {flow_style(one)}' for key, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow_style, value))}]"
    return _scalar(value)


def _scalar(text: str) -> str:
    """Return a text so that readers of YAML 1.1, YAML 1.2, and JSON agree on it."""
    if _SAFE.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return "".join(
        # YAML 1.1 reads some of these as line breaks. A later character needs no escape.
        one if one.isprintable() or ord(one) > 0xFFFF else json.dumps(one)[1:-1]
        for one in json.dumps(text, ensure_ascii=False)
    )


def comment(text: str) -> str:
    """Return a text for a comment: one line of printable characters."""
    return "".join(one if one.isprintable() else " " for one in text)
