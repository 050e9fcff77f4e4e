"""Find where a value departs from a JSON Schema, with the part of the schema that it violates.

jsonschema-rs validates (JSON Schema 2020-12). This module looks up the schemas around each error.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from generator.reading.diagnostics import Path

Schema = dict[str, Any]

SHORT = "x-short-for"
"""The keyword of a schema whose value is the key that a text stands for."""

_FORMS = ("anyOf", "oneOf")
_REPLACEMENT = "�"


@dataclass(frozen=True)
class Departure:
    """One keyword of a schema that a node of the value violates."""

    path: Path
    """The path of the node."""
    value: Any
    """The node itself, or the name of a member if the name is what departs."""
    keyword: str
    """The keyword that is violated, such as `pattern`."""
    limit: Any
    """The value of the keyword in the schema."""
    around: Sequence[Any]
    """The schemas from the root to the one with the keyword. References are followed."""
    absent: str
    """The missing key for `required` and `dependentRequired`; otherwise empty."""
    is_name: bool = False
    """Whether the name of a member departs. Then the path is that of the member."""

    @property
    def shape(self) -> Schema:
        """The schema that contains the keyword."""
        return cast(Schema, self.around[-1])

    @property
    def known(self) -> Schema:
        """The schemas of the known keys, if the schema is that of an object."""
        return cast(Schema, self.shape.get("properties", {}))

    @property
    def short_form(self) -> str:
        """The key whose value can be written instead of the object, or an empty text."""
        return next((one[SHORT] for one in self.around[-2:] if SHORT in one), "")

    @property
    def is_required(self) -> bool:
        """Whether the object around the node requires it."""
        name = self.path[-1] if self.path else None
        for node in reversed(self.around[:-1]):
            if isinstance(node, dict) and name in cast(Schema, node).get(
                "properties", ()
            ):
                return name in cast(Schema, node).get("required", ())
        return False

    def unknown(self) -> list[str]:
        """Return the keys of an object that its schema does not describe."""
        patterns = self.shape.get("patternProperties", ())
        return [
            key
            for key in cast(Schema, self.value)
            if key not in self.known
            and not any(re.search(pattern, key) for pattern in patterns)
        ]


def departures(value: Any, schema: Schema) -> Iterator[Departure]:
    """Yield the departures. For a value with several allowed forms, use the closest form."""
    for error in _validator(json.dumps(schema)).iter_errors(_encodable(value)):
        yield _departure(_nearest(error), value, schema)


@functools.lru_cache(16)
def _validator(schema: str) -> Draft202012Validator:
    """Return the validator for the JSON text of a schema, which takes longer to build than to use."""
    return Draft202012Validator(json.loads(schema))


def _departure(error: ValidationError, value: Any, schema: Schema) -> Departure:
    kind = error.kind
    of_name = (
        kind.error if isinstance(kind, ValidationErrorKind.PropertyNames) else None
    )
    # Only the error of a name itself has the path to its schema.
    error = of_name or error
    *way, keyword = error.evaluation_path
    around = _schemas(way, schema)
    path: Path = ()
    for step in error.instance_path:
        path = (*path, _own(step, value))
        value = value[path[-1]]
    if of_name is not None:
        value = _own(str(of_name.instance), value)
        path = (*path, value)
    limit = around[-1][keyword]
    absent = str(getattr(error.kind, "property", ""))
    return Departure(
        path, value, str(keyword), limit, around, absent, of_name is not None
    )


def _schemas(way: Sequence[str | int], schema: Schema) -> list[Any]:
    """Return the root of a schema and the schema at each step from it."""
    found: list[Any] = [schema]
    for step in way:
        node = found[-1][step]
        if step == "$ref":
            node = schema["$defs"][str(node).removeprefix("#/$defs/")]
        found.append(node)
    return found


def _nearest(error: ValidationError) -> ValidationError:
    """Return the departure from the form that is closest to the value.

    The closest form is the one that matches the furthest into the value. If two are equally close,
    the intended form is unknown, so return the departure from all of them.
    """
    while forms := _forms(error):
        first, *others = sorted(forms, key=_rank)
        if others and _rank(others[0]) == _rank(first):
            return error
        error = first
    return error


def _forms(error: ValidationError) -> list[ValidationError]:
    """Return how a value departs from each of its allowed forms."""
    return [one for form in getattr(error.kind, "context", ()) for one in form]


def _rank(error: ValidationError) -> tuple[Any, ...]:
    """Return a sort key that puts the deepest departure first and a wrong type last."""
    keyword = error.evaluation_path[-1]
    path = error.instance_path
    return -len(path), [*map(str, path)], keyword not in _FORMS, keyword == "type"


def _encodable(value: Any) -> Any:
    """Return a copy without lone surrogates, which UTF-8 cannot encode but test data may contain."""
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, list):
        return [_encodable(one) for one in cast(Any, value)]
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        return {_encodable(key): _encodable(one) for key, one in members}
    return value


def _own(step: str | int, value: Any) -> str | int:
    """Return the index, or the key as it is in the value and not in the encodable copy."""
    if isinstance(step, int) or step in value:
        return step
    return next(str(key) for key in value if _encodable(key) == step)


def _whole(text: str) -> str:
    return "".join(_REPLACEMENT if "\ud800" <= one <= "\udfff" else one for one in text)
