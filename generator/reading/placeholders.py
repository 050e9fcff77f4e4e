"""Complete a value that departs from its schema, so that a model can be built from it.

Placeholder values replace the parts that are invalid or missing, so that the rules can check
everything else. Problems that result from a placeholder value are not reported.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, cast

from generator.reading import keys, schema
from generator.reading.departures import Departure, Schema, departures
from generator.reading.diagnostics import Path

_TEXT = "-"
_PROSE = ("#/$defs/text", "#/$defs/source")
"""Definitions of text, which no rule reads, and of sources, whose rule reports only the node."""


def completed(value: Any, shape: Schema) -> tuple[Any, set[Path]] | None:
    """Return a copy with placeholder values, and the paths of those that a rule may read.

    Return None if too much is missing to build a model.
    """
    completed = copy.deepcopy(value)
    read: set[Path] = set()
    for departure in departures(value, shape):
        for path in _refused(departure):
            replaced = _replace(completed, path, shape)
            if replaced is not None and not _is_prose(replaced, shape):
                read.add(replaced)
    if not schema.has_structure(schema.check(completed, shape)):
        return None
    return completed, read


def _refused(departure: Departure) -> Iterable[Path]:
    """Return the paths of the invalid members, and of the members meant by unknown keys."""
    path, keyword = departure.path, departure.keyword
    if keyword == "required":
        return [(*path, departure.absent)]
    if keyword == "additionalProperties":
        return [(*path, meant) for meant in keys.meant(departure)]
    return [] if keyword in ("const", "dependentRequired") else [path]


def _replace(value: Any, path: Path, shape: Schema) -> Path | None:
    """Put a placeholder value at `path` or at the nearest possible ancestor, and return its path.

    Return None if no place is possible, or if it already has a placeholder value.
    """
    while path:
        *above, last = path
        parent = _node(value, above)
        around = _shape(shape, above)
        if parent is None:
            return None
        if isinstance(last, str) and last not in around.get("required", ()):
            cast(Schema, parent).pop(last, None)
            return path
        expected = _shape(shape, path)
        kind = expected.get("type", "string")
        if kind in ("string", "array"):
            parent[last] = expected.get("enum", [_TEXT])[0] if kind == "string" else []
            return path
        path = tuple(above)
    return None


def _node(value: Any, path: Iterable[str | int]) -> Any:
    """Return the list or object at `path`, or None if it no longer exists."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return cast(Any, value) if isinstance(value, (list, dict)) else None


def _shape(shape: Schema, path: Iterable[str | int]) -> Schema:
    """Return the schema of the node at `path`, without references."""
    found = shape
    for step in path:
        found = _resolved(found, shape)
        if isinstance(step, int):
            found = found.get("items", {})
        else:
            free: Schema = found.get("additionalProperties") or {}
            found = found.get("properties", {}).get(step, free)
    return _resolved(found, shape)


def _resolved(found: Schema, shape: Schema) -> Schema:
    while "$ref" in found:
        found = shape["$defs"][found["$ref"].removeprefix("#/$defs/")]
    return found


def _is_prose(path: Path, shape: Schema) -> bool:
    *above, last = path
    around = _shape(shape, above)
    member = around.get("items") if isinstance(last, int) else None
    member = member or around.get("properties", {}).get(last, {})
    return member.get("$ref") in _PROSE
