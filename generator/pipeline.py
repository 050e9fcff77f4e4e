"""The way of the data, from a spec's text to a tree of bytes. Nothing is written here.

source → schema → model → rules → languages → render → formatting → tree
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import model, rules, schema, source, vectors
from generator.diagnostics import Diagnostic, Problem, SpecProblems, one_per_place
from generator.formatting import formatted
from generator.languages import docs, fixtures, python
from generator.languages.files import Copied, File, Job
from generator.render import Renderer
from generator.text import Code

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
SPEC_SCHEMA = ROOT / "spec" / "schema.json"
VECTOR_SCHEMA = TEMPLATES / "fixtures" / "runtime" / "vectors.schema.json"

TARGETS: dict[str, Callable[[Job], Iterable[File]]] = {
    "docs": docs.files,
    "fixtures": fixtures.files,
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
    problems = _departures(document, schema.load(SPEC_SCHEMA))
    if document.value is None or not schema.has_structure(problems):
        raise SpecProblems(one_per_place(document.map.locate(problems)))
    provider = model.build(document.value)
    problems += rules.check(provider)
    cases: list[vectors.Vector] = []
    found: list[Diagnostic] = []
    for index, name in enumerate(document.value.get("cases", ())):
        try:
            cases += _read_cases(file.parent / name)
        except FileNotFoundError:
            problems.append(rules.missing_file(("cases", index), name))
        except SpecProblems as wrong:
            found += wrong.diagnostics
    found += one_per_place(document.map.locate(problems))
    if found:
        raise SpecProblems(found)
    return Spec(_shown(file), provider, cases)


def tree(spec: Spec, targets: Iterable[str]) -> dict[str, bytes]:
    """Return every file of the targets, by its path below the output folder."""
    job = Job(spec.provider, Code(spec.file), vectors.build(spec.provider, spec.cases))
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


def _read_cases(file: Path) -> list[vectors.Vector]:
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
    if problems:
        raise SpecProblems(one_per_place(document.map.locate(problems)))
    cases: list[vectors.Vector] = document.value["cases"]
    return cases


def _departures(document: source.Document, shape: schema.Schema) -> list[Problem]:
    """Return what is wrong with a document: its text first, then its shape."""
    if document.value is None and document.problems:
        return document.problems
    return [*document.problems, *schema.check(document.value, shape)]


def _shown(file: Path) -> str:
    """Return the spec's name for the heads of generated files: no folder of this machine in it.

    Raises SpecProblems where the name could be taken for more than a name.
    """
    file = file.resolve()
    name = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    if not re.fullmatch(r"[A-Za-z0-9._/-]+", name):
        hint = "name it with letters, digits, dots, hyphens and underscores"
        message = "the name of this file cannot stand in what is generated"
        raise SpecProblems(
            [Diagnostic(str(file), 1, 1, "file-name", "", message, hint)]
        )
    return name
