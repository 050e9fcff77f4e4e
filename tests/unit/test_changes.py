"""What changed between two models: every value counts, and renames follow a stated rule."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, cast, get_args, get_origin, get_type_hints

import pytest

from generator.changes import grades
from generator.changes.comparison import compared
from generator.changes.table import KINDS, PLACES, RULES, code_at
from generator.changes.walk import changes
from generator.model import provider as model
from generator.pipeline import ROOT, built
from generator.targets.release_notes import FORMATS
from tests.rows import each_row
from tests.unit.small import SMALL
from tests.unit.specs import in_full, real_spec, whole_spec

Path = tuple[str | int, ...]


OTHERS = {"implicit": "client_credentials", "host": "label"}
"""Another value, by a value that only a few others can replace."""


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each value that is not a list or object."""
    if isinstance(value, (dict, list)):
        members = cast(Any, value)
        pairs: Any = members.items() if isinstance(value, dict) else enumerate(members)
        for step, child in pairs:
            yield from leaves(child, (*path, step))
    else:
        yield path


def changed(spec: Any, path: Path) -> Any:
    """Return a copy with a different value at a path."""
    copied = copy.deepcopy(spec)
    *above, last = path
    node = copied
    for step in above:
        node = node[step]
    value = node[last]
    node[last] = (
        not value if isinstance(value, bool) else OTHERS.get(value, f"{value}x")
    )
    return copied


def reported(change: Callable[[Any], None]) -> list[tuple[str, str]]:
    """Return the rule and name of each change that an edit of the small spec makes."""
    spec = copy.deepcopy(SMALL)
    change(spec)
    found = compared(built(SMALL), built(spec)).changes
    return [(one.rule, one.name) for one in found]


def test_every_value_of_the_real_spec_counts_except_format_and_version() -> None:
    spec = in_full(real_spec())
    old = built(spec)
    silent = [
        path for path in leaves(spec) if not changes(old, built(changed(spec, path)))
    ]
    assert silent == [("format",), ("packages", "version")]


def test_every_change_of_a_value_can_be_reported_in_every_format() -> None:
    spec = in_full(whole_spec())
    old = built(spec)
    for path in leaves(spec):
        if path not in (("format",), ("packages", "version")):
            new = built(changed(spec, path))
            for comparison in (compared(old, new), compared(new, old)):
                for form, write in FORMATS.items():
                    assert not re.search(
                        r"\{(name|before|after|part|kind)\}", write(comparison)
                    ), (
                        path,
                        form,
                    )


def test_equal_specs_are_reported_and_require_no_release() -> None:
    comparison = compared(built(SMALL), built(SMALL))
    assert FORMATS["text"](comparison) == "Nothing changed.\n"
    assert FORMATS["markdown"](comparison) == ""
    assert (comparison.grade, comparison.least_version) == ("none", "1.2.3")


def scope(index: int, **facts: Any) -> Callable[[Any], None]:
    return lambda spec: spec["scopes"][index].update(facts)


def parameter(index: int, **facts: Any) -> Callable[[Any], None]:
    return lambda spec: spec["authorization_endpoint"]["parameters"][index].update(
        facts
    )


REPORTED: list[tuple[Callable[[Any], None], list[tuple[str, str]]]] = [
    (scope(0, name="a.read"), [("scope-name-changed", "a.read")]),
    (scope(0, identifier="look"), [("scope-identifier-changed", "a:read")]),
    (scope(0, name="look"), [("scope-renamed", "look")]),
    (
        scope(0, name="look", story="Another."),
        [("scope-removed", "a:read"), ("scope-added", "look")],
    ),
    (lambda spec: spec["scopes"].reverse(), [("scopes-reordered", "")]),
    (parameter(2, required=True), [("parameter-made-required", "state")]),
    (
        lambda spec: spec.update(scope_separator=","),
        [("scope-separator-changed", "authorization")],
    ),
    (
        lambda spec: spec["authorization_endpoint"].update(state_in="query"),
        [("state-place-changed", "authorization")],
    ),
    (lambda spec: spec["authorization_endpoint"].update(state_in="fragment"), []),
    (
        lambda spec: spec["variables"]["domain"].update(type="label"),
        [("variable-format-changed", "domain")],
    ),
    (
        lambda spec: spec["calls"]["headers"][0].update(name="X-Token"),
        [("header-renamed", "X-Token")],
    ),
    (
        lambda spec: spec["packages"]["python"].update(module="other"),
        [("package-name-changed", "python")],
    ),
    (lambda spec: spec["packages"].update(version="9.0.0"), []),
]


