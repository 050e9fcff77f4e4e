"""Values against a JSON Schema: each departure becomes a problem whose hint the schema wrote."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from generator.diagnostics import Path, Problem

Schema = dict[str, Any]
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


def check(value: Any, schema: Schema) -> list[Problem]:
    """Return what in `value` departs from `schema`, in no particular order."""
    errors: Iterator[ValidationError] = Draft202012Validator(schema).iter_errors(value)
    return [problem for error in errors for problem in _problems(error, schema)]


def _problems(error: ValidationError, schema: Schema) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    hint = _hint(error, schema)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        yield from _unknown_keys(error, path)
    elif error.validator == "required":
        missing = error.message.split("'")[1]
        yield Problem(
            "missing",
            path,
            f'"{missing}" is missing',
            _child_hint(error, missing, hint),
        )
    elif error.validator == "type":
        wanted = _TYPES[str(error.validator_value)]
        message = f"{wanted} belongs here, not {_type_of(error.instance)}"
        yield Problem("wrong-type", path, message, hint)
    elif error.validator in ("oneOf", "anyOf", "if"):
        yield Problem("bad-value", path, "none of the forms that may stand here", hint)
    else:
        yield Problem("bad-value", path, _bad_value(error), hint)


def _unknown_keys(error: ValidationError, path: Path) -> Iterator[Problem]:
    known = list(error.schema.get("properties", ()))
    for key in error.instance:
        if key in known:
            continue
        near = difflib.get_close_matches(str(key), known, 1)
        listed = f"the keys here are {', '.join(known)}"
        hint = f"did you mean {near[0]}? {listed}" if near else listed
        yield Problem("unknown-key", (*path, key), "no such key", hint, at_key=True)


def _bad_value(error: ValidationError) -> str:
    value, limit = error.instance, error.validator_value
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    messages = {
        "pattern": f"{shown} is not written as it has to be",
        "enum": f"{shown} is none of {', '.join(map(str, limit)) if error.validator == 'enum' else ''}",
        "const": f"{shown} is not {json.dumps(limit)}",
        "maxLength": f"{len(value) if isinstance(value, str) else 0} characters, over the {limit} allowed",
        "minLength": "the text is empty",
        "minItems": "the list is empty",
    }
    return messages.get(str(error.validator), f"{shown} does not belong here")


def _type_of(value: Any) -> str:
    for name, words in _TYPES.items():
        if Draft202012Validator.TYPE_CHECKER.is_type(value, name):
            return words
    return "this"


def _hint(error: ValidationError, schema: Schema) -> str:
    """Return the descriptions of the node, the nearest two on the way from the schema's root."""
    found: list[str] = []
    node: Any = schema
    for step in error.absolute_schema_path:
        if step == "$ref":
            node = _definition(node, schema)
        else:
            node = node[step] if isinstance(node, (dict, list)) else None
        if isinstance(node, dict) and "description" in node:
            found = (
                [node["description"]]
                if step != "$ref"
                else [*found[-1:], node["description"]]
            )
    return " ".join(dict.fromkeys(found)) or "see the schema"


def _child_hint(error: ValidationError, key: str, otherwise: str) -> str:
    child = error.schema.get("properties", {}).get(key, {})
    return str(child.get("description", otherwise))


def _definition(node: Schema, schema: Schema) -> Any:
    name = str(node["$ref"]).removeprefix("#/$defs/")
    return schema["$defs"][name]
