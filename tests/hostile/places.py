"""Where a payload can be in a spec, and the function that puts it there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from generator import pipeline
from generator.reading.departures import Schema
from generator.reading.diagnostics import Path

Spec = dict[str, Any]
BENIGN = "benign"
"""What replaces a payload in the benign spec with which the hostile one is compared.

Parameters, scopes, and modules can have this name, and nothing else has it.
"""
BENIGN_NAMES = (
    *("Benign", "mbenign", "Mbenign", "sbenign", "Sbenign", "zbenign", "Zbenign"),
)
"""Others that are sorted differently or, with a capital, differ from their identifiers."""


@dataclass(frozen=True)
class Place:
    """One place of the spec, and the function that changes it.

    `has_to_refuse` is false if the place accepts some payloads that others of its kind reject, and
    `is_lower` is true if it accepts only lowercase letters.
    """

    path: Path
    put: Callable[[Spec, str], None]
    has_to_refuse: bool = True
    is_in_rfc: bool = False
    is_lower: bool = False

    def put_benign(self, spec: Spec, word: str) -> None:
        """Write what stands for the payload in the benign spec."""
        if not self.has_to_refuse:
            word = BENIGN
        lower = word.lower() if self.is_lower else word
        self.put(spec, lower)
        if self.path == ("variables",) and lower != word:
            # A reserved word differs from its identifier.
            spec["variables"][lower]["identifier"] = f"{lower}1"


def texts(spec: Spec, payload: str) -> list[Place]:
    """Return every place of a spec that the schema declares as free text.

    In an RFC, a number is a clause with its own link, not a heading.
    """
    shape = pipeline.spec_schema()
    found = _texts(spec, shape, shape["$defs"], ())
    is_clause = re.fullmatch(r"[0-9]+(\.[0-9]+)*", payload, re.ASCII) is not None
    return [one for one in found if not (is_clause and one.is_in_rfc)]


def _texts(value: Any, shape: Schema, defined: Schema, path: Path) -> Iterator[Place]:
    reference = shape.get("$ref", "")
    if reference == "#/$defs/text":
        yield Place(path, setter(path))
    elif reference == "#/$defs/source" and "#" in value and "#4" not in value:
        source = value.partition("#")[0]
        put = setter(path, f"{source}#")
        yield Place(path, put, is_in_rfc=source.startswith("rfc"))
    elif reference:
        inner = defined[reference.removeprefix("#/$defs/")]
        yield from _texts(value, inner, defined, path)
    elif "x-entries" in shape and isinstance(value, dict):
        for key in cast("Spec", value):
            yield Place((*path, key), setter((*path, key)))
    elif "anyOf" in shape:
        # A mapping or a list has the last form, and no text is free in the others.
        if not isinstance(value, str):
            yield from _texts(value, shape["anyOf"][-1], defined, path)
    elif isinstance(value, dict):
        known, free = shape.get("properties", {}), shape.get("additionalProperties")
        for key, member in cast("Spec", value).items():
            yield from _texts(member, known.get(key, free or {}), defined, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _texts(item, shape.get("items", {}), defined, (*path, index))


def setter(path: Path, before: str = "") -> Callable[[Spec, str], None]:
    """Return the function that writes a payload at a path, with a text before it."""

    def put(spec: Spec, payload: str) -> None:
        target: Any = spec
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = f"{before}{payload}"

    return put


def at(*path: str | int, has_to_refuse: bool = True, is_lower: bool = False) -> Place:
    """Return the place of a value."""
    return Place(path, setter(path), has_to_refuse, is_lower=is_lower)


def key(*path: str | int, has_to_refuse: bool = True, is_lower: bool = False) -> Place:
    """Return the place of a key, whose position in the mapping stays."""
    *mapping, name = path

    def put(spec: Spec, payload: str) -> None:
        target: Any = spec
        for step in mapping[:-1]:
            target = target[step]
        target[mapping[-1]] = {
            payload if one == name else one: value
            for one, value in target[mapping[-1]].items()
        }

    return Place(tuple(mapping), put, has_to_refuse, is_lower=is_lower)


def together(first: Place, *others: Place) -> Place:
    """Return the place of a name and of all that must have the same name."""

    def put(spec: Spec, payload: str) -> None:
        for one in (first, *others):
            one.put(spec, payload)

    return Place(first.path, put, first.has_to_refuse, is_lower=first.is_lower)


def variable(name: str) -> Place:
    """Return the place of a variable's name, in its declaration and wherever it is used."""
    declared = key("variables", name, is_lower=True)

    def put(spec: Spec, payload: str) -> None:
        declared.put(spec, payload)
        replace_everywhere(spec, f"{{{name}}}", f"{{{payload}}}")

    return Place(declared.path, put, is_lower=True)


def replace_everywhere(spec: Spec, before: str, after: str) -> None:
    """Replace a text in all values of a spec."""
    for each, value in [*spec.items()]:
        spec[each] = _renamed(value, before, after)


def _renamed(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        return value.replace(before, after)
    if isinstance(value, list):
        return [_renamed(one, before, after) for one in cast("list[object]", value)]
    if isinstance(value, dict):
        members = cast("Spec", value)
        return {one: _renamed(each, before, after) for one, each in members.items()}
    return value


def several_scopes(payload: Sequence[str]) -> Place:
    """Return the place of several scopes at once; their benign names are ignored."""

    def put(spec: Spec, _: str) -> None:
        first = {**spec["scopes"][0]}
        first.pop("identifier", None)
        spec.pop("default_scopes", None)
        spec["scopes"][:1] = [{**first, "name": name} for name in payload]

    return Place(("scopes",), put)


@dataclass(frozen=True)
class Ground:
    """A spec, and where payloads go in it.

    `names` has groups of names that are in one spec together. `named_values` has the fields that a
    context names by a word, and a benign value for each; `values` are all others.
    """

    name: str
    spec: Callable[[], Spec]
    names: Sequence[Sequence[Place]]
    values: Sequence[Place]
    named_values: Mapping[str, tuple[Sequence[Place], str]]

    def texts(self, payload: str) -> list[Place]:
        """Return every place of free text."""
        return texts(self.spec(), payload)

    def places_of(self, context: str) -> tuple[Sequence[Place], str]:
        """Return the places of a value, by the words of its context, and a benign value for them."""
        for word in context.replace("/", " ").split():
            if word in WORDS:
                return self.named_values.get(word, ((), BENIGN))
        return self.values, BENIGN


WORDS = (
    *("endpoint", "scoped", "npm", "package", "version", "href", "link"),
    *("homepage", "copyright", "provider"),
)
"""The words of a context that name a field."""
