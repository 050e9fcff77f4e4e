"""Specs in format 1: the error says what to rename, and a released one means the same in format 2."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from generator import pipeline
from generator.changes.comparison import compared
from generator.command import snapshots
from generator.model.provider import Provider
from generator.reading import format1
from generator.reading.diagnostics import SpecProblems
from tests.unit.specs import whole_spec, whole_spec_in_format1, write_spec

OLD_BASE = pipeline.ROOT / "tests" / "bad_specs" / "old-format" / "spec.yaml"
BASE = pipeline.ROOT / "tests" / "base.yaml"
SHAPE = pipeline.spec_schema()


def read(spec: Any) -> Provider:
    """Return the model of a spec, as the check of the version reads it."""
    return snapshots.read(json.dumps(spec).encode(), "old.yaml", SHAPE)


def old_base() -> Any:
    return yaml.safe_load(OLD_BASE.read_bytes())


def upgraded(spec: Any) -> Any:
    return format1.upgraded(spec, SHAPE["properties"]["packages"]["properties"])


def keys(value: Any) -> Iterator[str]:
    """Yield each key in a value."""
    if isinstance(value, list):
        for one in cast(Any, value):
            yield from keys(one)
    elif isinstance(value, dict):
        for key, one in cast(Any, value).items():
            yield key
            yield from keys(one)


def test_spec_is_the_same_in_both_formats() -> None:
    old, new = read(whole_spec_in_format1()), read(whole_spec())
    assert compared(old, new).changes == []
    assert old == new


def test_small_spec_is_the_same_in_both_formats() -> None:
    """The new base has a default source, so only the members of the model that are compared match."""
    assert (
        compared(read(old_base()), read(yaml.safe_load(BASE.read_bytes()))).changes
        == []
    )


def test_released_spec_in_format_1_is_read_from_a_file(tmp_path: Path) -> None:
    """A number in quotes is read, too, because an editor may add the quotes."""
    file = tmp_path / "0.1.0.yaml"
    file.write_text(
        OLD_BASE.read_text(encoding="utf-8").replace("format: 1", "format: '1'")
    )
    assert snapshots.load(str(file), SHAPE) == read(old_base())


def test_change_since_a_spec_in_format_1_is_reported_as_any_other() -> None:
    spec = whole_spec()
    spec["scopes"][0]["summary"] = "Something else."
    spec["authorization_endpoint"]["callback"][2]["required"] = True
    changes = compared(read(whole_spec_in_format1()), read(spec)).changes
    assert [(one.rule, one.name) for one in changes] == [
        ("answer-parameter-made-required", "expires_in"),
        ("scope-reworded", "readUsersData"),
    ]


def test_spec_in_format_1_is_rejected_with_one_problem(tmp_path: Path) -> None:
    file = write_spec(tmp_path, whole_spec_in_format1())
    with pytest.raises(SpecProblems) as caught:
        pipeline.load(file)
    [problem] = caught.value.diagnostics
    assert (problem.line, problem.column, problem.code, problem.path) == (
        *(2, 13),
        *("old-format", "format"),
    )
    assert problem.message == "format 1 is no longer supported"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (whole_spec_in_format1(), whole_spec()),
        (old_base(), yaml.safe_load(BASE.read_bytes())),
    ],
    ids=["whole", "small"],
)
def test_hint_names_each_key_that_is_renamed(old: Any, new: Any) -> None:
    [problem] = format1.problems(old)
    words = set(re.findall(r"[a-z_0-9]+", problem.advice))
    moved = {*keys(old)} ^ {*keys(new)}
    # The name of a variable is a key in format 2, and an empty list of hosts may be omitted.
    others = {*new["variables"], *new["packages"], "hosts"}
    assert moved - others <= words
    assert moved >= {"endpoint", "response", "constant", "grants", "inputs"}


def test_each_key_has_its_place_in_format_2() -> None:
    spec = old_base()
    spec["endpoint"]["state_in"] = "query"
    spec["packages"]["mock"] = {"distribution": "d", "module": "m"}
    assert upgraded(spec) == {
        "format": 2,
        "provider": spec["provider"],
        "packages": {
            "version": "1.2.3",
            "license": "MIT",
            "copyright": "Someone",
            "python": {
                "command": "none",
                "distribution": "example-auth",
                "module": "example_auth",
            },
            "typescript": "none",
            "mock": {"command": "none", "distribution": "d", "module": "m"},
        },
        "sources": [{"id": "page", "kind": "vendor", "title": "The page"}],
        "grants": ["implicit"],
        "scope_separator": " ",
        "variables": {
            "domain": {
                "type": "host",
                "example": "login.example.org",
                "summary": "The host.",
                "source": "page",
            }
        },
        "authorization_endpoint": {
            "url": "https://{domain}/auth",
            "source": "page",
            "parameters": [
                {
                    "name": "response_type",
                    "value": "token",
                    "summary": "Asks for a token.",
                    "source": "page",
                },
                {
                    "name": "client_id",
                    "required": True,
                    "summary": "Who asks.",
                    "source": "page",
                },
                {"name": "state", "summary": "Comes back.", "source": "page"},
                {"name": "scope", "summary": "What for.", "source": "page"},
            ],
            "omit": ["redirect_uri"],
            "callback": spec["response"]["parameters"],
            "errors": spec["response"]["errors"],
            "state_in": "query",
        },
        "scopes": spec["scopes"],
        "calls": spec["calls"],
        "steps": spec["steps"],
        "examples": [
            {
                "id": "documented",
                "title": "The documented URL",
                "url": spec["examples"][0]["url"],
                "inputs": {"client_id": "KEY", "state": "1"},
                "scopes": ["notes:read"],
                "source": "page",
            }
        ],
    }


@pytest.mark.parametrize(
    ("value", "is_old"),
    [
        ({"format": 1}, True),
        ({"format": "1"}, True),
        ({"format": True}, False),
        ({"format": 2}, False),
        ({"format": 0}, False),
        ({"format": None}, False),
        ({}, False),
        ([1], False),
        (None, False),
        (1, False),
    ],
)
def test_only_a_mapping_with_that_number_is_in_format_1(
    value: Any, is_old: bool
) -> None:
    assert format1.is_format1(value) is is_old
    assert len(format1.problems(value)) == is_old
