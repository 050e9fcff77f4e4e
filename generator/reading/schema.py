"""Check values against a JSON Schema. Its descriptions are the hints of the problems."""

from __future__ import annotations

import functools
import json
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
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
    path_text,
)

CODES = {
    "missing": "A required key is missing.",
    "misspelt-key": "A key looks like a required key that is missing.",
    "unknown-key": "A key is not part of the spec format.",
    "wrong-type": "A value has the wrong type.",
    "bad-value": "A value has the right type but not an allowed form.",
}
"""The problems that this module finds, by code."""

_MAX_SHOWN = 40
_LONG = 1000
"""The number of entries in a list that are checked first."""
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
_A_LIST = "start each entry with a hyphen and a space"
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


def with_packages(shape: Schema, names: Mapping[str, Schema], main: str) -> Schema:
    """Return the schema of a spec that allows only these keys in `packages`.

    `names` has the schema for each key. Each except `main` can be `none` instead.
    """
    packages = shape["properties"]["packages"]
    closed = {
        **packages,
        "properties": {
            **packages["properties"],
            **{
                key: one if key == main else _or_none(one) for key, one in names.items()
            },
        },
        "additionalProperties": False,
    }
    return {**shape, "properties": {**shape["properties"], "packages": closed}}


def _or_none(shape: Schema) -> Schema:
    """Return a schema that also allows `none`."""
    return {"description": shape["description"], "anyOf": [{"enum": ["none"]}, shape]}


def check_after(
    earlier: list[Problem],
    places: SourceMap,
    value: Any,
    schema: Schema,
    in_file: Callable[[Iterable[Problem]], list[Problem]] = list,
) -> list[Problem]:
    """Return the problems from reading a document, followed by its departures from `schema`.

    `in_file` turns the paths in the value into those of the document, if these differ. If the document could not be read at all, return only the problems from reading it.
    """
    if value is None and earlier:
        return earlier
    later = news(places, earlier, in_file(check(value, schema)))
    cut = [one.path for one in earlier if one.code == "too-many-keys"]
    return [*earlier, *(one for one in later if not _may_follow(one, cut))]


def _may_follow(problem: Problem, cut: Iterable[Path]) -> bool:
    """Return whether a missing key may be in the part of the file that was not read."""
    path = problem.path
    return problem.code == "missing" and any(one[: len(path)] == path for one in cut)


def check(value: Any, schema: Schema) -> list[Problem]:
    """Return the problems with `value`, in no particular order.

    Only the first problem of a node is reported, because the others repeat it. If the first entries
    of long lists have more problems than a report lists, the other entries are not checked.
    """
    beginning = _beginning(value)
    problems = _check(beginning, schema)
    if beginning is value or len(problems) > MOST:
        return problems
    return _check(value, schema)


def _check(value: Any, schema: Schema) -> list[Problem]:
    problems: list[Problem] = []
    absent: list[tuple[Path, str]] = []
    wrong: set[Path] = set()
    for departure in departures(value, schema):
        absent.append((departure.path, departure.absent))
        for problem in _problems(departure):
            if problem.code in ("wrong-type", "bad-value"):
                if problem.path in wrong:
                    continue
                wrong.add(problem.path)
            problems.append(problem)
    return [_moved(one, absent) for one in problems]


def _moved(problem: Problem, absent: Iterable[tuple[Path, str]]) -> Problem:
    """Return a problem, with the hint to move an unknown key if a near object lacks it.

    `absent` has the path of each object that lacks a key, and the key.
    """
    if problem.code != "unknown-key":
        return problem
    above, key = problem.path[:-1], problem.path[-1]
    for owner, missing in absent:
        is_near = above[: len(owner)] == owner or owner[:-1] == above
        if missing == key and is_near:
            named = path_text(owner) or "the top level"
            hint = f"move it to {named}, which requires it; check the indentation"
            return replace(problem, hint=hint)
    return problem


def _beginning(value: Any) -> Any:
    """Return a value with only the first entries of each list, or `value` if no list is long."""
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
    """Return the known keys that the unknown keys of a departure are probably meant to be."""
    known = _properties(departure)
    given = cast(Schema, departure.value)
    near = (
        nearest(key, tuple(known))
        for key in given
        if key not in known and not _is_ignored(departure, key)
    )
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
            message = f'"{absent}" is missing'
            hint = _hint_of_absent(departure, hint)
            is_first = absent in [*_properties(departure)][:1]
            if is_first and path and isinstance(path[-1], int) and path[-1] > 0:
                hint = (
                    f"if these keys continue the entry above, remove the hyphen. {hint}"
                )
            yield Problem("missing", path, message, hint)
    elif keyword == "dependentRequired":
        hint = _hint_of_absent(departure, hint)
        yield Problem("bad-value", path, _bad_value(departure), hint)
    elif keyword == "type":
        wanted = _TYPES[str(departure.limit)]
        message = f"expected {wanted}, found {_type_of(departure.value)}"
        yield Problem("wrong-type", path, message, f"{_written(departure)}. {hint}")
    elif keyword == "enum":
        near = near_or(str(departure.value), [*map(str, departure.limit)], hint)
        yield Problem("bad-value", path, _bad_value(departure), near)
    else:
        if keyword == "pattern" and str(departure.value)[:1] in tuple("“”„‘’"):
            hint = f"use straight quotes. {hint}"
        yield Problem("bad-value", path, _bad_value(departure), hint)


