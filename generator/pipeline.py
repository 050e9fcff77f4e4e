"""Turn the text of a spec into a tree of bytes. This module writes nothing to disk.

source → schema → model → rules → languages → render → formatting → tree
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.model import provider as model
from generator.model import vectors
from generator.model.build import Defaults, Values, build
from generator.model.text import Code
from generator.reading import (
    cases,
    diagnostics,
    format1,
    placeholders,
    schema,
    source,
    specs,
    wording,
)
from generator.reading import protocol as protocol_files
from generator.reading.departures import Schema
from generator.reading.diagnostics import MOST, Diagnostic, SpecProblems, news
from generator.rules import check as rules
from generator.targets.docs import files as docs
from generator.targets.files import Copied, File, Job
from generator.targets.fixtures import files as fixtures
from generator.targets.formatting import formatted
from generator.targets.interop import files as interop
from generator.targets.languages import LANGUAGES, MAIN
from generator.targets.mock import files as mock
from generator.targets.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "generator"
TEMPLATES = ROOT / "templates"
IS_CHECKOUT = (ROOT / "Makefile").is_file()
"""Whether the generator runs from a checkout; otherwise, it is installed."""
COMPILED = ROOT / "build" / "templates" if IS_CHECKOUT else None
"""The folder of compiled templates, which may be deleted at any time; none outside a checkout."""
SPEC_SCHEMA = ROOT / "spec" / "schema.json"
PROTOCOL = protocol_files.FOLDER
VECTOR_SCHEMA = TEMPLATES / "fixtures" / "runtime" / "vectors.schema.json"

_LANGUAGE_RULES = [rule for language in LANGUAGES for rule in language.rules]

CODES = {
    "file-name": "The spec's file name contains characters that are not safe in generated files.",
    **source.CODES,
    **format1.CODES,
    **wording.CODES,
    **rules.CODES,
    **rules.codes(_LANGUAGE_RULES),
    **cases.CODES,
    **diagnostics.CODES,
}
"""Every problem that a spec can have, by code."""

_NAME = re.compile(r"[A-Za-z0-9._/-]+")
"""The characters that a spec's file name may contain, all of which are safe in any comment."""

TARGETS: dict[str, Callable[[Job], Iterable[File]]] = {
    "docs": docs.files,
    "fixtures": fixtures.files,
    "interop": interop.files,
    "mock": mock.files,
    **{one.key: one.files for one in LANGUAGES},
}
"""The function that lists the files of each target."""


@dataclass(frozen=True)
class Spec:
    """A valid spec, ready to generate from."""

    file: str
    provider: model.Provider
    cases: Sequence[vectors.Vector]
    files: Sequence[Path]
    """The spec file and its files of cases."""
    warnings: Sequence[Diagnostic] = ()


def load(file: Path) -> Spec:
    """Return the spec in `file`, with its cases.

    Raises SpecProblems with every problem, and OSError if a file cannot be read.
    """
    return spec_of(source.load(file), file)


def spec_of(document: source.Document, file: Path) -> Spec:
    """Return the spec in a document that was read from `file` or is meant for it.

    Raises SpecProblems with every problem, and OSError if a file of cases cannot be read.
    """
    shape = spec_schema()
    read = specs.read(document, shape)
    problems = read.problems
    provider = None
    completed: tuple[Any, Collection[diagnostics.Path]] | None
    # A valid file needs no placeholder values. For a file with too many problems, no more are listed.
    if len(problems) > MOST or not read.is_readable:
        completed = None
    elif problems:
        completed = placeholders.completed(read.value, read.shape)
    else:
        completed = read.value, ()
    if completed is not None:
        value, refused = completed
        provider = built(value)
        found_by_rules = rules.check(provider, refused, _LANGUAGE_RULES)
        problems += news(document.map, problems, read.full.in_file(found_by_rules))
    found = [*document.map.locate(problems), *_name_problems(file)]
    vector_shape = schema.load(VECTOR_SCHEMA)
    in_files, in_cases = cases.load(document, file.parent, problems, vector_shape)
    if found or in_cases or provider is None:
        raise SpecProblems([*found, *in_cases])
    files = [file, *cases.files(document.value, file.parent)]
    warned = document.map.locate(read.full.in_file(rules.warned(provider)))
    warnings = [replace(one, is_warning=True) for one in warned]
    return Spec(_shown(file), provider, in_files, files, warnings)


def built(value: Values) -> model.Provider:
    """Return the model of a spec in full that has passed the schema."""
    names = {one.key: one.default_names for one in LANGUAGES}
    defaults = Defaults(
        protocol_files.standard(), {**names, "mock": mock.default_names}
    )
    return build(value, defaults)


def spec_schema() -> Schema:
    """Return the JSON Schema of a spec, including the package names of each language."""
    names = {one.key: one.names for one in LANGUAGES}
    return schema.with_packages(schema.load(SPEC_SCHEMA), names, MAIN.key)


def inputs(spec: Spec, over: Path | None = None) -> list[Path]:
    """Return every file that the tree is built from: the generator's own files and the spec's."""
    folders = (PROGRAM, TEMPLATES) if over is None else (PROGRAM, TEMPLATES, over)
    program = (
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    )
    return [*program, SPEC_SCHEMA, *sorted(PROTOCOL.iterdir()), *spec.files]


def renderer(over: Path | None = None) -> Renderer:
    """Return a renderer for the templates. It caches the templates that it compiles.

    The files in `over` replace the templates with the same paths.
    """
    return Renderer(TEMPLATES, Code, COMPILED if over is None else None, over)


def tree(
    spec: Spec, targets: Iterable[str], rendered_by: Renderer | None = None
) -> dict[str, bytes]:
    """Return the files of the targets by path, relative to the output folder.

    To build several trees, pass the same `renderer()` to each call.
    """
    built = vectors.build(spec.provider, spec.cases)
    defined = protocol_files.load(PROTOCOL)
    job = Job(TEMPLATES, spec.provider, _head(spec), built, defined)
    rendered_by = rendered_by or renderer()
    return {
        f"{target}/{file.path}": _content(file, rendered_by)
        for target in targets
        for file in TARGETS[target](job)
    }


def _head(spec: Spec) -> Code:
    """Return the first line of each generated file. It names no command, because users run different ones."""
    return Code(
        f"Generated by oauth-codegen from {spec.file}; edit that and generate again."
    )


def _content(file: File, rendered_by: Renderer) -> bytes:
    if isinstance(file, Copied):
        return rendered_by.copied(file.source)
    return formatted(file.path, rendered_by.render(file.template, file.view))


def _name_problems(file: Path) -> list[Diagnostic]:
    """Return the problem with the file name, if it has one."""
    if _NAME.fullmatch(_shown(file)):
        return []
    message = "this file name contains characters that are not safe in generated files"
    hint = "use only letters, digits, dots, hyphens, and underscores"
    return [Diagnostic(str(file), 1, 1, "file-name", "", message, hint)]


def _shown(file: Path) -> str:
    """Return the spec's name for the headers of generated files, without machine-specific folders."""
    file = file.resolve()
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