@pytest.mark.parametrize(("change", "found"), REPORTED)
def test_each_edit_is_reported_by_its_rule(
    change: Callable[[Any], None], found: list[tuple[str, str]]
) -> None:
    assert reported(change) == found


RENAMED: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
    (
        {'"domain"': '"tenant"', "{domain}": "{tenant}"},
        [("variable-renamed", "tenant")],
    ),
    (
        {
            '"domain"': '"tenant"',
            "{domain}/auth": "{tenant}/v2",
            "{domain}": "{tenant}",
            "The host.": "The tenant.",
        },
        [
            ("endpoint-url-changed", "authorization"),
            ("variable-renamed", "tenant"),
            ("variable-reworded", "tenant"),
            ("words-of-entry-changed", "documented"),
        ],
    ),
    ({"a:read": "a.see", "Use a.see": "Use a:read"}, [("scope-renamed", "a.see")]),
    ({'"hint"': '"login_hint"'}, [("parameter-renamed", "login_hint")]),
    ({'"team"': '"site"'}, [("answer-parameter-renamed", "site")]),
    ({"access_denied": "denied"}, [("error-renamed", "denied")]),
    ({'"page"': '"vendor"'}, [("words-of-entry-changed", "vendor")]),
    ({'"documented"': '"a"'}, [("words-of-entry-changed", "a")]),
    ({'"Ask"': '"Call"'}, [("words-of-entry-changed", "")]),
    (
        {
            '"domain"': '"tenant"',
            "{domain}": "{tenant}",
            "a:read": "a.see",
            "Use a.see": "Use a:read",
            '"page"': '"vendor"',
        },
        [
            ("scope-renamed", "a.see"),
            ("variable-renamed", "tenant"),
            ("words-of-entry-changed", "vendor"),
        ],
    ),
]


@pytest.mark.parametrize(("edits", "found"), RENAMED)
def test_rename_is_not_reported_again_at_each_place_that_refers_to_the_entry(
    edits: dict[str, str], found: list[tuple[str, str]]
) -> None:
    hosts = [{"pattern": "{domain}", "summary": "Others.", "source": "page"}]
    endpoint = SMALL["authorization_endpoint"]
    asked = [*endpoint["parameters"], {"name": "hint", "summary": "H."}]
    answered = [*endpoint["callback"], {"name": "team", "summary": "T."}]
    small = {
        **SMALL,
        "calls": {**SMALL["calls"], "hosts": hosts},
        "authorization_endpoint": {
            **endpoint,
            "parameters": asked,
            "callback": answered,
        },
    }
    text = json.dumps(small)
    for before, now in edits.items():
        assert before in text
        text = text.replace(before, now)
    changed = compared(built(small), built(json.loads(text))).changes
    assert [(one.rule, one.name) for one in changed] == found


def test_two_variables_that_swap_their_names_are_reported_as_such() -> None:
    def of(first: str, second: str) -> model.Provider:
        variables = {
            name: {"type": "label", "example": "x", "summary": text, **cited}
            for name, text in ((first, "One."), (second, "Two."))
        }
        url = f"https://{{{first}}}/{{{second}}}"
        endpoint = {**SMALL["authorization_endpoint"], "url": url}
        changed = {"variables": variables, "authorization_endpoint": endpoint}
        return built({**SMALL, **changed, "examples": []})

    cited = {"source": "page"}
    assert [
        (one.rule, one.name) for one in compared(of("a", "b"), of("b", "a")).changes
    ] == [
        ("endpoint-url-changed", "authorization"),
        ("variables-reordered", ""),
        ("variable-reworded", "a"),
        ("variable-reworded", "b"),
    ]
    assert [
        (one.rule, one.name) for one in compared(of("a", "b"), of("c", "d")).changes
    ] == [
        ("variable-renamed", "c"),
        ("variable-renamed", "d"),
    ]


