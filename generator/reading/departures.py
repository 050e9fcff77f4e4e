"""Where a value departs from a JSON Schema, each with the part of the schema that says so.

jsonschema-rs finds them (JSON Schema 2020-12); what it holds of a departure is looked up here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from generator.reading.diagnostics import Path

Schema = dict[str, Any]

_FORMS = ("anyOf", "oneOf")
_REPLACEMENT = "�"


@dataclass(frozen=True)
class Departure:
    """One keyword of a schema that a node of the value does not keep."""

    path: Path
    """The way to the node."""
    value: Any
    """The node itself, or the name of a member where that is what departs."""
    keyword: str
    """What is not kept, such as `pattern`."""
    limit: Any
    """What the schema says under the keyword."""
    around: Sequence[Any]
    """The schemas on the way from the root to the keyword, its own last; references are followed."""
    absent: str
    """The key that is not there, of `required` and `dependentRequired`; otherwise empty."""

    @property
    def shape(self) -> Schema:
        """The schema that the keyword stands in."""
        return cast(Schema, self.around[-1])


def departures(value: Any, schema: Schema) -> Iterator[Departure]:
    """Yield the departures; of a value that may have several forms, that from the nearest form."""
    for error in Draft202012Validator(schema).iter_errors(_encodable(value)):
        yield _departure(_nearest(error), value, schema)


def _departure(error: ValidationError, value: Any, schema: Schema) -> Departure:
    *way, keyword = error.evaluation_path
    around = _schemas(way, schema)
    path: Path = ()
    for step in error.instance_path:
        path = (*path, _own(step, value))
        value = value[path[-1]]
    if isinstance(error.kind, ValidationErrorKind.PropertyNames):
        value = error.kind.error.instance
    limit = around[-1][keyword]
    absent = str(getattr(error.kind, "property", ""))
    return Departure(path, value, str(keyword), limit, around, absent)


def _schemas(way: Sequence[str | int], schema: Schema) -> list[Any]:
    """Return the root of a schema, and what each step from it leads to."""
    found: list[Any] = [schema]
    for step in way:
        node = found[-1][step]
        if step == "$ref":
            node = schema["$defs"][str(node).removeprefix("#/$defs/")]
        found.append(node)
    return found


def _nearest(error: ValidationError) -> ValidationError:
    """Return the departure from the form that a value comes nearest to.

    That is the form which is kept the furthest into the value. Where two are as near, nobody knows
    which was meant, and the departure is that from all of them.
    """
    while forms := _forms(error):
        first, *others = sorted(forms, key=_rank)
        if others and _rank(others[0]) == _rank(first):
            return error
        error = first
    return error


def _forms(error: ValidationError) -> list[ValidationError]:
    """Return how a value departs from each of the forms that it may have."""
    return [one for form in getattr(error.kind, "context", ()) for one in form]


def _rank(error: ValidationError) -> tuple[Any, ...]:
    """Return what sorts the deepest departure first, and a value of another type last."""
    keyword = error.evaluation_path[-1]
    path = error.instance_path
    return -len(path), [*map(str, path)], keyword not in _FORMS, keyword == "type"


def _encodable(value: Any) -> Any:
    """Return a copy without lone surrogates, which test data may hold and UTF-8 cannot."""
    if isinstance(value, str):
        return value if value.isascii() else _whole(value)
    if isinstance(value, list):
        return [_encodable(one) for one in cast(Any, value)]
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        return {_encodable(key): _encodable(one) for key, one in members}
    return value


def _own(step: str | int, value: Any) -> str | int:
    """Return the index, or the key as the value has it and not as the copy does."""
    if isinstance(step, int) or step in value:
        return step
    return next(str(key) for key in value if _encodable(key) == step)


def _whole(text: str) -> str:
    return "".join(_REPLACEMENT if "\ud800" <= one <= "\udfff" else one for one in text)
