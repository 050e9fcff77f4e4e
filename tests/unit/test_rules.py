"""One change of a whole spec breaks one rule, and only that is reported.

tests/bad_specs has the whole text of each problem; these tests show what a rule accepts and rejects.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.reading.diagnostics import SpecProblems
from tests.sampling import one_in
from tests.unit.rule_specs import found, parameter_of, scope, variable
from tests.unit.small import SMALL
from tests.unit.specs import REAL_SPEC, problems_of, whole_spec


def test_real_spec_has_no_problems() -> None:
    assert problems_of(REAL_SPEC) == []


def test_whole_spec_has_no_problems(tmp_path: Path) -> None:
    assert found(tmp_path, whole_spec()) == []


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        (("authorization_endpoint",), "authorization_endpoint"),
        (("variables", "domain"), "variables.domain"),
        (
            ("authorization_endpoint", "parameters", 3),
            "authorization_endpoint.parameters[3]",
        ),
        (("scopes", 2), "scopes[2]"),
        (
            ("authorization_endpoint", "callback", 1),
            "authorization_endpoint.callback[1]",
        ),
        (("authorization_endpoint", "errors", 1), "authorization_endpoint.errors[1]"),
        (("calls", "hosts", 0), "calls.hosts[0]"),
        (("calls", "headers", 1), "calls.headers[1]"),
        (("notes", 1), "notes[1]"),
        (("steps", 1), "steps[1]"),
        (("examples", 0), "examples[0]"),
        (("unknown", 1), "unknown[1]"),
    ],
)
def test_fact_of_an_unknown_source_is_rejected(
    tmp_path: Path, keys: tuple[str | int, ...], path: str
) -> None:
    spec = whole_spec()
    fact = spec
    for key in keys:
        fact = fact[key]
    fact["source"] = "nowhere#A heading"
    assert found(tmp_path, spec) == [("unknown-source", f"{path}.source")]


def test_fact_without_a_source_is_accepted_if_that_is_allowed(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    for one in spec["unknown"]:
        one.pop("source", None)
    assert found(tmp_path, spec) == []


def test_problems_of_all_rules_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["scopes"].insert(0, scope("*"))
    spec["variables"]["tenant"] = variable()
    spec["calls"]["headers"][0]["value"] = "{secret}"
    spec["steps"][0]["source"] = "nowhere"
    assert [code for code, _ in found(tmp_path, spec)] == [
        "unused-variable",
        "empty-identifier",
        "unknown-placeholder",
        "unknown-source",
    ]


@pytest.mark.parametrize("key", ["summary", "permits", "reach", "story", "source"])
def test_scope_may_lack_a_sentence_or_source(tmp_path: Path, key: str) -> None:
    spec = whole_spec()
    del spec["scopes"][0][key]
    assert found(tmp_path, spec) == []


@pytest.mark.parametrize("key", ["title", "text"])
def test_missing_sentence_hides_no_broken_rule(tmp_path: Path, key: str) -> None:
    spec = whole_spec()
    del spec["steps"][0][key]
    spec["scopes"][1]["summary"] = 5
    spec["scopes"][2]["name"] = spec["scopes"][3]["name"]
    assert found(tmp_path, spec) == [
        ("wrong-type", "scopes[1].summary"),
        ("duplicate-scope", "scopes[3].name"),
        ("missing", "steps[0]"),
    ]


@pytest.mark.parametrize(
    ("keys", "value", "problem"),
    [
        (("packages", "version"), 1.2, ("wrong-type", "packages.version")),
        (("packages", "version"), None, ("wrong-type", "packages.version")),
        (("unknown",), 1, ("wrong-type", "unknown")),
        (("grants",), [], ("bad-value", "grants")),
        (("steps",), ["text"], ("wrong-type", "steps[0]")),
        (("scopes", 1, "permits"), "view", ("wrong-type", "scopes[1].permits")),
        (("calls", "headers"), {}, ("wrong-type", "calls.headers")),
        (("cases",), 5, ("wrong-type", "cases")),
    ],
)
def test_wrong_value_hides_no_broken_rule(
    tmp_path: Path, keys: tuple[str | int, ...], value: Any, problem: tuple[str, str]
) -> None:
    spec = whole_spec()
    spec["scopes"][3]["name"] = spec["scopes"][2]["name"]
    place = spec
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    both = {problem, ("duplicate-scope", "scopes[3].name")}
    assert set(found(tmp_path, spec)) == both


def test_consequences_of_a_rejected_value_are_not_reported(tmp_path: Path) -> None:
    spec = whole_spec()
    spec["sources"] = 5
    assert found(tmp_path, spec) == [("wrong-type", "sources")]
    spec = whole_spec()
    spec["variables"]["domain"]["type"] = "Host"
    assert found(tmp_path, spec) == [("bad-value", "variables.domain.type")]
    spec = whole_spec()
    spec["scope_separator"] = ""
    assert found(tmp_path, spec) == [("bad-value", "scope_separator")]
    spec = whole_spec()
    spec["scopes"][0]["name"] = "read users"
    assert found(tmp_path, spec) == [("bad-value", "scopes[0].name")]
    spec = whole_spec()
    one = parameter_of(spec, "response_type")
    one["constnat"] = one.pop("value")
    place = "authorization_endpoint.parameters[0].constnat"
    assert found(tmp_path, spec) == [("unknown-key", place)]
    spec = whole_spec()
    parameter_of(spec, "redirect_uri")["characters"] = "url"
    place = "authorization_endpoint.parameters[2].characters"
    assert found(tmp_path, spec) == [("bad-value", place)]


def test_missing_name_is_reported_without_its_consequences(tmp_path: Path) -> None:
    spec = whole_spec()
    del spec["scopes"][0]["name"]
    assert found(tmp_path, spec) == [("missing", "scopes[0]")]


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each node below a value as its container and its key."""
    keys: Any = list(value) if hasattr(value, "keys") else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from nodes(value[key])


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1.5, "", " ", "-", "x" * 600, "a,b", "#", "{", "%", "é\n"),
    *(
        [],
        {},
        [None],
        ["", ""],
        {"": ""},
        {"name": "x"},
        [[]],
        "https://[x",
        "cases/x.yaml",
    ),
)


@pytest.mark.parametrize("odd", one_in(3, ODD), ids=repr)
def test_odd_value_at_any_node_is_a_problem_and_not_an_exception(
    tmp_path: Path, odd: Any
) -> None:
    file = tmp_path / "spec.yaml"
    for index in range(len(list(nodes(SMALL)))):
        # Every fifth value at each node, in turn, keeps this fast.
        if (index + ODD.index(odd)) % 5:
            continue
        spec = copy.deepcopy(SMALL)
        holder, key = list(nodes(spec))[index]
        holder[key] = odd
        file.write_text(json.dumps(spec), encoding="utf-8")
        try:
            pipeline.load(file)
        except SpecProblems as problems:
            assert problems.diagnostics


def test_rules_do_not_check_a_value_that_the_schema_rejects(
    tmp_path: Path,
) -> None:
    spec = whole_spec()
    spec["authorization_endpoint"]["url"] = "http://{domain}/a b?c"
    assert found(tmp_path, spec) == [("bad-value", "authorization_endpoint.url")]
