"""Each short form of a spec means the same as its full form, and problems name the file's paths."""

from __future__ import annotations

from typing import Any

import pytest

from generator import pipeline
from generator.reading import shorthand
from generator.reading.diagnostics import Path

SHAPE = pipeline.spec_schema()

FORMS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"token_endpoint": "https://a.example/token"},
        {"token_endpoint": {"url": "https://a.example/token"}},
    ),
    (
        {"authorization_endpoint": "https://a.example/"},
        {"authorization_endpoint": {"url": "https://a.example/"}},
    ),
    ({"grants": ["implicit"]}, {"grants": [{"name": "implicit"}]}),
    ({"scopes": ["a", "b"]}, {"scopes": [{"name": "a"}, {"name": "b"}]}),
    ({"scopes": {"a": "Use a."}}, {"scopes": [{"name": "a", "summary": "Use a."}]}),
    (
        {"authorization_endpoint": {"url": "x", "parameters": ["state"]}},
        {"authorization_endpoint": {"url": "x", "parameters": [{"name": "state"}]}},
    ),
    (
        {"authorization_endpoint": {"callback": ["team"]}},
        {"authorization_endpoint": {"callback": [{"name": "team"}]}},
    ),
    (
        {"authorization_endpoint": {"parameters": [{"name": "v", "value": True}]}},
        {"authorization_endpoint": {"parameters": [{"name": "v", "value": "true"}]}},
    ),
    (
        {"authorization_endpoint": {"parameters": [{"name": "v", "value": 2}]}},
        {"authorization_endpoint": {"parameters": [{"name": "v", "value": "2"}]}},
    ),
]


@pytest.mark.parametrize(("short", "full"), FORMS)
def test_short_form_is_written_out(short: dict[str, Any], full: dict[str, Any]) -> None:
    assert shorthand.expanded(short, SHAPE).value == full
    assert shorthand.expanded(full, SHAPE).value == full


@pytest.mark.parametrize(
    "value",
    [None, 5, "text", [], ["a"], {"scopes": 5}, {"grants": [None]}, {"unknown": ["a"]}],
)
def test_value_without_an_expected_form_stays_as_it_is(value: Any) -> None:
    found = shorthand.expanded(value, SHAPE)
    assert (found.value, found.written) == (value, {})


@pytest.mark.parametrize(
    ("spec", "path", "in_file"),
    [
        ({"token_endpoint": "x"}, ("token_endpoint", "url"), ("token_endpoint",)),
        ({"grants": ["implicit"]}, ("grants", 0, "name"), ("grants", 0)),
        ({"scopes": {"a": "b"}}, ("scopes", 0, "name"), ("scopes", "a")),
        ({"scopes": {"a": "b"}}, ("scopes", 0, "summary"), ("scopes", "a")),
        ({"scopes": [{"name": "a"}]}, ("scopes", 0, "name"), ("scopes", 0, "name")),
    ],
)
def test_path_of_a_part_is_that_of_its_short_form(
    spec: dict[str, Any], path: Path, in_file: Path
) -> None:
    assert shorthand.expanded(spec, SHAPE).path(path) == in_file
