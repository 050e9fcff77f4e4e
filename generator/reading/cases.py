"""Turn the files of hand-written cases that a spec names into vectors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.model.vectors import Vector
from generator.reading import schema, source
from generator.reading.departures import Schema
from generator.reading.diagnostics import Diagnostic, Problem, SpecProblems

CODES = {
    "missing-file": "A file of cases does not exist or cannot be read.",
    "duplicate-case": "Two cases have the same `id`.",
}
"""The problems that this module finds, by code."""


def load(
    spec: source.Document,
    folder: Path,
    refused: Iterable[Problem],
    shape: Schema,
) -> tuple[list[Vector], list[Diagnostic]]:
    """Return the cases in the files that a spec names, and the problems with them.

    The names are relative to `folder`, the folder of the spec. `refused` has the problems of the
    spec itself. `shape` is the schema of a vector file.
    """
    wrong = {one.path for one in refused}
    listed = _shape(shape)
    ids: dict[str, str] = {}
    cases: list[Vector] = []
    found: list[Diagnostic] = []
    for index, name in enumerate(_named(spec.value)):
        path = ("cases", index)
        if {path, ("cases",)} & wrong:
            continue
        try:
            cases += _read(folder / name, listed, ids)
        except OSError as error:
            message = f"{name} cannot be read: {error.strerror}"
            hint = "put the file at this path, relative to the spec"
            missing = Problem("missing-file", path, message, hint)
            found += spec.map.locate([missing])
        except SpecProblems as problems:
            found += problems.diagnostics
    return cases, found


def files(spec: Any, folder: Path) -> list[Path]:
    """Return the files of cases that a valid spec names."""
    return [folder / name for name in _named(spec)]


def _named(spec: Any) -> list[Any]:
    """Return what a spec lists under `cases`, even if the spec has problems."""
    try:
        return list(spec["cases"])
    except (KeyError, TypeError):
        return []


def _shape(shape: Schema) -> Schema:
    """Return the schema of a file of cases: an object with a list of vectors."""
    return {
        "description": "Hand-written cases for the fixtures.",
        "type": "object",
        "properties": {
            "cases": {
                "description": "The cases.",
                "type": "array",
                "items": {"$ref": "#/$defs/vector"},
            }
        },
        "required": ["cases"],
        "additionalProperties": False,
        "$defs": shape["$defs"],
    }


def _read(file: Path, shape: Schema, ids: dict[str, str]) -> list[Vector]:
    """Return the cases in one file, and add their ids and positions to `ids`.

    Raises SpecProblems, and OSError if the file cannot be read.
    """
    document = source.load(file, any_escape=True)
    problems = schema.check_after(
        document.problems, document.map, document.value, shape
    )
    cases: list[Vector] = [] if problems else document.value["cases"]
    for index, case in enumerate(cases):
        path = ("cases", index, "id")
        first = ids.get(case["id"])
        if first is not None:
            message = f'"{case["id"]}" is declared twice'
            hint = f"first declared at {first}; case IDs must be unique"
            problems.append(Problem("duplicate-case", path, message, hint))
        line = document.map.position(path).line
        ids.setdefault(case["id"], f"line {line} of {file.name}")
    if problems:
        raise SpecProblems(document.map.locate(problems))
    return cases
