"""Write a spec out in full: a name for a mapping, a mapping for a list, a number for its text.

The schema of a spec says where each short form is allowed:

- `x-short-for: url`: a text means a mapping that has it as `url`.
- `x-entries: [name, summary]`: a mapping means a list of mappings with these two keys.
- `x-text`: `true` and `2` mean the texts that they are written as.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from generator.reading.departures import SHORT, Schema
from generator.reading.diagnostics import Path, Problem

_ENTRIES, _TEXT = "x-entries", "x-text"


@dataclass(frozen=True)
class Expanded:
    """A spec in full, and the path in the file of each part that the file writes in a short form."""

    value: Any
    written: Mapping[Path, Path]

    def in_file(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with the value, with their paths in the file."""
        return [
            replace(
                one,
                path=self.path(one.path),
                first=None if one.first is None else self.path(one.first),
            )
            for one in problems
        ]

    def path(self, path: Path) -> Path:
        """Return the path in the file of a path in the value."""
        for end in range(len(path), 0, -1):
            found = self.written.get(path[:end])
            if found is not None:
                return (*found, *path[end:])
        return path


def expanded(value: Any, shape: Schema) -> Expanded:
    """Return a spec in full. What does not have an expected form stays as it is."""
    written: dict[Path, Path] = {}
    return Expanded(_Expander(shape, written).full(value, shape, ()), written)


def full_schema(shape: Schema) -> Schema:
    """Return the schema of a spec in full, which allows no short form."""
    return cast(Schema, _full_only(shape))


def _full_only(node: Any) -> Any:
    if isinstance(node, list):
        return [_full_only(one) for one in cast(Any, node)]
    if not isinstance(node, dict):
        return node
    members = cast(Schema, node)
    if SHORT in members or _ENTRIES in members:
        kept = {key: members[key] for key in ("description", SHORT) if key in members}
        return {**kept, **cast(Schema, _full_only(members["anyOf"][-1]))}
    if _TEXT in members:
        members = {**members, "type": "string"}
    return {key: _full_only(one) for key, one in members.items()}


@dataclass(frozen=True)
class _Expander:
    shape: Schema
    written: dict[Path, Path]
    """The path in the file by the path in the value, if the two differ."""

    def full(self, value: Any, shape: Any, path: Path) -> Any:
        """Return the value at `path` in full."""
        shape = self._resolved(shape)
        if SHORT in shape:
            if isinstance(value, str):
                inside = (*path, str(shape[SHORT]))
                self.written[inside] = path
                return {shape[SHORT]: value}
            shape = self._resolved(shape["anyOf"][-1])
        elif _ENTRIES in shape:
            if isinstance(value, dict):
                members = cast(Schema, value)
                return list(self._entries(members, shape[_ENTRIES], path))
            shape = self._resolved(shape["anyOf"][-1])
        elif _TEXT in shape:
            return _text(value)
        elif "anyOf" in shape and isinstance(value, dict):
            shape = self._resolved(shape["anyOf"][-1])
        return self._inside(value, shape, path)

    def _inside(self, value: Any, shape: Schema, path: Path) -> Any:
        if isinstance(value, dict):
            members = cast(Schema, value)
            known = shape.get("properties", {})
            free: Any = shape.get("additionalProperties") or {}
            return {
                key: self.full(one, known.get(key, free), (*path, key))
                for key, one in members.items()
            }
        if isinstance(value, list):
            items = shape.get("items", {})
            return [
                self.full(one, items, (*path, index))
                for index, one in enumerate(cast(Any, value))
            ]
        return value

    def _entries(
        self, members: Schema, keys: list[str], path: Path
    ) -> Iterable[Schema]:
        name, summary = keys
        for index, (key, one) in enumerate(members.items()):
            entry: Path = (*path, index)
            self.written.update(
                dict.fromkeys((entry, (*entry, name), (*entry, summary)), (*path, key))
            )
            yield {name: key, summary: one}

    def _resolved(self, shape: Any) -> Schema:
        """Return a schema without its reference; one that allows anything has no members."""
        if not isinstance(shape, dict):
            return {}
        found = cast(Schema, shape)
        while "$ref" in found:
            found = self.shape["$defs"][found["$ref"].removeprefix("#/$defs/")]
        return found


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value
