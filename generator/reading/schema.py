"""Check values against a JSON Schema. Its descriptions are the hints of the problems."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any, cast

from generator.reading.departures import Schema, departures
from generator.reading.diagnostics import (
    MOST,
    Path,
    Problem,
    SourceMap,
    news,
    path_text,
)
from generator.reading.scalars import FIRST_WITHOUT_COLON, MISSING, WITHOUT_COLON
from generator.reading.wording import problems_of

_LONG = 1000
"""The number of entries in a list that are checked first."""


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
    found = in_file(check(value, schema))
    # A key without a space after its colon has no value, which its own problem explains.
    joined = {one.path for one in found if one.at_key and ":" in str(one.path[-1])}
    # Quotes do not help if the text in them is not allowed either.
    not_allowed = {one.path for one in found if one.code == "bad-value"}
    earlier = [
        one
        for one in earlier
        if one.path not in joined
        and not (_is_ambiguous(one) and one.path in not_allowed)
    ]
    later = news(places, earlier, found)
    cut = [one.path for one in earlier if one.code == "too-many-keys"]
    return [*earlier, *(one for one in later if not _may_follow(one, cut))]


def _is_ambiguous(problem: Problem) -> bool:
    """Return whether a value needs quotes to be text."""
    empty = (MISSING, FIRST_WITHOUT_COLON, WITHOUT_COLON)
    is_empty = (problem.message, problem.hint) in empty
    return problem.code == "implicit-type" and not is_empty


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
        for problem in problems_of(departure):
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


def has_structure(problems: Iterable[Problem]) -> bool:
    """Return whether a value with these problems still has every part that the schema requires."""
    broken = ("missing", "misspelled-key", "wrong-type")
    return not any(problem.code in broken for problem in problems)
