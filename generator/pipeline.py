"""The way of the data, from a spec's text to a tree of bytes. Nothing is written here.

source → schema → model → rules → languages → render → formatting → tree
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import model, schema, source, vectors
from generator.diagnostics import Diagnostic, Problem, SpecProblems
from generator.formatting import formatted
from generator.languages import docs, fixtures, mock, python
from generator.languages.files import Copied, File, Job
from generator.render import Renderer
from generator.rules import check as rules
from generator.text import Code

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
SPEC_SCHEMA = ROOT / "spec" / "schema.json"
VECTOR_SCHEMA = TEMPLATES / "fixtures" / "runtime" / "vectors.schema.json"

CODES = {
    "file-name": "The name of the spec's file could be taken for more than a name.",
    **source.CODES,
    **schema.CODES,
    **rules.CODES,
    "missing-file": "A file of cases is not there.",
    "duplicate-case": "Two cases share an id.",
}
"""Every problem that a spec can have, by its code."""

_NAME = re.compile(r"[A-Za-z0-9._/-]+")
"""What a spec's name may hold, so that it is no more than a name in any comment."""

TARGETS: dict[str, Callable[[Job], Iterable[File]]] = {
    "docs": docs.files,
    "fixtures": fixtures.files,
    "mock": mock.files,
    "python": python.files,
}


@dataclass(frozen=True)
class Spec:
    """A spec without problems, ready to be generated from."""

    file: str
    provider: model.Provider
    cases: Sequence[vectors.Vector]


def load(file: Path) -> Spec:
    """Return the spec in `file`, with its cases.

    Raises SpecProblems with everything that is wrong, and OSError where a file cannot be read.
    """
    document = source.read(file.read_bytes(), str(file))
    shape = schema.load(SPEC_SCHEMA)
    problems = _departures(document, shape)
    filled = schema.with_prose(document.value, shape) if problems else document.value
    if not schema.has_structure(schema.check(filled, shape)):
        raise SpecProblems(document.map.locate(problems))
    provider = model.build(filled)
    problems += _news(document, problems, rules.check(provider))
    found = document.map.locate(problems)
    cases, in_cases = _cases(file.parent, document, problems)
    if not _NAME.fullmatch(_shown(file)):
        hint = "name it with letters, digits, dots, hyphens and underscores"
        message = "the name of this file cannot stand in what is generated"
        found.append(Diagnostic(str(file), 1, 1, "file-name", "", message, hint))
    if found or in_cases:
        raise SpecProblems([*found, *in_cases])
    return Spec(_shown(file), provider, cases)


def tree(spec: Spec, targets: Iterable[str]) -> dict[str, bytes]:
    """Return every file of the targets, by its path below the output folder."""
    built = vectors.build(spec.provider, spec.cases)
    job = Job(spec.provider, Code(spec.file), built, CODES)
    renderer = Renderer(TEMPLATES, Code)
    return {
        f"{target}/{file.path}": _content(file, renderer)
        for target in targets
        for file in TARGETS[target](job)
    }


def _content(file: File, renderer: Renderer) -> bytes:
    if isinstance(file, Copied):
        return (TEMPLATES / file.source).read_bytes()
    return formatted(file.path, renderer.render(file.template, file.view))


def _departures(document: source.Document, shape: schema.Schema) -> list[Problem]:
    """Return what is wrong with a document: its text first, then its shape."""
    if document.value is None and document.problems:
        return document.problems
    found = schema.check(document.value, shape)
    return [*document.problems, *_news(document, document.problems, found)]


def _news(
    document: source.Document, earlier: Iterable[Problem], later: Iterable[Problem]
) -> list[Problem]:
    """Return the later problems that do not follow from an earlier one.

    A value that one stage refuses is not held against the next ones, and neither is a value that
    is not in the file at all. What is missing is missing all the same.
    """
    refused = {document.map.place(one) for one in earlier if one.code != "missing"}
    return [
        one
        for one in later
        if one.code == "missing"
        or (one.path in document.map.values and document.map.place(one) not in refused)
    ]


def _cases(
    folder: Path, document: source.Document, problems: Iterable[Problem]
) -> tuple[list[vectors.Vector], list[Diagnostic]]:
    """Return the cases of the files that a spec names, and what is wrong with them."""
    refused = {one.path for one in problems}
    ids: dict[str, str] = {}
    cases: list[vectors.Vector] = []
    found: list[Diagnostic] = []
    for index, name in enumerate(document.value.get("cases", ())):
        path = ("cases", index)
        if path in refused:
            continue
        try:
            cases += _read_cases(folder / name, ids)
        except FileNotFoundError:
            missing = Problem(
                "missing-file",
                path,
                f"{name} is not there",
                "it belongs beside the spec",
            )
            found += document.map.locate([missing])
        except SpecProblems as wrong:
            found += wrong.diagnostics
    return cases, found


def _read_cases(file: Path, ids: dict[str, str]) -> list[vectors.Vector]:
    """Return the cases of one file, and add their ids with their places to `ids`.

    Raises SpecProblems, and OSError where the file cannot be read.
    """
    listed: schema.Schema = {
        "description": "Hand-written cases for the fixtures.",
        "type": "object",
        "properties": {"cases": {"type": "array", "items": {"$ref": "#/$defs/vector"}}},
        "required": ["cases"],
        "additionalProperties": False,
        "$defs": schema.load(VECTOR_SCHEMA)["$defs"],
    }
    document = source.read(file.read_bytes(), str(file), any_escape=True)
    problems = _departures(document, listed)
    cases: list[vectors.Vector] = [] if problems else document.value["cases"]
    for index, case in enumerate(cases):
        path = ("cases", index, "id")
        place = f"line {document.map.position(path).line} of {file.name}"
        first = ids.setdefault(case["id"], place)
        if first != place:
            message = f'"{case["id"]}" is declared twice'
            hint = f"first declared at {first}; case ids are unique"
            problems.append(Problem("duplicate-case", path, message, hint))
    if problems:
        raise SpecProblems(document.map.locate(problems))
    return cases


def _shown(file: Path) -> str:
    """Return the spec's name for the heads of generated files: no folder of this machine in it."""
    file = file.resolve()
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
