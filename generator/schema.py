"""Values against a JSON Schema: each departure becomes a problem whose hint the schema wrote."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import Any, cast

from jsonschema import Draft202012Validator, exceptions, validators
from jsonschema.exceptions import ValidationError

from generator.diagnostics import (
    Path,
    Problem,
    SourceMap,
    did_you_mean,
    nearest,
    news,
)

Schema = dict[str, Any]

CODES = {
    "missing": "A required key is not there.",
    "misspelt-key": "A key is nearly the name of a required one that is not there.",
    "unknown-key": "A key that the language does not have.",
    "wrong-type": "A value of another type than belongs there.",
    "bad-value": "A value of the right type that is not written as it has to be.",
}
"""The problems that this module finds, by their code."""


def _pattern(
    _: Any, pattern: str, instance: Any, __: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _ending(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@functools.cache
def _ending(pattern: str) -> re.Pattern[str]:
    # In a JSON Schema $ is the very end; in Python it also stands before a last line feed.
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))


_Validator: Any = cast(Any, validators).extend(
    Draft202012Validator, {"pattern": _pattern}
)
_best_match: Any = cast(Any, exceptions).best_match
_MAX_SHOWN = 40
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}


def load(file: FilePath) -> Schema:
    """Return the JSON Schema in `file`."""
    schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    return schema


def check_after(
    earlier: list[Problem], places: SourceMap, value: Any, schema: Schema
) -> list[Problem]:
    """Return what reading a document has found, and what departs besides from `schema`.

    Of a document that could not be read at all nothing more is said.
    """
    if value is None and earlier:
        return earlier
    return [*earlier, *news(places, earlier, check(value, schema))]


def check(value: Any, schema: Schema) -> list[Problem]:
    """Return what in `value` departs from `schema`, in no particular order.

    Of a node that is wrong in itself the first fault is told; the others say the same again.
    """
    problems: list[Problem] = []
    wrong: set[Path] = set()
    for error in errors(value, schema):
        for problem in _problems(error, schema):
            if problem.code in ("wrong-type", "bad-value"):
                if problem.path in wrong:
                    continue
                wrong.add(problem.path)
            problems.append(problem)
    return problems


def errors(value: Any, schema: Schema) -> Iterator[ValidationError]:
    """Yield the departures; of a value that may have several forms, that from the nearest form."""
    validator: Any = _Validator(schema)
    for error in validator.iter_errors(value):
        yield _best_match(iter([error]))


def missing(error: ValidationError) -> str:
    """Return the required key that an error says is not there."""
    return error.message.split("'")[1]


def meant(error: ValidationError) -> list[str]:
    """Return the known keys that the unknown ones of an error were probably meant to be."""
    known = _properties(error)
    given = cast(Schema, error.instance)
    near = (nearest(key, tuple(known)) for key in given if key not in known)
    return [key for key in near if key is not None and key not in given]


def has_structure(problems: Iterable[Problem]) -> bool:
    """Return whether a value with these problems still has every part that the schema requires."""
    broken = ("missing", "misspelt-key", "wrong-type")
    return not any(problem.code in broken for problem in problems)


def _problems(error: ValidationError, schema: Schema) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    hint = _hint(error, schema)
    if error.validator == "additionalProperties":
        yield from _unknown_keys(error, path)
    elif error.validator == "required":
        absent = missing(error)
        if absent not in _misspelt(error).values():
            child = _properties(error).get(absent, {})
            hint = str(child.get("description", hint))
            yield Problem("missing", path, f'"{absent}" is missing', hint)
    elif error.validator == "type":
        wanted = _TYPES[str(error.validator_value)]
        message = f"{wanted} belongs here, not {_type_of(error.instance)}"
        yield Problem("wrong-type", path, message, hint)
    elif error.validator == "enum":
        near = did_you_mean(str(error.instance), map(str, _limit(error)))
        yield Problem("bad-value", path, _bad_value(error), near or hint)
    else:
        yield Problem("bad-value", path, _bad_value(error), hint)


def _unknown_keys(error: ValidationError, path: Path) -> Iterator[Problem]:
    known = list(_properties(error))
    misspelt = _misspelt(error)
    listed = f"the keys here are {', '.join(known)}"
    for key in cast(Schema, error.instance):
        if key in known:
            continue
        # Before any other key, the one that is missing is what was meant.
        near = did_you_mean(key, [misspelt[key]] if key in misspelt else known)
        code = "misspelt-key" if key in misspelt else "unknown-key"
        yield Problem(
            code,
            (*path, key),
            "there is no such key here",
            f"{near} {listed}".strip(),
            at_key=True,
        )


def _misspelt(error: ValidationError) -> dict[str, str]:
    """Return each unknown key that is near a required one which is missing, with that one."""
    given = cast(Schema, error.instance)
    required = cast(Schema, error.schema).get("required", ())
    absent = [key for key in required if key not in given]
    known = _properties(error)
    near = {key: nearest(key, tuple(absent)) for key in given if key not in known}
    return {key: found for key, found in near.items() if found}


def _bad_value(error: ValidationError) -> str:
    value = cast(Any, error.instance)
    limit = _limit(error)
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    if error.validator == "pattern" and not value:
        return "nothing is here"
    if error.validator == "pattern" and not str(value).strip():
        return "nothing but blanks is here"
    if error.validator == "pattern":
        return f"{shown} is not written as it has to be"
    if error.validator == "enum":
        listed = ", ".join(map(str, limit))
        return f"{shown} is {'none of' if len(limit) > 1 else 'not'} {listed}"
    if error.validator == "const":
        return f"{shown} is not {json.dumps(limit)}"
    if error.validator == "maxLength":
        return f"{len(value)} characters, and at most {limit} are allowed"
    if error.validator == "dependentRequired":
        _, missing, _, given, _ = error.message.split("'")
        return f'"{given}" is here, and "{missing}" beside it is missing'
    if error.validator == "minItems":
        return "this list is empty, and has to have an entry"
    if error.validator == "uniqueItems":
        return "an entry stands here twice"
    if error.validator == "minLength":
        return "nothing is here"
    return f"{shown} does not belong here"


def _limit(error: ValidationError) -> Any:
    """Return what the schema allows: a pattern, a length, a list of values."""
    return cast(Any, error.validator_value)


def _type_of(value: Any) -> str:
    checker = Draft202012Validator.TYPE_CHECKER
    return next(words for name, words in _TYPES.items() if checker.is_type(value, name))


def _properties(error: ValidationError) -> Schema:
    return cast(Schema, cast(Schema, error.schema).get("properties", {}))


def _hint(error: ValidationError, schema: Schema) -> str:
    """Return the nearest description, and that of the definition which it refers to."""
    node: Any = schema
    found = _description(node)
    for step in error.absolute_schema_path:
        # A path leaves out the reference that it follows, or names it.
        while _refers(node) and step not in node:
            own = _description(node)
            node = _definition(node, schema)
            found = [*own, *_description(node)] or found
        if step != "$ref":
            node = node[step]
            found = _description(node) or found
    return " ".join(dict.fromkeys(found)) or "see the schema"


def _refers(node: Any) -> bool:
    return isinstance(node, dict) and "$ref" in node


def _description(node: Any) -> list[str]:
    """Return the description of a schema; a member of that name is none."""
    text = cast(Schema, node).get("description") if isinstance(node, dict) else None
    return [text] if isinstance(text, str) else []


def _definition(node: Schema, schema: Schema) -> Any:
    name = str(node["$ref"]).removeprefix("#/$defs/")
    return schema["$defs"][name]
