"""Values against a JSON Schema: each departure becomes a problem whose hint the schema wrote."""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path as FilePath
from typing import Any, cast

from generator.reading.departures import Departure, Schema, departures
from generator.reading.diagnostics import (
    MOST,
    Path,
    Problem,
    SourceMap,
    did_you_mean,
    near_or,
    nearest,
    news,
)

CODES = {
    "missing": "A required key is not there.",
    "misspelt-key": "A key is nearly the name of a required one that is not there.",
    "unknown-key": "A key that the language does not have.",
    "wrong-type": "A value of another type than belongs there.",
    "bad-value": "A value of the right type that is not written as it has to be.",
}
"""The problems that this module finds, by their code."""

_MAX_SHOWN = 40
_LONG = 1000
"""Entries of a list that are checked before the others."""
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
_JSON_TYPES: dict[type[object], str] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}


def load(file: FilePath) -> Schema:
    """Return the JSON Schema in `file`."""
    schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    return schema


def with_packages(
    shape: Schema, names: Mapping[str, Schema], required: Iterable[str]
) -> Schema:
    """Return the schema of a spec whose packages have these names and no others.

    `names` has a schema for each key of `packages`, and `required` the keys that each spec has.
    """
    packages = shape["properties"]["packages"]
    closed = {
        **packages,
        "properties": {**packages["properties"], **names},
        "required": [*packages["required"], *required],
        "additionalProperties": False,
    }
    return {**shape, "properties": {**shape["properties"], "packages": closed}}


def check_after(
    earlier: list[Problem], places: SourceMap, value: Any, schema: Schema
) -> list[Problem]:
    """Return what reading a document has found, and what departs besides from `schema`.

    Of a document that could not be read at all nothing more is said.
    """
    if value is None and earlier:
        return earlier
    later = news(places, earlier, check(value, schema))
    cut = [one.path for one in earlier if one.code == "too-many-keys"]
    return [*earlier, *(one for one in later if not _may_follow(one, cut))]


def _may_follow(problem: Problem, cut: Iterable[Path]) -> bool:
    """Return whether what is missing may be in the part of a file that was not read."""
    path = problem.path
    return problem.code == "missing" and any(one[: len(path)] == path for one in cut)


def check(value: Any, schema: Schema) -> list[Problem]:
    """Return what in `value` departs from `schema`, in no particular order.

    Only the first problem of a node is reported, because the others repeat it. If
    long lists begin with more problems than are listed, their other entries are not checked.
    """
    beginning = _beginning(value)
    problems = _check(beginning, schema)
    if beginning is value or len(problems) > MOST:
        return problems
    return _check(value, schema)


def _check(value: Any, schema: Schema) -> list[Problem]:
    problems: list[Problem] = []
    wrong: set[Path] = set()
    for departure in departures(value, schema):
        for problem in _problems(departure):
            if problem.code in ("wrong-type", "bad-value"):
                if problem.path in wrong:
                    continue
                wrong.add(problem.path)
            problems.append(problem)
    return problems


def _beginning(value: Any) -> Any:
    """Return a value with the first entries of each list; the same one if no list is long."""
    if isinstance(value, list):
        listed: list[Any] = cast(Any, value)
        cut: list[Any] = [_beginning(one) for one in listed[:_LONG]]
        is_same = len(cut) == len(listed) and all(map(operator.is_, cut, listed))
        return listed if is_same else cut
    if isinstance(value, dict):
        members = cast(Schema, value)
        begun: Schema = {key: _beginning(one) for key, one in members.items()}
        is_same = all(begun[key] is members[key] for key in begun)
        return members if is_same else begun
    return value


def meant(departure: Departure) -> list[str]:
    """Return the known keys that the unknown ones of a departure were probably meant to be."""
    known = _properties(departure)
    given = cast(Schema, departure.value)
    near = (nearest(key, tuple(known)) for key in given if key not in known)
    return [key for key in near if key is not None and key not in given]


def has_structure(problems: Iterable[Problem]) -> bool:
    """Return whether a value with these problems still has every part that the schema requires."""
    broken = ("missing", "misspelt-key", "wrong-type")
    return not any(problem.code in broken for problem in problems)


