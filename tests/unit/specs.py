"""Whole specs as values to change, and the problems of a changed one."""

from __future__ import annotations

import functools
import json
import pickle
from pathlib import Path
from typing import Any

import yaml

from generator import pipeline
from generator.reading import shorthand
from generator.reading.diagnostics import Diagnostic, SpecProblems
from tests.golden.changes import applied

REAL_SPEC = pipeline.ROOT / "spec" / "imagen.yaml"
WHOLE_SPEC = pipeline.ROOT / "tests" / "unit" / "whole.yaml"


def parsed(file: Path) -> Any:
    """Return the value of a YAML file, as a new object for each call."""
    return pickle.loads(_pickled(file))


@functools.cache
def _pickled(file: Path) -> bytes:
    return pickle.dumps(yaml.load(file.read_bytes(), yaml.CSafeLoader))


def whole_spec() -> Any:
    """Return the value of a spec with every kind of fact, six scopes and the version 0.1.0."""
    return parsed(WHOLE_SPEC)


def whole_spec_in_format1() -> Any:
    """Return the same spec in format 1."""
    change = WHOLE_SPEC.with_name("format1.diff").read_bytes()
    return yaml.load(applied(WHOLE_SPEC.read_bytes(), change), yaml.CSafeLoader)


def real_spec() -> Any:
    """Return the value of the real spec as it is now, without its cases."""
    spec = parsed(REAL_SPEC)
    del spec["cases"]
    return spec


def in_full(spec: Any) -> Any:
    """Return a spec without short forms, as the model is built from it."""
    return shorthand.expanded(spec, pipeline.spec_schema()).value


def write_spec(folder: Path, spec: Any) -> Path:
    """Write a spec as JSON, one member per line, and return its file."""
    file = folder / "spec.yaml"
    file.write_text(json.dumps(spec, indent=2), encoding="utf-8")
    return file


def problems_of(file: Path) -> list[str]:
    """Return the problems of a spec in brief, each beginning with `LINE:COLUMN`."""
    try:
        pipeline.load(file)
    except SpecProblems as found:
        return [brief(one).removeprefix(f"{one.file}:") for one in found.diagnostics]
    return []


def brief(one: Diagnostic) -> str:
    """Return a problem without the line of the file."""
    subject = f"{one.path}: " if one.path else ""
    place = f"{one.file}:{one.line}:{one.column}"
    return f"{place}: error[{one.code}] {subject}{one.message}\n  hint: {one.hint}"


def place_of(file: Path, value: str) -> str:
    """Return the `LINE:COLUMN` of a text value that occurs once in the file."""
    text, needle = file.read_text(encoding="utf-8"), json.dumps(value)
    assert text.count(needle) == 1, f"{needle} stands {text.count(needle)} times"
    offset = text.index(needle)
    line = text.count("\n", 0, offset) + 1
    return f"{line}:{offset - text.rfind(chr(10), 0, offset)}"