def _written(departure: Departure) -> str:
    """Return how to write a value of the expected type instead of the given one."""
    wanted, given = str(departure.limit), departure.value
    if wanted == "array":
        is_word = (
            isinstance(given, str) and "," not in given and len(given) <= _MAX_SHOWN
        )
        return f"write [{given}]" if is_word else _A_LIST
    if wanted == "object" and not isinstance(given, list):
        keys = departure.shape.get("required") or _properties(departure)
        return (
            f"write an object with the keys {', '.join(keys)}"
            if keys
            else "write an object"
        )
    if wanted == "object":
        return "write the keys without hyphens"
    if given is None:
        return f"write {_TYPES[wanted]}, or remove the key if it is optional"
    if wanted == "string" and isinstance(given, (dict, list)):
        return "write text; put it in quotes if it starts with { or ["
    if wanted == "string":
        return "put the text in quotes"
    return (
        f"write {_TYPES[wanted]}{' without quotes' if isinstance(given, str) else ''}"
    )


def _hint_of_absent(departure: Departure, otherwise: str) -> str:
    """Return the description of the missing key, or `otherwise` if it has none."""
    child = _properties(departure).get(departure.absent, {})
    return str(child.get("description", otherwise))


def _unknown_keys(departure: Departure) -> Iterator[Problem]:
    known = list(_properties(departure))
    misspelt = _misspelt(departure)
    listed = f"the valid keys are {', '.join(known)}"
    for key in cast(Schema, departure.value):
        if key in known or _is_ignored(departure, key):
            continue
        # A missing key is more likely to be meant than any other key.
        near = [misspelt[key]] if key in misspelt else known
        code = "misspelt-key" if key in misspelt else "unknown-key"
        message = "unknown key"
        hint = functools.partial(_suggested, key, near, listed)
        yield Problem(code, (*departure.path, key), message, hint, at_key=True)


def _suggested(key: str, near: Sequence[str], listed: str) -> str:
    name, colon, value = key.partition(":")
    if colon and name in near:
        return f'put a space after the colon: "{name}: {value}"'
    return f"{did_you_mean(key, near)} {listed}".strip()


def _misspelt(departure: Departure) -> dict[str, str]:
    """Return the unknown keys that look like missing required keys, with those keys.

    Only the first unknown keys count, because an object with many of them is something else.
    """
    given = cast(Schema, departure.value)
    absent = [key for key in departure.shape.get("required", ()) if key not in given]
    known = _properties(departure)
    unknown = (
        key for key in given if key not in known and not _is_ignored(departure, key)
    )
    near = {key: nearest(key, tuple(absent)) for key in islice(unknown, MOST)}
    return {key: found for key, found in near.items() if found}


def _bad_value(departure: Departure) -> str:
    value, limit, keyword = departure.value, departure.limit, departure.keyword
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    if keyword == "pattern" and not value:
        return "this value is empty"
    if keyword == "pattern" and not str(value).strip():
        return "this value contains only whitespace"
    if keyword == "pattern":
        return f"{shown} does not have the expected form"
    if keyword == "enum":
        listed = ", ".join(map(str, limit))
        return f"{shown} is not {'one of ' if len(limit) > 1 else ''}{listed}"
    if keyword == "const":
        return f"{shown} is not {json.dumps(limit)}"
    if keyword == "maxLength":
        return f"this value has {len(value):,} characters, but the maximum is {limit:,}"
    if keyword == "dependentRequired":
        absent = departure.absent
        given = next(key for key in limit if key in value and absent in limit[key])
        return f'"{given}" requires "{absent}", which is missing'
    if keyword == "minItems":
        return "this list is empty, but it needs at least one entry"
    if keyword == "uniqueItems":
        return "this list contains the same entry twice"
    if keyword == "minLength":
        return "this value is empty"
    return f"{shown} is not allowed here"


def _type_of(value: Any) -> str:
    return _TYPES[_JSON_TYPES[type(value)]]


def _properties(departure: Departure) -> Schema:
    return cast(Schema, departure.shape.get("properties", {}))


def _is_ignored(departure: Departure, key: str) -> bool:
    """Return whether an object can have any value under a key that is not described."""
    patterns = departure.shape.get("patternProperties", ())
    return any(re.search(pattern, key) for pattern in patterns)


def _hint(departure: Departure) -> str:
    """Return the closest description, and the description of the definition it refers to."""
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
    """Return the description of a schema, unless it is a schema for a member of that name."""
    text = cast(Schema, node).get("description") if isinstance(node, dict) else None
    return [text] if isinstance(text, str) else []
