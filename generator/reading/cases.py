"""The files of hand-written cases that a spec names become vectors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.model.vectors import Vector
from generator.reading import schema, source
from generator.reading.departures import Schema
from generator.reading.diagnostics import Diagnostic, Problem, SpecProblems

CODES = {
    "missing-file": "A file of cases is not there, or cannot be read.",
    "duplicate-case": "Two cases share an id.",
}
"""The problems that this module finds, by their code."""


def load(
    spec: source.Document,
    folder: Path,
    refused: Iterable[Problem],
    shape: Schema,
) -> tuple[list[Vector], list[Diagnostic]]:
    """Return the cases of the files that a spec names, and what is wrong with them.

    The files stand beside the spec in `folder`; what the spec has wrong itself is `refused`.
    `shape` is the schema of a file of vectors.
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
            hint = "it belongs beside the spec"
            missing = Problem("missing-file", path, message, hint)
            found += spec.map.locate([missing])
        except SpecProblems as problems:
            found += problems.diagnostics
    return cases, found


def files(spec: Any, folder: Path) -> list[Path]:
    """Return the files of cases that a spec without problems names."""
    return [folder / name for name in _named(spec)]


def _named(spec: Any) -> list[Any]:
    """Return what a spec names as files of cases, whatever else is wrong with it."""
    try:
        return list(spec["cases"])
    except (KeyError, TypeError):
        return []


def _shape(shape: Schema) -> Schema:
    """Return the schema of a file of cases: a list of vectors and nothing else."""
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
    """Return the cases of one file, and add their ids with their places to `ids`.

    Raises SpecProblems, and OSError where the file cannot be read.
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
            hint = f"first declared at {first}; case ids are unique"
            problems.append(Problem("duplicate-case", path, message, hint))
        line = document.map.position(path).line
        ids.setdefault(case["id"], f"line {line} of {file.name}")
    if problems:
        raise SpecProblems(document.map.locate(problems))
    return cases
