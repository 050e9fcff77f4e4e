"""Turn a document into a spec in full, and find what it departs from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.reading import format1, schema, shorthand
from generator.reading.departures import Schema
from generator.reading.diagnostics import Problem
from generator.reading.source import Document


@dataclass(frozen=True)
class Read:
    """A spec in full and its problems, whose paths are those of the file."""

    full: shorthand.Expanded
    shape: Schema
    """The schema of a spec in full."""
    problems: list[Problem]
    is_readable: bool = True
    """Whether the document is in the format that is read."""

    @property
    def value(self) -> Any:
        """The spec in full, which has passed the schema if there are no problems."""
        return self.full.value


def read(document: Document, shape: Schema) -> Read:
    """Return the spec in a document. `shape` is the schema, with the short forms."""
    full_shape = shorthand.full_schema(shape)
    full = shorthand.expanded(document.value, shape)
    old = format1.problems(document.value)
    if old:
        return Read(full, full_shape, [*document.problems, *old], is_readable=False)
    problems = schema.check_after(
        document.problems, document.map, full.value, full_shape, full.in_file
    )
    return Read(full, full_shape, problems)
