"""Each violation of a schema is a problem whose hint says what to write."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.reading import schema, source
from generator.reading.departures import Schema
from generator.reading.diagnostics import Problem
from tests.unit.specs import brief

SHAPE: dict[str, Any] = {
    "description": "The whole.",
    "type": "object",
    "properties": {
        "format": {"description": "The version.", "const": 1},
        "name": {
            "description": "A short name.",
            "type": "string",
            "pattern": "^[a-z]+$",
            "maxLength": 10,
        },
        "kind": {"description": "What it is.", "enum": ["vendor", "rfc"]},
        "title": {"description": "Its heading.", "$ref": "#/$defs/text"},
        "bare": {"$ref": "#/$defs/text"},
        "flag": {"description": "Whether.", "type": "boolean"},
        "count": {"description": "How many.", "type": "integer"},
        "items": {
            "description": "The entries.",
            "type": "array",
            "minItems": 1,
            "items": {"description": "One entry.", "$ref": "#/$defs/entry"},
        },
        "names": {
            "description": "The names.",
            "type": "array",
            "items": {"description": "One name.", "type": "string"},
        },
        "values": {
            "description": "The values.",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/text"},
            "propertyNames": {"$ref": "#/$defs/key"},
        },
        "undescribed": {"type": "string"},
        "description": {"description": "In its own words.", "type": "string"},
    },
    "required": ["format"],
    "additionalProperties": False,
    "$defs": {
        "text": {
            "description": "Prose.",
            "type": "string",
            "minLength": 1,
            "maxLength": 20,
        },
        "key": {"description": "A key.", "type": "string", "pattern": "^[a-z]+$"},
        "entry": {
            "description": "An entry.",
            "type": "object",
            "properties": {
                "id": {"description": "Its name.", "$ref": "#/$defs/text"},
                "size": {"type": "number"},
            },
            "required": ["id", "size"],
            "additionalProperties": False,
        },
    },
}


def check(value: Any, shape: Any) -> list[Problem]:
    """Return the problems of a value, with the text of each hint."""
    return [replace(one, hint=one.advice) for one in schema.check(value, shape)]


def found(**members: Any) -> list[Problem]:
    return check({"format": 1, **members}, SHAPE)


def test_valid_value_has_no_problems() -> None:
    assert found(name="a", items=[{"id": "x", "size": 1}], values={"a": "b"}) == []


@pytest.mark.parametrize(
    ("value", "message", "how"),
    [
        ("x", "expected an object, found text", "write an object with the keys format"),
        ([], "expected an object, found a list", "write the keys without hyphens"),
        (
            None,
            "expected an object, found null",
            "write an object with the keys format",
        ),
        (
            True,
            "expected an object, found true or false",
            "write an object with the keys format",
        ),
        (
            1,
            "expected an object, found a whole number",
            "write an object with the keys format",
        ),
        (
            1.5,
            "expected an object, found a number",
            "write an object with the keys format",
        ),
    ],
)
def test_value_of_another_type_is_rejected(
    value: object, message: str, how: str
) -> None:
    hint = f"{how}. The whole."
    assert check(value, SHAPE) == [Problem("wrong-type", (), message, hint)]


@pytest.mark.parametrize(
    ("key", "value", "message", "hint"),
    [
        (
            "name",
            5,
            "expected text, found a whole number",
            "put the text in quotes. A short name.",
        ),
        (
            "flag",
            "true",
            "expected true or false, found text",
            "write true or false without quotes. Whether.",
        ),
        (
            "flag",
            1,
            "expected true or false, found a whole number",
            "write true or false. Whether.",
        ),
        (
            "count",
            1.5,
            "expected a whole number, found a number",
            "write a whole number. How many.",
        ),
        (
            "count",
            True,
            "expected a whole number, found true or false",
            "write a whole number. How many.",
        ),
        (
            "items",
            {},
            "expected a list, found an object",
            "write a list of objects. The entries.",
        ),
        (
            "items",
            "a, b",
            "expected a list, found text",
            "write a list of objects. The entries.",
        ),
        ("names", "a", "expected a list, found text", "write [a]"),
        ("names", "a, b", "expected a list, found text", "write [a, b]"),
        (
            "names",
            {"a": ["b"]},
            "expected a list, found an object",
            "write only the list, without the key a. The names.",
        ),
        (
            "title",
            None,
            "expected text, found null",
            "write text, or remove the key if it is optional. Its heading. Prose.",
        ),
        (
            "bare",
            [],
            "expected text, found a list",
            "write text; put it in quotes if it starts with { or [. Prose.",
        ),
    ],
)
def test_member_of_another_type_is_rejected(
    key: str, value: object, message: str, hint: str
) -> None:
    assert found(**{key: value}) == [Problem("wrong-type", (key,), message, hint)]


@pytest.mark.parametrize(
    ("key", "value", "message", "hint"),
    [
        ("name", "a b", '"a b" contains a space', "remove the space. A short name."),
        (
            "name",
            "a" * 11,
            "this value has 11 characters, but the maximum is 10",
            "A short name.",
        ),
        (
            "kind",
            "blog",
            '"blog" is not one of vendor, rfc',
            "write one of these. What it is.",
        ),
        (
            "kind",
            None,
            "null is not one of vendor, rfc",
            "write one of these. What it is.",
        ),
        ("title", "", "this value is empty", "Its heading. Prose."),
        (
            "title",
            "x" * 21,
            "this value has 21 characters, but the maximum is 20",
            "Its heading. Prose.",
        ),
        ("bare", "", "this value is empty", "Prose."),
        (
            "items",
            [],
            "this has no entries, but it needs at least one",
            "add an entry, or remove the key. The entries.",
        ),
    ],
)
def test_bad_value_is_rejected(
    key: str, value: object, message: str, hint: str
) -> None:
    assert found(**{key: value}) == [Problem("bad-value", (key,), message, hint)]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (2, "The version."),
        ("1", "write 1 without quotes"),
        (True, "The version."),
        (None, "The version."),
    ],
)
def test_other_value_than_the_constant_is_rejected(value: object, hint: str) -> None:
    shown = json.dumps(value)
    assert check({"format": value}, SHAPE) == [
        Problem("bad-value", ("format",), f"this value must be 1, not {shown}", hint)
    ]


def test_long_value_is_shown_by_its_beginning() -> None:
    (problem,) = check({"format": "é" * 50}, SHAPE)
    assert problem.message == f'this value must be 1, not "{"é" * 39}…'


def test_missing_member_is_rejected_with_its_own_hint() -> None:
    assert check({}, SHAPE) == [
        Problem("missing", (), '"format" is missing', "add format. The version.")
    ]


def test_each_missing_member_of_an_entry_is_rejected() -> None:
    assert found(items=[{"id": "x", "size": 1}, {}]) == [
        Problem(
            "missing",
            ("items", 1),
            '"id" is missing',
            "if these keys continue the entry above, remove the hyphen; otherwise, add id. Its name.",
        ),
        Problem("missing", ("items", 1), '"size" is missing', "add size"),
    ]


def test_unknown_key_is_rejected_at_the_key() -> None:
    known = (
        "format, name, kind, title, bare, flag, count, items, names, values, undescribed, "
        "description"
    )
    assert found(xyz=1) == [
        Problem(
            "unknown-key",
            ("xyz",),
            "unknown key",
            f"the valid keys are {known}",
            at_key=True,
        )
    ]


def test_unknown_key_that_another_object_lacks_is_rejected_with_the_place_to_move_it() -> (
    None
):
    inner = {"type": "object", "required": ["c"], "additionalProperties": False}
    shape = {
        "type": "object",
        "properties": {"a": inner, "b": {}},
        "required": ["a", "b"],
        "additionalProperties": False,
    }
    assert sorted(str(one.hint) for one in check({"a": {"b": 1}, "c": 2}, shape)) == [
        "add b",
        "add c",
        "move it to a, which requires it; check the indentation",
        "move it to the top level, which requires it; check the indentation",
    ]
    hints = [str(one.hint) for one in found(items=[{"id": "x"}], size=1)]
    assert [hint.partition(" format")[0] for hint in hints] == [
        "add size",
        "the valid keys are",
    ]


def test_key_without_a_space_after_its_colon_is_rejected_with_the_correct_one() -> None:
    entry = {"id": "x", "size": 1, "size:2": None}
    assert [one.hint for one in found(items=[entry])] == [
        'put a space after the colon: "size: 2"'
    ]


def test_misspelled_key_is_rejected_with_the_correct_one() -> None:
    assert found(items=[{"id": "x", "size": 1, "sise": 2, "other": 3}]) == [
        Problem(
            "unknown-key",
            ("items", 0, "sise"),
            "unknown key",
            'did you mean "size"? the valid keys are id, size',
            at_key=True,
        ),
        Problem(
            "unknown-key",
            ("items", 0, "other"),
            "unknown key",
            "the valid keys are id, size",
            at_key=True,
        ),
    ]


def test_unknown_key_has_the_place_of_the_key() -> None:
    document = source.read(b"format: 1\nitems:\n  - {id: x, size: 1, sise: 2}\n", "f")
    (diagnostic,) = document.map.locate(schema.check(document.value, SHAPE))
    assert brief(diagnostic) == (
        "f:3:22: error[unknown-key] items[0].sise: unknown key\n"
        '  hint: did you mean "size"? the valid keys are id, size'
    )


def test_missing_member_has_the_place_of_its_object() -> None:
    document = source.read(b"format: 1\nitems:\n  - id: x\n", "f")
    (diagnostic,) = document.map.locate(schema.check(document.value, SHAPE))
    assert brief(diagnostic) == (
        'f:3:5: error[missing] items[0]: "size" is missing\n' "  hint: add size"
    )


def test_violation_deep_in_a_definition_is_rejected() -> None:
    assert found(items=[{"id": "", "size": "x"}]) == [
        Problem(
            "bad-value", ("items", 0, "id"), "this value is empty", "Its name. Prose."
        ),
        Problem(
            "wrong-type",
            ("items", 0, "size"),
            "expected a number, found text",
            "write a number without quotes. One entry.",
        ),
    ]


def test_invalid_free_member_is_rejected() -> None:
    (problem,) = found(values={"a": ""})
    assert (problem.code, problem.path, problem.message) == (
        "bad-value",
        ("values", "a"),
        "this value is empty",
    )
    assert problem.advice.endswith("Prose.")


def test_bad_name_of_a_free_member_is_rejected() -> None:
    (problem,) = found(values={"a b": "x"})
    assert (problem.code, problem.path, problem.message) == (
        "bad-value",
        ("values", "a b"),
        '"a b" contains a space',
    )
    assert problem.at_key
    assert problem.advice.endswith("A key.")


def test_lone_surrogate_is_checked_like_any_other_character() -> None:
    # Cases contain them as escapes, because UTF-8 cannot encode one.
    shape = {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": 2},
    }
    assert check({"\ud800": "a\udfff"}, shape) == []
    assert check({"\ud800": "ab\udfff"}, shape) == [
        Problem(
            "bad-value",
            ("\ud800",),
            "this value has 3 characters, but the maximum is 2",
            "see the schema",
        )
    ]


def test_member_named_description_is_not_a_description() -> None:
    assert found(description=1) == [
        Problem(
            "wrong-type",
            ("description",),
            "expected text, found a whole number",
            "put the text in quotes. In its own words.",
        )
    ]


def test_hint_of_a_node_without_description_is_that_of_its_parent() -> None:
    shape = {
        "type": "object",
        "description": "Above.",
        "properties": {"a": {"type": "null"}},
    }
    assert check({"a": 1}, shape) == [
        Problem(
            "wrong-type",
            ("a",),
            "expected null, found a whole number",
            "write null. Above.",
        )
    ]


def test_member_called_description_gives_no_hint_to_others() -> None:
    shape = {
        "type": "object",
        "properties": {"description": {"type": "string"}, "a": {"type": "null"}},
    }
    assert check({"a": 1}, shape) == [
        Problem(
            "wrong-type",
            ("a",),
            "expected null, found a whole number",
            "write null. see the schema",
        )
    ]


def test_all_violations_are_found_at_once() -> None:
    problems = check({"name": 1, "kind": "x", "items": [], "q": 1}, SHAPE)
    assert sorted((one.code, one.path) for one in problems) == [
        ("bad-value", ("items",)),
        ("bad-value", ("kind",)),
        ("missing", ()),
        ("unknown-key", ("q",)),
        ("wrong-type", ("name",)),
    ]


def test_load_reads_a_schema(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text(json.dumps(SHAPE), encoding="utf-8")
    assert schema.load(file) == SHAPE


def described(node: Any, path: str = "") -> list[str]:
    """Return the places of a schema whose nodes have no description."""
    missing: list[str] = []
    for key, child in node.get("properties", {}).items():
        missing += [] if "description" in child else [f"{path}.{key}"]
        missing += described(child, f"{path}.{key}")
    if isinstance(node.get("items"), dict):
        missing += described(node["items"], f"{path}[]")
    return missing


@pytest.mark.parametrize(
    "shape",
    [pipeline.spec_schema(), schema.load(pipeline.VECTOR_SCHEMA)],
    ids=["spec", "vectors"],
)
def test_every_property_of_our_schemas_is_described(shape: Schema) -> None:
    assert described(shape) == []
    for definition in shape["$defs"].values():
        assert described(definition) == []


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"id": "A B"},
        {"op": "build_url", "input": {"nothing": 1}},
        {"op": "build_url", "input": {"scopes": 1}, "expect": {"url": 1}},
        {"op": "parse_pasted", "input": {"text": {"repeat": ["x"]}}, "expect": {}},
        {"op": "parse_redirect", "input": {"uri": 5}, "expect": {"token": {"a": 1}}},
        {
            "op": "parse_redirect",
            "input": {},
            "expect": {
                "error": "authorization_error",
                "authorization_error": {"error": 1, "description": 2, "uri": 3},
            },
        },
    ],
)
def test_violations_of_a_case_are_problems_and_not_exceptions(case: object) -> None:
    shape = schema.load(pipeline.VECTOR_SCHEMA)
    listed = {"type": "array", "items": {"$ref": "#/$defs/vector"}, **shape}
    del listed["properties"], listed["required"], listed["additionalProperties"]
    listed["type"] = "array"
    assert check([case], listed) != []


def test_pattern_ends_where_the_text_ends() -> None:
    shape = {"type": "string", "pattern": "^[a-z]+$", "description": "Letters."}
    assert check("abc", shape) == []
    assert check("abc\n", shape) == [
        Problem(
            "bad-value",
            (),
            '"abc\\n" does not have the expected form',
            "write abc. Letters.",
        )
    ]


def test_pattern_that_ends_with_a_dollar_sign_does_not_change() -> None:
    shape = {"type": "string", "pattern": "^a\\$", "description": "A dollar."}
    assert check("a$", shape) == []
    assert check("a$$", shape) == []
