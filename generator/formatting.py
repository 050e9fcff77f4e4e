"""Rendered text to formatted bytes, read back once to see that it is what its name says."""

from __future__ import annotations

import ast
import json
import sys

import black

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MODE = black.Mode(target_versions={black.TargetVersion.PY310})


class BrokenOutput(Exception):
    """A template made a file that its own format cannot read. The fault is the generator's."""


def formatted(path: str, text: str) -> bytes:
    """Return the bytes of a rendered file: Python in Black's layout, all else as it stands.

    Raises BrokenOutput where the file does not parse.
    """
    try:
        if path.endswith(".py"):
            text = black.format_str(text, mode=_MODE)
            ast.parse(text)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".toml"):
            tomllib.loads(text)
    except (ValueError, SyntaxError, black.InvalidInput) as error:
        raise BrokenOutput(f"{path} does not parse: {error}") from error
    return text.encode("utf-8")
