"""Rendered text to formatted bytes, read back once to see that it is what its name says."""

from __future__ import annotations

import ast
import json

import tomli
from black import Mode, format_str
from black.mode import TargetVersion
from black.parsing import InvalidInput

_MODE = Mode(target_versions={TargetVersion.PY310})


class BrokenOutput(Exception):
    """A template made a file that its own format cannot read. The fault is the generator's."""


def formatted(path: str, text: str) -> bytes:
    """Return the bytes of a rendered file: Python in Black's layout, Markdown with one last line feed.

    Raises BrokenOutput where the file does not parse.
    """
    try:
        if path.endswith(".py"):
            text = format_str(text, mode=_MODE)
            ast.parse(text)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".toml"):
            tomli.loads(text)
        elif path.endswith(".md"):
            text = text.rstrip("\n") + "\n"
    except (ValueError, SyntaxError, InvalidInput) as error:
        first = str(error).splitlines()[0]
        raise BrokenOutput(f"{path} does not parse: {first}") from error
    return text.encode("utf-8")