def _problems(departure: Departure) -> Iterator[Problem]:
    path, keyword = departure.path, departure.keyword
    hint = _hint(departure)
    if keyword == "additionalProperties":
        yield from _unknown_keys(departure)
    elif keyword == "required":
        absent = departure.absent
        if absent not in _misspelt(departure).values():
            child = _properties(departure).get(absent, {})
            hint = str(child.get("description", hint))
            yield Problem("missing", path, f'"{absent}" is missing', hint)
    elif keyword == "type":
        wanted = _TYPES[str(departure.limit)]
        message = f"{wanted} belongs here, not {_type_of(departure.value)}"
        yield Problem("wrong-type", path, message, hint)
    elif keyword == "enum":
        near = near_or(str(departure.value), [*map(str, departure.limit)], hint)
        yield Problem("bad-value", path, _bad_value(departure), near)
    else:
        yield Problem("bad-value", path, _bad_value(departure), hint)


def _unknown_keys(departure: Departure) -> Iterator[Problem]:
    known = list(_properties(departure))
    misspelt = _misspelt(departure)
    listed = f"the keys here are {', '.join(known)}"
    for key in cast(Schema, departure.value):
        if key in known:
            continue
        # Before any other key, the one that is missing is what was meant.
        near = [misspelt[key]] if key in misspelt else known
        code = "misspelt-key" if key in misspelt else "unknown-key"
        message = "there is no such key here"
        hint = functools.partial(_suggested, key, near, listed)
        yield Problem(code, (*departure.path, key), message, hint, at_key=True)


def _suggested(key: str, near: Sequence[str], listed: str) -> str:
    return f"{did_you_mean(key, near)} {listed}".strip()


def _misspelt(departure: Departure) -> dict[str, str]:
    """Return each unknown key that is near a required one which is missing, with that one.

    Only the first unknown keys count, because an object with many of them is something else.
    """
    given = cast(Schema, departure.value)
    absent = [key for key in departure.shape.get("required", ()) if key not in given]
    known = _properties(departure)
    unknown = (key for key in given if key not in known)
    near = {key: nearest(key, tuple(absent)) for key in islice(unknown, MOST)}
    return {key: found for key, found in near.items() if found}


def _bad_value(departure: Departure) -> str:
    value, limit, keyword = departure.value, departure.limit, departure.keyword
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    if keyword == "pattern" and not value:
        return "nothing is here"
    if keyword == "pattern" and not str(value).strip():
        return "nothing but blanks is here"
    if keyword == "pattern":
        return f"{shown} is not written as it has to be"
    if keyword == "enum":
        listed = ", ".join(map(str, limit))
        return f"{shown} is {'none of' if len(limit) > 1 else 'not'} {listed}"
    if keyword == "const":
        return f"{shown} is not {json.dumps(limit)}"
    if keyword == "maxLength":
        return f"{len(value)} characters, and at most {limit} are allowed"
    if keyword == "dependentRequired":
        absent = departure.absent
        given = next(key for key in limit if key in value and absent in limit[key])
        return f'"{given}" is here, and "{absent}" beside it is missing'
    if keyword == "minItems":
        return "this list is empty, and has to have an entry"
    if keyword == "uniqueItems":
        return "an entry stands here twice"
    if keyword == "minLength":
        return "nothing is here"
    return f"{shown} does not belong here"


def _type_of(value: Any) -> str:
    return _TYPES[_JSON_TYPES[type(value)]]


def _properties(departure: Departure) -> Schema:
    return cast(Schema, departure.shape.get("properties", {}))


def _hint(departure: Departure) -> str:
    """Return the nearest description, and that of the definition which it refers to."""
    found: list[str] = []
    referring: Any = {}
    for node in departure.around:
        own = _description(node)
        if _refers(referring):
            own = [*_description(referring), *own]
        found = own or found
        referring = node
    return " ".join(dict.fromkeys(found)) or "see the schema"


def _refers(node: Any) -> bool:
    return isinstance(node, dict) and "$ref" in node


def _description(node: Any) -> list[str]:
    """Return the description of a schema; a member of that name is none."""
    text = cast(Schema, node).get("description") if isinstance(node, dict) else None
    return [text] if isinstance(text, str) else []
