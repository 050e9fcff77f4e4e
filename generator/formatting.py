"""Rendered text to formatted bytes, read back once to see that it is what its name says."""

from __future__ import annotations

import ast
import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomli
from ruff import (  # type: ignore[import-untyped]
    find_ruff_bin,  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]
)

# Ruff's own settings alone: those of a folder in which somebody runs us are not ours.
_RUFF = (
    *("format", "--isolated", "--no-cache", "--quiet"),
    *("--target-version", "py310", "--line-length", "88"),
)


class BrokenOutput(Exception):
    """A template made a file that its own format cannot read. The fault is the generator's."""


def formatted(files: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytes of rendered files: Python in Black's layout, Markdown with one last line feed.

    Raises BrokenOutput where a file does not parse.
    """
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    texts = {**files, **_laid_out(python)}
    return {path: _checked(path, text) for path, text in texts.items()}


def _laid_out(files: Mapping[str, str]) -> dict[str, str]:
    """Return Python files as Ruff lays them out, all in one process."""
    if not files:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        places = {path: Path(folder, f"{n}.py") for n, path in enumerate(files)}
        for path, place in places.items():
            place.write_text(files[path], encoding="utf-8", newline="\n")
        process = subprocess.run(
            [find_ruff_bin(), *_RUFF, folder],
            capture_output=True,
            text=True,
            check=False,
        )
        if process.returncode:
            for path, text in files.items():
                _checked(path, text)
            raise BrokenOutput(f"Ruff cannot lay out Python: {process.stderr.strip()}")
        return {path: _read(place) for path, place in places.items()}


def _read(place: Path) -> str:
    return place.read_bytes().decode("utf-8")


def _checked(path: str, text: str) -> bytes:
    try:
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".toml"):
            tomli.loads(text)
        elif path.endswith(".md"):
            text = text.rstrip("\n") + "\n"
    except (ValueError, SyntaxError) as error:
        first = str(error).splitlines()[0]
        raise BrokenOutput(f"{path} does not parse: {first}") from error
    return text.encode("utf-8")
