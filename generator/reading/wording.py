"""Say what is wrong if a value departs from a schema, and what to write instead.

The descriptions in the schema are parts of the hints. An `enum` can have `x-meant`, which has the
allowed value for other values, and `x-instead`, which says what to do about others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from generator.reading.departures import SHORT, Departure, Schema
from generator.reading.diagnostics import Hint, Problem, near_or
from generator.reading.keys import INSTEAD, MEANT, misspelled, unknown_keys

CODES = {
    "missing": "A required key is missing.",
    "misspelled-key": "A key looks like a required key that is missing.",
    "unknown-key": "A key is not part of the spec format.",
    "wrong-type": "A value has the wrong type.",
    "bad-value": "A value has the right type but not an allowed form.",
}
"""The problems that a departure can be, by code."""

_MAX_SHOWN = 40
_FEW = 3
_LONGEST = 120
"""The most characters of words that a hint repeats as a list."""
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
_SHORT_FORMS = {"name": "a name", "url": "a URL"}
_JSON_TYPES: dict[type[object], str] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}
_WORDS = re.compile(r"[A-Za-z][\w.:/-]*(?:(?:, ?| )[A-Za-z][\w.:/-]*)*")


def problems_of(departure: Departure) -> Iterator[Problem]:
    """Yield the problems that a departure is: one for each key, or one."""
    path, keyword = departure.path, departure.keyword
    if keyword == "additionalProperties":
        if name := _joined(departure):
            yield _name_with_a_colon(departure, name)
        else:
            yield from unknown_keys(departure)
    elif keyword in ("required", "dependentRequired"):
        if departure.absent not in misspelled(departure).values() and not _joined(
            departure
        ):
            yield _missing(departure)
    elif keyword == "type":
        message = f"expected {_expected(departure)}, found {_type_of(departure.value)}"
        yield Problem("wrong-type", path, message, _of_type(departure))
    else:
        message, at_key = _bad_value(departure), departure.is_name
        yield Problem("bad-value", path, message, _advice(departure), at_key=at_key)


# A name that contains a colon and a space, such as `- notes: read`


def _joined(departure: Departure) -> str:
    """Return the only key of an object if a name was probably meant, or an empty text."""
    members = cast(Schema, departure.value)
    [(key, value), *others] = members.items() if members else [("", None)]
    is_text = isinstance(value, str) and not others
    is_meant = departure.short_form == "name" and is_text
    return key if is_meant and departure.unknown() == [key] else ""


def _name_with_a_colon(departure: Departure, name: str) -> Problem:
    value = departure.value[name]
    hint = f"if this is one name, remove the space: {name}:{value}"
    if "summary" in departure.known:
        hint += f"; otherwise, write {{name: {name}, summary: {value}}}"
    return Problem(
        "unknown-key", (*departure.path, name), "unknown key", hint, at_key=True
    )


def _missing(departure: Departure) -> Problem:
    """Return the problem of a key that an object, or another of its keys, requires."""
    path, absent, limit = departure.path, departure.absent, departure.limit
    hint = _hint_of_absent(departure)
    if departure.keyword == "required":
        return Problem("missing", path, f'"{absent}" is missing', hint)
    given = next(
        key for key in limit if key in departure.value and absent in limit[key]
    )
    message = f'"{given}" requires "{absent}", which is missing'
    return Problem("missing", (*path, given), message, hint, at_key=True)


# Types


def _expected(departure: Departure) -> str:
    short = _SHORT_FORMS.get(departure.short_form, "")
    return f"{f'{short} or ' if short else ''}{_TYPES[str(departure.limit)]}"


def _of_type(departure: Departure) -> str:
    """Return what to write, and what the value is for unless the whole value is given."""
    written = _written(departure)
    is_whole = written.startswith("write [")
    return written.removesuffix(".") if is_whole else f"{written} {_hint(departure)}"


def _written(departure: Departure) -> str:
    """Return how to write a value of the expected type instead of the given one, as a sentence."""
    wanted, given = str(departure.limit), departure.value
    if wanted == "array":
        return f"{_as_list(departure)}."
    listed: list[Any] = cast(Any, given) if isinstance(given, list) else []
    only = listed[0] if len(listed) == 1 else None
    if isinstance(only, str) and (departure.short_form or wanted == "string"):
        return f"write {only} without brackets."
    if departure.short_form:
        start = ", starting with https://" if departure.short_form == "url" else ""
        return f"write the {_SHORT_FORMS[departure.short_form][2:]}{start}."
    if wanted == "object" and isinstance(given, list):
        has_keys = all(isinstance(one, dict) for one in listed)
        return "write the keys without hyphens." if has_keys else "write an object."
    if wanted == "object":
        keys = departure.shape.get("required", ())
        return f"write an object{f' with the keys {_and(keys)}' if keys else ''}."
    if given is None:
        return f"write {_TYPES[wanted]}, or remove the key if it is optional."
    if wanted == "string" and isinstance(given, (dict, list)):
        return "write text; put it in quotes if it starts with { or [."
    if wanted == "string":
        return "put the text in quotes."
    quotes = " without quotes" if isinstance(given, str) else ""
    return f"write {_TYPES[wanted]}{quotes}."


def _as_list(departure: Departure) -> str:
    """Return how to write a list instead of a word, several words, or an object."""
    given = departure.value
    keys: Schema = cast(Schema, given) if isinstance(given, dict) else {}
    if [type(one) for one in keys.values()] == [list]:
        return f"write only the list, without the key {''.join(keys)}"
    if _shape_of_items(departure).get("type") == "object":
        return "write a list of objects"
    if 0 < len(keys) <= _FEW:
        return f"write a list, such as [{', '.join(keys)}]"
    if not isinstance(given, str) or len(given) > _LONGEST:
        return "start each entry with a hyphen and a space"
    if given.lower() in ("none", "all", "any") and not departure.is_required:
        return "remove the key"
    if not _WORDS.fullmatch(given):
        return "start each entry with a hyphen and a space"
    items = _shape_of_items(departure)
    known = items.get(MEANT, {})
    words = [known.get(one.lower(), one) for one in re.split(r",? |,", given)]
    return f"write [{', '.join(words)}]"


def _shape_of_items(departure: Departure) -> Schema:
    """Return the schema of an entry of a list, or of the name of an entry."""
    shape, root = departure.shape.get("items", {}), departure.around[0]
    while True:
        if "$ref" in shape and shape.get(SHORT) is None:
            shape = root["$defs"][shape["$ref"].removeprefix("#/$defs/")]
        elif SHORT in shape:
            full = root["$defs"][shape["$ref"].removeprefix("#/$defs/")]
            shape = full["properties"][shape[SHORT]]
        else:
            return cast(Schema, shape)


def _and(words: Sequence[str]) -> str:
    *first, last = words
    comma = "," if len(first) > 1 else ""
    return f"{', '.join(first)}{comma} and {last}" if first else last


def _type_of(value: Any) -> str:
    return _TYPES[_JSON_TYPES[type(value)]]


# Values


def _bad_value(departure: Departure) -> str:
    value, limit, keyword = departure.value, departure.limit, departure.keyword
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    if keyword in ("pattern", "minLength") and not value:
        return "this value is empty"
    if keyword == "pattern" and not str(value).strip():
        return "this value contains only whitespace"
    if keyword == "pattern" and _has_a_space(departure):
        return f"{shown} contains a space"
    if keyword == "pattern":
        return f"{shown} does not have the expected form"
    if keyword == "enum" and len(limit) > 1:
        return f"{shown} is not one of {', '.join(map(str, limit))}"
    if keyword in ("enum", "const"):
        wanted = limit[0] if keyword == "enum" else json.dumps(limit)
        return f"this value must be {wanted}, not {shown}"
    if keyword == "maxLength":
        return f"this value has {len(value):,} characters, but the maximum is {limit:,}"
    if keyword in ("minItems", "minProperties"):
        return "this has no entries, but it needs at least one"
    if keyword == "uniqueItems":
        return "this list contains the same entry twice"
    return f"{shown} is not allowed here"


def _advice(departure: Departure) -> Hint:
    """Return how to fix a value that has the right type."""
    keyword, value, hint = departure.keyword, departure.value, _hint(departure)
    if keyword == "enum":
        return _of_enum(departure, hint)
    if keyword == "const" and value == str(departure.limit):
        return f"write {value} without quotes"
    if keyword == "uniqueItems":
        return f"remove one of the two. {hint}"
    if keyword in ("minItems", "minProperties"):
        removed = "" if departure.is_required else ", or remove the key"
        return f"add an entry{removed}. {hint}"
    if keyword == "minLength" or (keyword == "pattern" and not value):
        whole = f"write a value, or remove the entry. {hint}"
        return whole if _is_entry(departure) else hint
    return f"{_of_pattern(departure)}{hint}" if keyword == "pattern" else hint


def _of_enum(departure: Departure, hint: str) -> Hint:
    value, shape = departure.value, departure.shape
    word = value if isinstance(value, str) else json.dumps(value)
    if advice := shape.get(INSTEAD, {}).get(word.lower()):
        return str(advice)
    if meant := shape.get(MEANT, {}).get(word.lower()):
        return f"write {meant}"
    if len(departure.limit) > 1 and not hint.startswith("Write "):
        hint = f"write one of these. {hint}"
    return near_or(word, [*map(str, departure.limit)], hint)


def _of_pattern(departure: Departure) -> str:
    """Return what to write for a text without the expected form, as a sentence, or an empty text."""
    value, pattern = str(departure.value), str(departure.limit)
    if value[:1] in tuple("“”„‘’"):
        return "use straight quotes. "
    words = re.split(r",? +", value)
    if (
        _has_a_space(departure)
        and _is_entry(departure)
        and all(re.search(pattern, one) for one in words)
    ):
        if departure.path[-1] == "name":
            return f"if these are {len(words)} names, write an entry for each. "
        return f"if these are {len(words)} entries, write [{', '.join(words)}]. "
    if _has_a_space(departure):
        return "remove the space. "
    if not pattern.startswith("^[a-z]") or len(value) > _MAX_SHOWN or "://" in value:
        return ""
    words = [one.lower() for one in re.findall(r"[A-Z]*[a-z0-9]+|[A-Z]+", value)]
    found = (mark.join(words) for mark in ("_", "-", ""))
    fitting = next((one for one in found if re.search(pattern, one)), "")
    return f"write {fitting}. " if fitting else ""


def _is_entry(departure: Departure) -> bool:
    """Return whether a text is an entry of a list, or the name of one."""
    path = departure.path
    last = path[-2:-1] if path[-1:] == ("name",) else path[-1:]
    return any(isinstance(one, int) for one in last)


def _has_a_space(departure: Departure) -> bool:
    """Return whether a text would have the expected form without its spaces."""
    value = str(departure.value)
    return " " in value and bool(re.search(departure.limit, value.replace(" ", "")))


# Descriptions


def _hint_of_absent(departure: Departure) -> str:
    """Return that the missing key must be added, with its description."""
    child = departure.known.get(departure.absent, {})
    hint = ". ".join([f"add {departure.absent}", *_description(child)])
    is_first = departure.absent in [*departure.known][:1]
    place = departure.path[-1] if departure.path else 0
    if is_first and isinstance(place, int) and place > 0:
        return f"if these keys continue the entry above, remove the hyphen; otherwise, {hint}"
    return hint


def _hint(departure: Departure) -> str:
    """Return the closest description, and that of the definition it refers to if it says more.

    The definition of an object or a list repeats the description, and that of a choice replaces it.
    """
    found: list[str] = []
    referring: Any = {}
    shape = departure.shape
    for node in departure.around:
        own = _description(node)
        if isinstance(referring, dict) and "$ref" in referring:
            first = _description(cast(Schema, referring))
            is_whole = node.get("type") in ("object", "array")
            own = (first or own) if is_whole else [*first, *own]
        found = own or found
        referring = node
    if "enum" in shape:
        found = found[-1:]
    return " ".join(dict.fromkeys(found)) or "see the schema"


def _description(node: Any) -> list[str]:
    """Return the description of a schema, unless it is a schema for a member of that name."""
    text = cast(Schema, node).get("description") if isinstance(node, dict) else None
    return [text] if isinstance(text, str) else []