@pytest.mark.parametrize(
    ("before", "now", "rules"),
    [
        (["a"], ["x"], ["scope-renamed"]),
        (["a", "b"], ["x"], ["scope-removed", "scope-removed", "scope-added"]),
        (["a"], ["x", "y"], ["scope-removed", "scope-added", "scope-added"]),
        (
            ["a", "b"],
            ["x", "y"],
            ["scope-removed", "scope-removed", "scope-added", "scope-added"],
        ),
    ],
)
def test_entry_is_renamed_only_if_no_other_has_equal_members(
    before: list[str], now: list[str], rules: list[str]
) -> None:
    def of(names: list[str]) -> model.Provider:
        scopes = [{**SMALL["scopes"][0], "name": name} for name in names]
        return built({**SMALL, "scopes": scopes})

    assert [one.rule for one in compared(of(before), of(now)).changes] == rules


@pytest.mark.parametrize(
    ("version", "least"),
    [
        ("1.2.3", ["2.0.0", "1.3.0", "1.2.4", "1.2.3"]),
        ("0.1.0", ["0.2.0", "0.1.1", "0.1.1", "0.1.0"]),
        ("0.0.9", ["0.1.0", "0.0.10", "0.0.10", "0.0.9"]),
    ],
)
def test_least_version_of_each_grade(version: str, least: list[str]) -> None:
    assert [grades.enough(version, grade) for grade in grades.GRADES] == least


def of_the_model(hint: Any) -> list[type]:
    """Return the kinds that an annotation names."""
    if isinstance(hint, type) and hint.__name__ in KINDS:
        return [hint]
    return [one for each in get_args(hint) for one in of_the_model(each)]


def required(kind: type, is_entry: bool, may_lack: bool) -> Iterator[str]:
    """Yield what the table must cover of a kind: `Scope.story changed`, `Scope added`, …

    A kind that is compared as a whole has no members. An object that may be absent has members that
    may be, unless its absence has a row itself.
    """
    name, hints = kind.__name__, get_type_hints(kind)
    if is_entry:
        yield from (f"{name} {one}" for one in ("added", "removed"))
    if f"{name} changed" in PLACES:
        return
    may_lack = may_lack and f"{name} added" not in PLACES
    for index, each in enumerate(fields(cast(Any, kind))):
        if not each.compare:
            continue
        hint = hints[each.name]
        is_optional = may_lack or type(None) in get_args(hint)
        inner, is_list = of_the_model(hint), get_origin(hint) is tuple
        for one in inner:
            yield from required(one, is_list, is_optional)
        if inner and is_list:
            yield f"{name}.{each.name} reordered"
        # Entries that cannot be renamed are matched by their first member.
        is_key = is_entry and index == 0 and f"{name}.{each.name}" not in PLACES
        if not inner and not is_key:
            happened = [] if hint is bool else ["changed"]
            if is_optional or hint is bool:
                happened += ["added", "removed"]
            yield from (f"{name}.{each.name} {one}" for one in happened)


REQUIRED = sorted(set(required(model.Provider, False, False)))


@each_row("place", REQUIRED)
def test_every_member_of_the_model_has_a_row(place: str) -> None:
    assert code_at(*place.split(" ")) in {*RULES, ""}


def test_every_row_is_about_the_model() -> None:
    named = {"Scope.name+identifier", "Variable.name+identifier"}
    named |= {one for place in REQUIRED for one in (place, place.split(" ")[0])}
    named |= {f"{kind} {one}" for kind in KINDS for one in ("added", "removed")}
    named |= {f"{kind} changed" for kind in KINDS}
    named |= {"Parameter.documented"}
    named |= {"Parameter added as constant", "Parameter added as required"}
    assert [place for place in PLACES if place not in named] == []


def test_documented_table_matches_the_rules() -> None:
    page = (ROOT / "VERSIONING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    assert rows == [(name, rule.meaning, rule.grade) for name, rule in RULES.items()]
