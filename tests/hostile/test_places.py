"""Payloads reach every field of the schema that takes more than a few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from generator import pipeline
from generator.reading import shorthand
from generator.reading.departures import Schema
from tests.hostile.grounds import GROUNDS
from tests.hostile.places import Place

MARK = "marked"
KEY = "(key)"
SCHEMA = pipeline.spec_schema()
FULL = shorthand.full_schema(SCHEMA)
NOT_REACHED = {
    # These must be what another field or a file has.
    *("cases[]", "examples[].inputs(key)", "examples[].scopes[]"),
    *("member.variable", "sources[].id"),
    # These have one character.
    *("scope_separator", "token_endpoint.response.scope_separator"),
    # The short form of a list.
    "token_endpoint.response.within",
}
"""The fields that no payload goes to."""


def resolved(shape: Schema, name: str) -> tuple[Schema, str]:
    """Return a schema without its reference; a definition gives its fields their name."""
    while "$ref" in shape:
        name = shape["$ref"].removeprefix("#/$defs/")
        shape = FULL["$defs"][name]
    return shape, name


def members(shape: Schema, name: str) -> Iterator[tuple[str, Any, str]]:
    """Yield the members of a schema: a key, its schema, and the name of the field."""
    for key, member in shape.get("properties", {}).items():
        yield key, member, f"{name}.{key}".removeprefix(".")
    if isinstance(shape.get("additionalProperties"), dict):
        yield "*", shape["additionalProperties"], f"{name}.*".removeprefix(".")
    if "propertyNames" in shape:
        yield KEY, shape["propertyNames"], f"{name}{KEY}"
    if "items" in shape:
        yield "[]", shape["items"], f"{name}[]"


def fields(shape: Schema, name: str, seen: set[str]) -> Iterator[str]:
    """Yield the name of each field of text that is not one of a few words."""
    shape, own = resolved(shape, name)
    is_text = "pattern" in shape or "maxLength" in shape and "items" not in shape
    if is_text:
        yield name
    if own in seen:
        return
    seen.add(own)
    for form in shape.get("anyOf", ()):
        yield from fields(form, name, {*seen} - {name})
    for _, member, field in members(shape, own):
        yield from fields(member, field, seen)


def resolved_form(shape: Schema, name: str, value: Any) -> tuple[Schema, str]:
    """Return the schema of a value, which is the last of its form if several are allowed."""
    shape, name = resolved(shape, name)
    kind = {"dict": "object", "list": "array", "str": "string"}
    wanted = kind.get(type(value).__name__)
    for one in shape.get("anyOf", ()):
        form, own = resolved(one, name)
        if form.get("type") == wanted:
            shape, name = form, own
    return shape, name


def marked(value: Any, shape: Schema, name: str) -> Iterator[str]:
    """Yield the name of each field of a spec that has the mark."""
    shape, own = resolved_form(shape, name, value)
    known = {key: (member, field) for key, member, field in members(shape, own)}
    if isinstance(value, str) and MARK in value.lower():
        yield name
    if isinstance(value, list):
        for one in cast("list[object]", value):
            yield from marked(one, *known["[]"])
    if isinstance(value, dict):
        for key, one in cast("dict[str, Any]", value).items():
            if MARK in key:
                yield known[KEY][1]
            yield from marked(one, *known.get(key, known.get("*", ({}, ""))))


def places() -> Iterator[tuple[Place, Any]]:
    """Yield each place with a spec to put the mark into."""
    for ground in GROUNDS:
        named = [
            place for places, _ in ground.named_values.values() for place in places
        ]
        names = [place for group in ground.names for place in group]
        for place in [*ground.texts(MARK), *names, *ground.values, *named]:
            yield place, ground.spec()


def test_each_field_of_the_schema_gets_payloads() -> None:
    reached: set[str] = set()
    for place, spec in places():
        place.put(spec, MARK)
        reached |= {*marked(shorthand.expanded(spec, SCHEMA).value, FULL, "")}
    every = {*fields(FULL, "", set())}
    assert len(every) > 100
    assert every - reached == NOT_REACHED
    assert reached - every == set()
